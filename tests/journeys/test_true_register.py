# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping the register true from a phone: a letter, one click, and the badge that everybody reads."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import PHONE, Crowd
from tests.journeys.test_adhesion import letter_to
from tests.journeys.test_every_page import faults

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

LATE, FRESH = "dati da confermare", "dati confermati"
BUTTON = "Confermo che i dati sono corretti"


@pytest.mark.parametrize(
    ("slug", "email", "has_scripts"),
    [
        ("aps-terra-di-mezzo", "info@aps-terra-di-mezzo.example", True),
        ("comune-di-valdoro", "info@comune-di-valdoro.example", False),
    ],
    ids=["con-javascript", "senza-javascript"],
)
def test_one_click_from_the_letter_confirms_the_data_for_a_year(people: Crowd, slug, email, has_scripts):
    phone = people.person(width=PHONE, has_scripts=has_scripts)
    badge_says(phone, slug, LATE)
    link = link_mailed(people, email)

    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Confermi che i dati sono corretti?")
    badge_says(phone, slug, LATE)  # opening the letter changes nothing
    phone.goto(link)
    phone.get_by_role("button", name=BUTTON).click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("I dati sono confermati")
    expect(phone.get_by_role("button", name=BUTTON)).to_have_count(0)
    badge_says(phone, slug, FRESH)
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("I dati sono confermati")


def test_the_page_of_the_letter_has_no_fault_that_a_machine_can_find(people: Crowd):
    page = people.person()
    page.goto(link_mailed(people, "info@comune-di-montefosco.example"))
    found = faults(page)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("I dati sono confermati")

    assert found + faults(page) == []


def badge_says(page: Page, slug: str, words: str) -> None:
    """See that the public page says this of the data, beside the day of the last check."""
    page.goto(f"/partner/{slug}/")
    expect(page.locator(".state", has_text=re.compile("dati"))).to_contain_text(words)
    expect(page.locator("main")).to_contain_text("Ultima verifica dei dati")


def link_mailed(people: Crowd, email: str) -> str:
    """Return the link of the yearly confirmation, as its owner reads it."""
    letter = letter_to(people, email, re.compile("/partner/conferma/")).inner_html()
    return re.search(r"/partner/conferma/[^\s\"<]+/", letter).group()
