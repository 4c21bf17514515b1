# SPDX-License-Identifier: AGPL-3.0-or-later
"""Joining the Distretto, as people do it: from a phone, with and without JavaScript, until the mandate is over."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.core.clock import ROME
from tests.journeys.people import CITIZEN, COORDINATOR, PHONE, Crowd
from tests.journeys.places import SECTION

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

CALL = "/distretto/aderire/avviso-di-adesione/"
HEAD, INVITED = "presidente@lafratellanza.example", "zoe@lafratellanza.example"


@dataclass
class Story:
    """Who joins."""

    name: str
    code: str
    email: str
    has_scripts: bool


@pytest.mark.parametrize(
    "story",
    [
        Story(name="Orti condivisi", code="99000249997", email="ugo@orti.example", has_scripts=True),
        Story(name="Libri in corsia", code="99000259996", email="pia@libri.example", has_scripts=False),
    ],
    ids=["con-javascript", "senza-javascript"],
)
def test_an_organisation_joins_speaks_and_with_its_mandate_stops_speaking(people: Crowd, story: Story):
    applicant = people.person(width=PHONE, has_scripts=story.has_scripts)
    apply(applicant, story)
    receipt = type_the_code(people, applicant, story)
    number = re.search(r"AD-\d{4}-\d{4}", applicant.content()).group()
    officer = people.person(COORDINATOR, has_scripts=story.has_scripts)
    ask_for_more(officer, number)
    answer_the_request(applicant, receipt)
    admit(officer, number)
    applicant.goto(receipt)
    expect(applicant.locator("body")).to_contain_text("ammessa")
    it_holds_a_seat(people, story)
    speak(applicant, story, may=True)
    end_the_mandate(officer, story)
    speak(applicant, story, may=False)


def apply(page: Page, story: Story) -> None:
    page.goto(CALL)
    page.get_by_role("link", name="Inizia la domanda").click()
    page.get_by_label("Codice fiscale dell'organizzazione").fill("RCCMNL83S18D969H")
    page.get_by_role("button", name="Compila con i dati del RUNTS").click()
    expect(page.get_by_text("di una persona").first).to_be_visible()
    page.get_by_label("Codice fiscale dell'organizzazione").fill(story.code)
    page.get_by_role("button", name="Compila con i dati del RUNTS").click()
    page.get_by_label("Denominazione").fill(story.name)
    page.get_by_label("Che tipo di organizzazione è").select_option(label="Ente del Terzo settore")
    page.get_by_label("Comune della sede").fill("Roccalvana")
    page.get_by_role("checkbox", name="Anziani", exact=True).check()
    page.get_by_label("Che cosa fa").fill("Coltiviamo insieme un pezzo di terra del Comune.")
    page.get_by_label("E-mail dell'organizzazione").fill(story.email)
    page.get_by_label("Il tuo nome e cognome").fill("Ugo Fiore")
    page.get_by_label("la rappresento per legge").check()
    page.get_by_label("Dichiaro che").check()
    page.get_by_role("button", name="Rivedi la domanda").click()
    expect(page.get_by_role("heading", name="Controlla e invia")).to_be_visible()
    page.get_by_label("La tua e-mail").fill(story.email)
    page.get_by_role("button", name="Invia la domanda").click()


def type_the_code(people: Crowd, page: Page, story: Story) -> str:
    page.get_by_label("Codice ricevuto per e-mail").fill(code_mailed(people, story.email))
    page.get_by_role("button", name="Invia la domanda").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Domanda di adesione AD-")
    return page.url


def code_mailed(people: Crowd, email: str) -> str:
    """Return the last code sent to an address, as its owner reads it."""
    return re.search(r"\b\d{6}\b", letter_to(people, email, re.compile(r"\b\d{6}\b")).inner_text()).group()


def letter_to(people: Crowd, email: str, words: str | re.Pattern[str]) -> Locator:
    """Return the last letter to an address that holds these words; the worker brings it within seconds."""
    post = people.person()
    letter = post.locator("article").filter(has_text=words).first
    for _try in range(30):
        post.goto(f"/posta-dimostrativa/?a={email}")
        if letter.count():
            break
        time.sleep(1)
    return letter


def ask_for_more(page: Page, number: str) -> None:
    page.goto("/gestione/domande-di-adesione/")
    page.get_by_role("link", name=number).click()
    page.get_by_role("button", name="Prendi in carico").click()
    page.locator("summary", has_text="Chiedi un'integrazione").click()
    page.get_by_label("Che cosa serve").fill("Manca l'indirizzo della sede: dove vi si trova?")
    page.get_by_role("button", name="Manda la richiesta").click()
    expect(page.get_by_text("La richiesta è partita.").first).to_be_visible()


def answer_the_request(page: Page, receipt: str) -> None:
    page.goto(receipt)
    page.get_by_role("link", name="Rispondi alla richiesta").click()
    page.get_by_label("La tua risposta").fill("In via delle Serre 4, il martedì e il giovedì.")
    page.get_by_role("button", name="Invia la risposta").click()
    expect(page.get_by_text("La risposta è arrivata all'ufficio.").first).to_be_visible()


def admit(page: Page, number: str) -> None:
    page.goto("/gestione/domande-di-adesione/")
    page.get_by_role("link", name=number).click()
    expect(page.get_by_text("via delle Serre 4")).to_be_visible()
    page.locator("summary", has_text="Ammetti").click()
    page.locator("details[open]").get_by_label("Motivazione").fill("Lavora qui e ha tutti i requisiti.")
    page.get_by_role("button", name="Ammetti nel Distretto").click()
    expect(page.get_by_text("fa parte del Distretto").first).to_be_visible()


def it_holds_a_seat(people: Crowd, story: Story) -> None:
    page = people.person(width=PHONE)
    page.goto("/distretto/")
    seat = page.locator("li", has=page.get_by_role("heading", name=story.name))
    expect(seat).to_contain_text("rappresentante legale, dal")
    expect(page.get_by_text("Ugo Fiore")).to_have_count(0)


def speak(page: Page, story: Story, *, may: bool) -> None:
    page.goto(SECTION)
    page.get_by_role("link", name="Osserva il paragrafo 76").click()
    voice = page.get_by_label(f"Per {story.name}")
    if not may:
        expect(voice).to_have_count(0)
        return
    page.get_by_label("Il tuo testo").fill(f"Chiediamo un termine scritto ({story.name}).")
    voice.check()
    page.get_by_label("Il tuo nome").fill("Ugo Fiore")
    page.get_by_role("button", name="Rivedi").click()
    page.get_by_role("button", name="Invia l'osservazione").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ricevuta")
    expect(page.locator("main")).to_contain_text(story.name)


def end_the_mandate(page: Page, story: Story) -> None:
    """The office writes that the mandate ended yesterday: the next request finds no power."""
    page.goto(f"/gestione/mandati/?q={story.email}")
    page.locator("table a", has_text="Ugo").or_(page.locator("table td a")).first.click()
    page.locator("[name=starts_on]").fill((datetime.now(ROME).date() - timedelta(days=9)).isoformat())
    page.locator("[name=ends_on]").fill((datetime.now(ROME).date() - timedelta(days=1)).isoformat())
    save = page.locator("button[type=submit]", has_text="Salva").or_(page.get_by_role("button", name="Save")).first
    save.press("Enter")  # by keyboard: the calendar of the field lies over the button


def test_an_invitation_used_by_another_address_is_refused(people: Crowd):
    head = people.person(HEAD, width=PHONE)
    head.goto("/area-personale/")
    head.get_by_role("link", name=re.compile("Gestisci le persone")).first.click()
    head.get_by_role("link", name="Invita una persona").click()
    head.get_by_label("E-mail della persona").fill(INVITED)
    head.get_by_label("operatore o operatrice").check()
    head.get_by_label("Può parlare").check()
    head.get_by_role("button", name="Manda l'invito").click()
    expect(head.get_by_text(INVITED).first).to_be_visible()
    link = link_mailed(people, INVITED)

    other = people.person(CITIZEN, width=PHONE)
    refused = other.goto(link)
    zoe = people.person(width=PHONE, has_scripts=False)
    zoe.goto(link)
    zoe.get_by_role("button", name="Mandami il codice").click()
    zoe.get_by_label("Codice ricevuto per e-mail").fill(code_mailed(people, INVITED))
    zoe.get_by_role("button", name="Accetta l'invito").click()
    expect(zoe.get_by_role("heading", name="Per chi posso parlare")).to_be_visible()
    again = people.person().goto(link)

    assert refused is not None
    assert again is not None
    assert (refused.status, again.status) == (403, 404)
    expect(other.get_by_text("per un altro indirizzo")).to_be_visible()


def link_mailed(people: Crowd, email: str) -> str:
    """Return the link of an invitation, as its owner reads it."""
    letter = letter_to(people, email, "/invito/").inner_html()
    return "/invito/" + re.search(r"/invito/([\w-]+)/", letter).group(1) + "/"


SEAT = "ETS non aderenti al Forum"
VOLUNTEERS, SOMS, FAMILIES = (
    "antonio@portaaperta.example", "presidente@lafratellanza.example", "comitato@centrodiurno.example",
)  # fmt: skip
MINUTES = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_a_collective_seat_is_given_with_minutes_made_elsewhere(people: Crowd):
    page = people.person(COORDINATOR, has_scripts=False)
    today = datetime.now(ROME).date()
    page.goto("/gestione/designazioni/altrove/")
    page.get_by_label("Seggio").select_option(label=SEAT)
    page.get_by_label("E-mail di chi è titolare").fill(FAMILIES)
    page.get_by_label("Organizzazione di chi è titolare").select_option(
        label="Comitato dei familiari del Centro diurno"
    )
    page.get_by_label("Verbale", exact=True).set_input_files(
        {"name": "verbale.pdf", "mimeType": "application/pdf", "buffer": MINUTES}
    )
    page.get_by_label("Mandato dal").fill(today.isoformat())
    page.get_by_label("Mandato al, compreso").fill((today + timedelta(days=365)).isoformat())
    page.get_by_label("Data del verbale").fill(today.isoformat())
    page.get_by_label("Chi ha deciso").fill("Assemblea degli ETS")
    page.get_by_role("button", name="Scrivi una designazione fatta altrove").click()
    expect(page.get_by_text("i mandati sono dati").first).to_be_visible()
    reader = people.person(width=PHONE)
    reader.goto("/distretto/")
    seat = reader.locator("li", has=reader.get_by_role("heading", name=SEAT))
    day = f"{today.day} "
    expect(seat).to_contain_text(f"persona delegata, dal {day}")
    speak_for_the_seat(people.person(FAMILIES, width=PHONE))


def speak_for_the_seat(page: Page) -> None:
    """Who was given the seat chooses it as the voice, and reads on the receipt for whom it was said."""
    page.goto(SECTION)
    page.get_by_role("link", name="Osserva il paragrafo 76").click()
    page.get_by_label("Il tuo testo").fill("Chi è fuori dal Forum chiede di sapere chi risponde, e quando.")
    page.get_by_label(f"Per il seggio «{SEAT}» (persona delegata)").check()
    page.get_by_label("Il tuo nome").fill("Giovanna Pace")
    page.get_by_role("button", name="Rivedi").click()
    expect(page.locator("main")).to_contain_text(f"per il seggio «{SEAT}» (persona delegata)")
    page.get_by_role("button", name="Invia l'osservazione").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ricevuta")
    expect(page.locator("main")).to_contain_text(f"per il seggio «{SEAT}» (persona delegata)")


def test_a_collective_seat_is_given_by_a_secret_ballot_on_the_portal(people: Crowd):
    officer = people.person(COORDINATOR, has_scripts=False)
    now = datetime.now(ROME)
    officer.goto("/gestione/designazioni/apri/")
    officer.get_by_label("Seggio").select_option(label=SEAT)
    officer.get_by_label("Candidature fino a").fill((now + timedelta(seconds=25)).strftime("%Y-%m-%dT%H:%M:%S"))
    officer.get_by_label("Si vota fino a").fill((now + timedelta(seconds=60)).strftime("%Y-%m-%dT%H:%M:%S"))
    officer.get_by_label("Mandato dal").fill(now.date().isoformat())
    officer.get_by_label("Mandato al, compreso").fill((now.date() + timedelta(days=365)).isoformat())
    officer.get_by_role("button", name="Apri una designazione sul portale").click()
    expect(officer.get_by_text("sono avvisate").first).to_be_visible()

    voters = [people.person(email, width=PHONE, has_scripts=False) for email in (VOLUNTEERS, SOMS, FAMILIES)]
    voters[0].goto("/area-personale/")
    voters[0].get_by_role("link", name=SEAT).first.click()
    address = voters[0].url
    voters[0].get_by_role("link", name="Candidati").click()
    voters[0].get_by_label("Perché ti candidi").fill("Riporto quello che dite.")
    voters[0].get_by_role("button", name="Invia la candidatura").click()
    wait_until(now + timedelta(seconds=26))
    for voter in voters:
        voter.goto(address)
        voter.get_by_role("link", name="Vota").click()
        voter.get_by_label("Antonio").first.check()
        voter.get_by_role("button", name="Metti la scheda nell'urna").click()
        expect(voter.get_by_text("Nessuno può sapere").first).to_be_visible()
    wait_until(now + timedelta(seconds=61))
    officer.reload()
    by_hand = officer.get_by_role("button", name="Conta i voti")
    if by_hand.count():  # the house counts by itself, some minutes later at the most
        by_hand.click()
    officer.get_by_role("button", name="Fai il verbale e dai i mandati").click()
    expect(officer.get_by_text("Il verbale è fatto").first).to_be_visible()
    voters[1].goto(address)
    expect(voters[1].get_by_text("3 voti")).to_be_visible()
    expect(voters[1].get_by_role("link", name="Scarica il verbale")).to_be_visible()


def wait_until(moment: datetime) -> None:
    """Let the clock come to a moment."""
    time.sleep(max((moment - datetime.now(ROME)).total_seconds(), 0))


def test_the_office_looks_at_the_site_as_a_partner_and_ends_with_one_click(people: Crowd):
    page = people.person(COORDINATOR, width=PHONE)
    page.goto("/vedi-come/")
    page.get_by_label("Guarda il sito come").select_option(label="APS Il Filo di Lana")
    page.get_by_role("button", name="Comincia a guardare").click()
    expect(page.get_by_text("Stai guardando come: APS Il Filo di Lana.")).to_be_visible()
    expect(page.get_by_role("link", name="Gestione")).to_have_count(0)
    page.goto("/partner/")
    page.get_by_role("button", name="Smetti di guardare").click()
    expect(page.get_by_text("Stai guardando come")).to_have_count(0)
    expect(page.get_by_role("link", name="Gestione")).to_have_count(1)
