# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words chosen with mouse, keyboard or lists; words proposed, sent, and taken over by the office."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import CITIZEN, DRAFTER, Crowd
from tests.journeys.places import REGOLAMENTO

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

SEAT = f"{REGOLAMENTO}art-5-sede-dell-ufficio-di-piano/"
# Selects «Ufficio di Piano» in the first paragraph: with the mouse from its middle letters, or as caret browsing does.
PLACE = """() => {
    const text = document.createTreeWalker(document.querySelector(".paragraph-text"), NodeFilter.SHOW_TEXT).nextNode();
    const range = document.createRange();
    range.setStart(text, text.data.indexOf("Ufficio") + 2);
    range.setEnd(text, text.data.indexOf("Piano") + 3);
    const box = range.getBoundingClientRect();
    return [box.left + 1, box.right - 1, box.top + box.height / 2];
}"""
CARET = """() => {
    const text = document.createTreeWalker(document.querySelector(".paragraph-text"), NodeFilter.SHOW_TEXT).nextNode();
    const selection = document.getSelection();
    selection.collapse(text, text.data.indexOf("Ufficio"));
    for (let step = 0; step < "Ufficio di Piano".length; step += 1) {
        selection.modify("extend", "forward", "character");
    }
}"""


def write_and_review(page: Page, text: str) -> None:
    page.get_by_label("Il tuo testo").fill(text)
    if not page.get_by_label("Il tuo nome").input_value():
        page.get_by_label("Il tuo nome").fill("Ada Rossi")
    page.get_by_role("button", name="Rivedi").click()
    expect(page.locator(".obs-preview")).to_be_visible()


@pytest.mark.parametrize("how", ["mouse", "keyboard"])
def test_words_selected_in_the_text_are_those_one_writes_about(people: Crowd, how: str):
    page = people.person()
    page.goto(SEAT)

    if how == "mouse":
        page.evaluate("() => document.fonts.ready")  # where the letters are is known once they have their font
        left, right, height = page.evaluate(PLACE)
        page.mouse.move(left, height)
        page.mouse.down()
        page.mouse.move(right, height, steps=8)
        page.mouse.up()
    else:
        page.locator(".paragraph-text").first.click()  # where the caret is, as in caret browsing
        page.evaluate(CARET)
    expect(page.locator("#annunci")).to_contain_text("Parole scelte: «Ufficio di Piano»")
    if how == "mouse":
        page.get_by_role("link", name="Osserva queste parole").click()
    else:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Osserva queste parole")).to_be_focused()
        page.keyboard.press("Enter")
    page.wait_for_url("**/osserva/paragrafo/**")
    write_and_review(page, "Che cosa fa questo ufficio? Ditelo subito, in una riga.")

    expect(page.locator(".obs-preview mark")).to_contain_text("Ufficio di Piano")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_words_are_chosen_in_the_lists_and_other_words_proposed(people: Crowd, has_scripts: bool):
    page = people.person(CITIZEN, has_scripts=has_scripts)
    page.goto(SEAT)
    page.get_by_role("link", name=re.compile("^Osserva il paragrafo")).first.click()

    page.locator("select[name=words_first]").select_option(index=2)
    page.locator("select[name=words_last]").select_option(index=4)
    page.get_by_label(re.compile("^Proposta di testo$", re.IGNORECASE)).check()
    box = page.get_by_label("Le parole che proponi")
    box.fill(box.input_value().replace("ha sede", "è aperto a tutti e ha sede"))
    write_and_review(page, "Chi legge deve sapere che può entrare.")

    expect(page.locator(".obs-preview mark")).to_contain_text("Ufficio di Piano")
    expect(page.locator(".obs-preview ins")).to_contain_text("è aperto a tutti e")
    page.get_by_role("button", name="Invia l'osservazione").click()
    expect(page.locator(".receipt-facts")).to_be_visible()
    expect(page.locator(".obs-preview ins")).to_contain_text("è aperto a tutti e")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_office_takes_over_the_words_that_were_proposed(people: Crowd, has_scripts: bool):
    marked = "L''approvazione definitiva%" if has_scripts else "Nel presente regolamento sono contenute%"
    pk, scope = (
        people.site.one(f"SELECT {column} FROM comments_observation WHERE kind = 'PROPOSAL' AND quote LIKE '{marked}'")
        for column in ("xtdcomment_ptr_id", "scope")
    )
    page = people.person(DRAFTER, has_scripts=has_scripts)
    page.goto(f"/gestione/consultazioni/{scope.split(':')[1]}/osservazioni/{pk}/")

    if has_scripts:
        expect(page.get_by_text("il paragrafo è cambiato, ma altrove")).to_be_visible()
        page.get_by_role("button", name="Accogli queste parole").click()
    else:
        expect(page.get_by_text("Come è nel testo in lavorazione")).to_be_visible()
        page.get_by_label("Le parole da scrivere nella bozza").fill("Nel presente regolamento si spiega l'ufficio.")
        page.get_by_role("button", name="Scrivi queste parole nella bozza").click()

    expect(page.get_by_text("Le parole sono nella bozza della sezione")).to_be_visible()
