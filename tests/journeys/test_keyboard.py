# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keyboard alone: from the skip link to an observation that is sent, always seeing where one is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import CITIZEN, Crowd
from tests.journeys.places import SECTION

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MOST_STEPS = 120
# The name of what has the focus, and whether one sees that it has: an outline or a shadow, of its own or its label's.
WHERE = """() => {
    const it = document.activeElement;
    const drawn = (one) => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    };
    const labels = it.labels ? [...it.labels] : [];
    return {
        name: (it.innerText || it.ariaLabel || (labels[0] && labels[0].innerText) || it.id || it.tagName).trim(),
        isSeen: it.matches(":focus-visible") && [it, ...labels].some(drawn),
    };
}"""


def step_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on something of this name, seeing it at every step."""
    passed = []
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        where = page.evaluate(WHERE)
        passed.append(where["name"])
        assert where["isSeen"], f"non si vede dove si è: {where['name']}"
        if re.search(name, where["name"]):
            return
    raise AssertionError(f"«{name}» non si raggiunge: {passed}")


def skip_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Vai al contenuto")).to_be_focused()
    assert page.evaluate(WHERE)["isSeen"]
    page.keyboard.press("Enter")
    expect(page.locator("#contenuto")).to_be_focused()


def test_one_writes_and_sends_with_the_keyboard_alone(people: Crowd):
    page = people.person(CITIZEN)
    page.goto(SECTION)

    skip_to_the_content(page)
    step_to(page, "^Osserva il paragrafo 76")
    page.keyboard.press("Enter")
    page.wait_for_url("**/osserva/paragrafo/**")
    skip_to_the_content(page)
    step_to(page, "^Il tuo testo")
    page.keyboard.type("Scrivo senza mouse: chiedo che i termini siano in giorni lavorativi.")
    step_to(page, "(?i)^osservazione")
    page.keyboard.press("ArrowDown")
    step_to(page, "^Rivedi")
    page.keyboard.press("Enter")

    expect(page.locator("[data-focus-me]")).to_be_focused()
    expect(page.locator("[data-focus-me]")).to_have_text("Così comparirà")
    expect(page.locator("#annunci")).to_have_text("Anteprima: controlla prima di inviare")
    expect(page.locator(".obs-preview .obs-meta")).to_contain_text("Domanda")

    step_to(page, "^Invia l'osservazione")
    page.keyboard.press("Space")

    expect(page.locator(".receipt-facts")).to_be_visible()


def test_an_answer_opens_where_one_is_and_says_so(people: Crowd):
    page = people.person(CITIZEN)
    page.goto(SECTION)
    skip_to_the_content(page)

    step_to(page, "^Rispondi")
    page.keyboard.press("Enter")

    heading = page.locator("[data-focus-me]")
    expect(heading).to_be_focused()
    expect(heading).to_have_text("Rispondi a un'osservazione")
    expect(page.locator("#annunci")).to_have_text("Rispondi a un'osservazione")

    step_to(page, "^Rivedi")
    page.keyboard.press("Enter")

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text("Scrivi il tuo testo.")
