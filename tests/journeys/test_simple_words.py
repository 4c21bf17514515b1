# SPDX-License-Identifier: AGPL-3.0-or-later
"""A section in simple words: written, looked at, published with the version, corrected; each edition stays readable."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import COORDINATOR, DRAFTER, PHONE, Crowd
from tests.journeys.test_first_consultation import Story, import_the_draft, publish_the_version

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

SECTION = "Quando e dove"
WRONG, RIGHT = "Vieni il mercoledì mattina.", "Vieni il martedì mattina."
WHY = "Avevamo scritto il giorno sbagliato: lo sportello apre il martedì."


@pytest.mark.parametrize(
    "story",
    [
        Story(title="Carta facile del Cisto", word="cisto", has_scripts=True),
        Story(title="Carta facile del Mirto", word="mirto", has_scripts=False),
    ],
    ids=["con-javascript", "senza-javascript"],
)
def test_simple_words_that_came_out_wrong_are_corrected_without_a_new_version(people: Crowd, story: Story):
    import_the_draft(people, story)
    write(people, story, WRONG)
    publish_the_version(people, story)
    write(people, story, RIGHT)
    correct(people, story)

    reader = people.person(width=PHONE, has_scripts=story.has_scripts)
    reader.goto("/testi/")
    reader.get_by_role("link", name=story.title).first.click()
    reader.get_by_role("main").get_by_role("link", name=SECTION).first.click()
    reader.get_by_role("link", name="In parole semplici").click()
    expect(reader.get_by_role("main")).to_contain_text(RIGHT)
    expect(reader.get_by_role("main")).to_contain_text(WHY)
    expect(reader.get_by_role("main")).not_to_contain_text(WRONG)
    reader.get_by_text("Le altre edizioni").click()
    reader.get_by_role("link", name="Edizione 1").click()
    expect(reader.get_by_role("main")).to_contain_text(WRONG)
    reader.get_by_role("link", name="Leggi quelle di adesso").click()
    expect(reader.get_by_role("main")).to_contain_text(RIGHT)


def write(people: Crowd, story: Story, words: str) -> None:
    """The drafter looks at the page as readers will find it, then says that the words are ready."""
    page = people.person(DRAFTER, has_scripts=story.has_scripts)
    go_to_the_sections(page, story)
    page.get_by_role("link", name=f"Scrivi in parole semplici {SECTION}").click()
    page.locator("textarea").first.fill(words)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Guarda com'è").click()
    expect(opened.value.get_by_role("main")).to_contain_text(words)
    expect(opened.value.get_by_role("main")).to_contain_text("non è ancora in parole semplici")
    opened.value.close()
    page.get_by_role("button", name="Salva: pronte").click()
    expect(page.get_by_text("Salvate: escono")).to_be_attached()


def correct(people: Crowd, story: Story) -> None:
    """The coordinator sees what changes word by word, and says why."""
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    go_to_the_sections(page, story)
    page.get_by_role("link", name=f"Correggi quelle che si leggono oggi {SECTION}").click()
    expect(page.locator("ins")).to_contain_text("martedì")
    page.get_by_label("Perché le correggi").fill(WHY)
    page.get_by_role("button", name="Pubblica l'edizione 2").click()
    expect(page.get_by_text("si leggono accanto alla sezione")).to_be_attached()


def go_to_the_sections(page: Page, story: Story) -> None:
    page.goto("/gestione/testi/")
    page.get_by_role("link", name=f"In parole semplici {story.title}").click()
