# SPDX-License-Identifier: AGPL-3.0-or-later
"""No silent change: the coordinator is refused, gives the cause, publishes; a reader reads it both ways."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import COORDINATOR, Crowd
from tests.journeys.places import PIANO
from tests.journeys.test_first_consultation import (
    ADDED,
    Story,
    change_the_words,
    import_the_draft,
    publish_the_version,
)

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

WHY = "Il lavoro del giovedì è già cominciato: la carta lo dice."


@pytest.mark.parametrize(
    "story",
    [
        Story(title="Carta dello sportello Meriggio", word="ginepro", has_scripts=True),
        Story(title="Carta dello sportello Vespro", word="ginestra", has_scripts=False),
    ],
    ids=["con-javascript", "senza-javascript"],
)
def test_a_version_waits_until_every_change_says_why(people: Crowd, story: Story):
    import_the_draft(people, story)
    publish_the_version(people, story)
    change_the_words(people, story)
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    refused_with_the_list(page, story)
    give_the_cause(page)
    publish_the_second(page, story)
    reader = people.person(has_scripts=story.has_scripts)
    read_it_at_the_change(reader, story)

    reader.goto("/testi/")
    reader.get_by_role("link", name=story.title).click()
    reader.get_by_role("link", name="Che cosa è cambiato dalla versione 1 alla 2").click()
    changed = reader.locator(".redline-line.is-edited")
    expect(changed).to_have_count(1)
    expect(changed.locator("ins")).to_contain_text(ADDED.strip())
    expect(changed.get_by_role("list", name="Perché")).to_contain_text(WHY)


def refused_with_the_list(page: Page, story: Story) -> None:
    page.goto("/gestione/testi/")
    page.get_by_role("link", name=f"Pubblica una versione {story.title}").click()
    expect(page.get_by_text("1 modifica non dice ancora perché")).to_be_visible()
    page.get_by_role("button", name="Pubblica la versione 2").click()
    expect(page.get_by_role("alert").get_by_text("dalle una causa, poi pubblica")).to_be_visible()
    page.get_by_role("link", name="Dai le cause che mancano").click()


def give_the_cause(page: Page) -> None:
    page.get_by_role("checkbox", name=re.compile("parole cambiate")).check()
    page.get_by_role("radio", name="d'ufficio").check()
    page.get_by_role("button", name="Dai questa causa").click()
    expect(page.get_by_text("Scrivi almeno 15 caratteri").first).to_be_visible()
    page.get_by_label("La decisione, il parere o il motivo").fill(WHY)
    page.get_by_role("button", name="Dai questa causa").click()
    expect(page.get_by_text("L'unica modifica ha la sua causa.")).to_be_visible()


def publish_the_second(page: Page, story: Story) -> None:
    page.get_by_role("link", name="Pubblica una versione").first.click()
    page.get_by_role("button", name="Pubblica la versione 2").click()
    expect(page.get_by_text("La versione 2 è pubblicata.")).to_be_attached()


def read_it_at_the_change(page: Page, story: Story) -> None:
    page.goto("/testi/")
    page.get_by_role("link", name=story.title).click()
    page.get_by_role("link", name="Che cosa è cambiato dalla versione 1 alla 2").click()
    expect(page.locator("#riassunto")).to_have_text("1 modifica: 1 paragrafo cambiato.")
    expect(page.get_by_role("list", name="Perché")).to_contain_text(f"d'ufficio: «{WHY}»")
    page.get_by_role("navigation", name="Percorso").get_by_role("link", name=story.title).click()
    page.get_by_role("link", name="Quando e dove").first.click()
    page.get_by_text("Perché il paragrafo 1 è cambiato nella versione 2").click()
    expect(page.get_by_role("list", name="Perché")).to_contain_text(WHY)


@pytest.mark.parametrize("has_scripts", [True, False], ids=["con-javascript", "senza-javascript"])
def test_from_a_paragraph_to_who_changed_it_and_back(readers: Crowd, has_scripts: bool):
    page = readers.person(has_scripts=has_scripts)
    page.goto(f"{PIANO}confronto/1-2/?mostra=modifiche")

    page.get_by_role("link", name=re.compile(r"^osservazione \d{4}-\d{4}$")).first.click()
    expect(page.get_by_role("heading", name="Le parole che ha cambiato")).to_be_visible()
    page.get_by_role("link", name=re.compile("Vedi nel confronto")).first.click()

    expect(page.locator("#confronto")).to_be_visible()
    told = page.locator("#confronto").inner_text()
    reasons = ("d'ufficio", "Tavolo", "visto: Distretto della Salute", "osservazione")
    assert [words in told for words in reasons] == [True] * 4
