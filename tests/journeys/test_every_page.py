# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every kind of page, looked at by axe at three widths: what a machine can say about who cannot see or point."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys import places
from tests.journeys.places import OFFICE, PERSONAL, PUBLIC, Place

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

WIDTHS = (1280, 375, 320)
ZOOMED = 640  # 1280 pixels at 200 %
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
HIDDEN_SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Page, *, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """Return what axe finds at each width, and where one would have to scroll sideways."""
    found = []
    page.evaluate(Axe().axe_script)
    for width in (ZOOMED, *widths):
        page.set_viewport_size({"width": width, "height": 900})
        if hidden := page.evaluate(HIDDEN_SIDEWAYS):
            found.append(f"{page.url} a {width}: {hidden} pixel fuori dallo schermo")
        if width == ZOOMED:
            continue
        for fault in page.evaluate("rules => axe.run(rules)", RULES)["violations"]:
            nodes = "; ".join(node["html"][:160] for node in fault["nodes"][:3])
            found.append(f"{page.url} a {width}: {fault['id']}: {fault['help']}: {nodes}")
    return found


@pytest.mark.parametrize("place", PUBLIC, ids=lambda place: place.name)
def test_a_public_page_has_no_fault_that_a_machine_can_find(readers, quiet_site, place: Place):
    page = readers.person()

    response = page.goto(places.address(quiet_site, place))

    assert response is not None
    assert response.status == place.status
    assert faults(page) == []


@pytest.mark.parametrize("place", PERSONAL, ids=lambda place: place.name)
def test_a_page_of_ones_own_has_no_fault_that_a_machine_can_find(readers, quiet_site, place: Place):
    page = readers.person(place.who)

    response = page.goto(places.address(quiet_site, place))

    assert response is not None
    assert response.status == place.status
    assert faults(page) == []


@pytest.mark.parametrize("place", OFFICE, ids=lambda place: place.name)
def test_a_page_of_the_office_has_no_fault_that_a_machine_can_find(readers, quiet_site, place: Place):
    page = readers.person(place.who)

    response = page.goto(places.address(quiet_site, place))

    assert response is not None
    assert response.status == place.status
    assert faults(page, widths=(1280,)) == []


def test_the_steps_of_writing_have_no_fault_that_a_machine_can_find(readers):
    page = readers.person()
    page.goto(places.SECTION)
    page.get_by_role("link", name="Osserva il paragrafo 76").click()
    found = faults(page)
    page.get_by_role("button", name="Rivedi").click()
    page.get_by_role("alert").or_(page.locator(".error-summary")).first.wait_for()
    found += faults(page)

    places.writing(page)
    found += faults(page)
    page.get_by_label("La tua e-mail").fill("ada@cittadini.example")
    page.get_by_role("button", name="Invia l'osservazione").click()
    page.get_by_role("heading", name="Manca solo il codice").wait_for()
    found += faults(page)

    assert found == []


def test_a_receipt_has_no_fault_that_a_machine_can_find(readers, quiet_site):
    page = readers.person()

    page.goto(places.receipt(quiet_site))

    assert faults(page) == []


def test_a_refusal_has_no_fault_that_a_machine_can_find(readers, quiet_site):
    identity = quiet_site.one("select target_id from comments_observation where xtdcomment_ptr_id = 1")
    page = readers.person()

    response = page.goto(f"/osserva/paragrafo/{identity}/")

    assert response is not None
    assert response.status == 409
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert faults(page) == []
