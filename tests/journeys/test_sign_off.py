# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Distretto della Salute signs a section on the public site; when its words change, the signature is void."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import COORDINATOR, DRAFTER, PHONE, Crowd
from tests.journeys.test_first_consultation import Story, change_the_words, import_the_draft

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

REFERENT = "salute@valsarva.example"
SECTION = "Quando e dove"


@pytest.mark.parametrize(
    "story",
    [
        Story(title="Carta della cura Biancospino", word="biancospino", has_scripts=True),
        Story(title="Carta della cura Rosmarino", word="rosmarino", has_scripts=False),
    ],
    ids=["con-javascript", "senza-javascript"],
)
def test_the_health_district_signs_and_signs_again_when_the_words_change(people: Crowd, story: Story):
    import_the_draft(people, story)
    say_that_it_is_about_health(people, story)

    page = people.person(REFERENT, width=PHONE, has_scripts=story.has_scripts)
    the_referent_signs(page, story)
    office = people.person(COORDINATOR, has_scripts=story.has_scripts)
    go_to_the_signatures(office, story)
    expect(section_of(office)).to_contain_text("Firmata: Referente del Distretto della Salute")
    change_the_words(people, story)

    office.reload()
    expect(section_of(office)).not_to_contain_text("Firmata")
    expect(section_of(office)).to_contain_text("Aspetta il referente, entro")
    page.goto("/firme-sanitarie/")
    expect(waiting(page, story)).to_have_count(1)


def say_that_it_is_about_health(people: Crowd, story: Story) -> None:
    """The drafter ticks it in the editor, which needs JavaScript."""
    page = people.person(DRAFTER)
    page.goto("/gestione/testi/")
    page.get_by_role("link", name=f"Modifica {story.title}").click()
    page.get_by_role("link", name=SECTION, exact=True).first.click()
    page.get_by_role("checkbox", name="Socio-sanitaria").check()
    page.locator("[data-w-dropdown-target=toggle]").last.click()
    page.locator("button[name=action-publish]").click()
    expect(page.get_by_text("è pronta per la prossima versione")).to_be_visible()


def the_referent_signs(page: Page, story: Story) -> None:
    page.goto("/firme-sanitarie/")
    waiting(page, story).get_by_role("link", name=SECTION).click()
    expect(page.get_by_text(f"Si trova in via del {story.word.capitalize()} 4")).to_be_visible()
    page.get_by_role("button", name="Restituisco con osservazioni").click()
    expect(page.get_by_label("Osservazioni")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Firmo").click()
    expect(page.get_by_text("firmat").first).to_be_attached()
    page.goto("/firme-sanitarie/")
    expect(waiting(page, story)).to_have_count(0)


def go_to_the_signatures(page: Page, story: Story) -> None:
    page.goto("/gestione/testi/")
    page.get_by_role("link", name=f"Firme {story.title}").click()


def waiting(page: Page, story: Story) -> Locator:
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=story.title)


def section_of(page: Page) -> Locator:
    return page.locator("section").filter(has=page.get_by_role("heading", name=SECTION))
