# SPDX-License-Identifier: AGPL-3.0-or-later
"""A picture that is too big, in every window of the admin that takes one: the limit is told there, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import COORDINATOR, Crowd

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

TOLD = "«cortile.jpg» pesa 26 MB: qui un file può pesarne al massimo 10. Il resto del modulo è com'era."


@pytest.fixture(scope="module")
def picture(tmp_path_factory) -> str:
    """Return where a file of nearly 26 MB is, which calls itself a picture."""
    path = tmp_path_factory.mktemp("pictures") / "cortile.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" + b"a" * (26 * 1024 * 1024 - 100))
    return str(path)


def choose(page: Page, within: Any, picture: str) -> None:
    within.locator("input[type=file]").first.set_input_files(picture)


def test_on_the_page_of_one_picture(people: Crowd, picture: str):
    page = people.person(COORDINATOR)
    page.goto("/gestione/images/add/")
    page.get_by_label("Titolo").fill("Il cortile del centro")

    choose(page, page, picture)

    expect(page.get_by_role("alert").filter(has_text="cortile.jpg")).to_have_text(TOLD)
    expect(page.get_by_label("Titolo")).to_have_value("Il cortile del centro")


def test_in_the_window_that_chooses_a_picture_while_one_edits(people: Crowd, picture: str):
    page = people.person(COORDINATOR)
    page.goto("/gestione/settings/core/officesettings/1/")
    page.locator("[data-chooser-action-choose]").first.click()
    page.get_by_role("tab", name="Carica").click()
    window = page.locator(".modal-body")
    window.get_by_label("Titolo").fill("Lo stemma")

    choose(page, window, picture)

    expect(window.get_by_role("alert").filter(has_text="cortile.jpg")).to_have_text(TOLD)
    expect(window.get_by_label("Titolo")).to_have_value("Lo stemma")


def test_where_many_are_sent_the_one_that_is_too_big_says_so(people: Crowd, picture: str):
    page = people.person(COORDINATOR)
    page.goto("/gestione/images/multiple/add/")

    choose(page, page, picture)

    row = page.locator("#upload-list > li")
    expect(row).to_contain_text("Questo file è troppo grande. Dimensione massima del file 10,0")
