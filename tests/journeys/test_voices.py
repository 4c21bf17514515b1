# SPDX-License-Identifier: AGPL-3.0-or-later
"""An organisation answers as one: two colleagues and a lead. A letter is claimed by who brought it.

Each is walked twice, with and without JavaScript, on things of its own.
"""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import CITIZEN, MODERATOR, PHONE, Crowd
from tests.journeys.places import REGOLAMENTO, SECTION

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

LEAD = "direzione@sarvacura.example"
COLLEAGUE = "educativa@sarvacura.example"
OUTSIDER = "rosa@ilfilodilana.example"
COOPERATIVE = "Sarvacura"
READER = "rocco@cittadini.example"


@pytest.mark.parametrize("has_scripts", [False, True], ids=["senza-javascript", "con-javascript"])
def test_who_writes_with_colleagues_finds_the_words_and_nobody_else_does(people: Crowd, has_scripts: bool):
    words = "Serve un preavviso scritto per la sala." if has_scripts else "Serve un modulo unico per le deleghe."

    colleague_writes_from_a_section(people, words, has_scripts=has_scripts)

    page = people.person(LEAD, has_scripts=has_scripts)
    page.goto("/area-personale/risposte/")
    page.get_by_role("link", name=re.compile(COOPERATIVE)).first.click()
    expect(page.get_by_text(words).first).to_be_visible()
    address = page.url
    stranger = people.person(OUTSIDER, has_scripts=has_scripts)
    assert stranger.goto(address).status == 404
    moderator = people.person(MODERATOR, has_scripts=has_scripts)
    assert moderator.goto(address).status == 404
    stranger.goto(REGOLAMENTO)
    expect(stranger.get_by_text(words)).to_have_count(0)


def test_two_colleagues_and_a_lead_send_one_official_response(people: Crowd):
    """With scripts the colleague, without the lead: each does the half that the other did above."""
    words = "La risposta scritta arrivi entro venti giorni, non trenta."
    colleague_writes_from_a_section(people, words, has_scripts=True)

    page = people.person(LEAD, has_scripts=False)
    page.goto("/area-personale/risposte/")
    page.get_by_role("link", name=re.compile(COOPERATIVE)).first.click()
    take_the_lead(page)
    page.get_by_role("button", name="Metti nella risposta tutti i contributi").click()
    page.get_by_role("link", name=re.compile("Cambia la copia")).last.click()
    expect(page.get_by_role("heading", name=re.compile("L'originale di"))).to_be_visible()
    page.get_by_label("Il tuo testo").fill("Chiediamo che la risposta scritta arrivi entro venti giorni.")
    page.get_by_role("button", name="Salva la copia").click()
    expect(page.get_by_text(words).first).to_be_visible()
    page.get_by_role("link", name="Rileggi e invia la risposta ufficiale").click()
    page.get_by_label("Il tuo nome").fill("Vito Telesca")
    page.get_by_role("button", name="Invia la risposta ufficiale").click()
    expect(page.get_by_role("heading", name="Ricevuta")).to_be_visible()
    codes = re.findall(r"\b20\d\d-\d{4}\b", page.locator("#inviata ~ ul").first.inner_text())
    public = page.get_by_role("link", name="La pagina pubblica della risposta").get_attribute("href")
    publish(people, codes)
    reader = people.person(width=PHONE, has_scripts=False)
    reader.goto(public)
    expect(reader.get_by_role("heading", name=re.compile("Risposta ufficiale di"))).to_be_visible()
    expect(reader.get_by_text("Vito Telesca, persona delegata")).to_be_visible()
    expect(reader.get_by_text("entro venti giorni").first).to_be_visible()
    expect(reader.get_by_text(words)).to_have_count(0)


@pytest.mark.parametrize(
    ("has_scripts", "claimer"), [(True, CITIZEN), (False, READER)], ids=["con-javascript", "senza-javascript"]
)
def test_a_letter_is_claimed_by_who_brought_it(people: Crowd, has_scripts: bool, claimer: str):
    words = "Lettera portata da chi la ritrova." if has_scripts else "Lettera scritta a mano e ritrovata."
    office = people.person(MODERATOR, has_scripts=has_scripts)
    type_in_a_letter(office, words)
    office.get_by_role("link", name="Codice per chi l'ha scritta").click()
    office.get_by_role("button", name="Dai un codice").click()
    code = office.locator(".slip-code").inner_text().strip()
    expect(office.get_by_role("img", name=re.compile("Codice QR"))).to_be_visible()

    page = people.person(claimer, width=PHONE, has_scripts=has_scripts)
    if has_scripts:
        page.goto(f"/e-mia/#{code}")
        expect(page.get_by_label("Codice del foglietto")).to_have_value(code)
    else:
        page.goto("/e-mia/")
        page.get_by_label("Codice del foglietto").fill("ABCD-EFGH-JKLM-NPQR")
        page.get_by_role("button", name=re.compile("È mia")).click()
        expect(page.get_by_text("Questo codice non vale.").first).to_be_visible()
        page.get_by_label("Codice del foglietto").fill(code.lower())
    page.get_by_role("button", name=re.compile("È mia")).click()

    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_text("trascritta dall'ufficio")).to_be_visible()
    page.goto("/area-personale/")
    expect(page.get_by_text(words).first).to_be_visible()


def colleague_writes_from_a_section(people: Crowd, words: str, *, has_scripts: bool) -> None:
    page = people.person(COLLEAGUE, width=PHONE, has_scripts=has_scripts)
    page.goto(SECTION)
    page.get_by_role("link", name=re.compile("Scrivi con i colleghi di")).first.click()
    page.get_by_label("Il tuo testo").fill(words)
    page.get_by_role("button", name="Metti nella bozza comune").click()
    expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text("non inviata").first).to_be_visible()


def take_the_lead(page: Page) -> None:
    box = page.get_by_label("Chi guida la risposta")
    if not box.is_visible():
        page.get_by_text("Cambia chi guida").click()
    option = box.locator("option").filter(has_text="Vito Telesca")
    box.select_option(value=option.get_attribute("value"))
    page.get_by_role("button", name="Affida la guida").click()
    expect(page.get_by_text("La guida Vito Telesca")).to_be_visible()


def publish(people: Crowd, codes: list[str]) -> None:
    page = people.person(MODERATOR, has_scripts=False)
    assert codes
    for code in codes:
        page.goto(f"/gestione/osservazioni/{int(code[5:])}/")
        page.get_by_role("button", name="Pubblica", exact=True).click()


def type_in_a_letter(page: Page, words: str) -> None:
    page.goto("/gestione/osservazioni/nuova/")
    for label in ("Consultazione", "Parte del testo"):
        box = page.get_by_label(label)
        wanted = "Come lavora l'Ufficio di Piano" if label == "Consultazione" else "Tutto il testo"
        option = box.locator("option").filter(has_text=wanted).first
        box.select_option(value=option.get_attribute("value"))
        page.get_by_role("button", name="Avanti").click()
    page.get_by_label("Giorno di arrivo").fill(time.strftime("%Y-%m-%d"))
    page.get_by_label("Nome che compare").fill("Gina M.")
    page.get_by_label("Testo", exact=True).fill(words)
    page.get_by_label("Chi ha scritto ha avuto l'informativa").check()
    page.get_by_role("button", name="Inserisci l'osservazione").click()
    expect(page.get_by_text(words).first).to_be_visible()
