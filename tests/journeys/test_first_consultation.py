# SPDX-License-Identifier: AGPL-3.0-or-later
"""The main job, done as five people do it: from the draft in Word to the answer that anybody finds again.

The public side is walked twice, with and without JavaScript. The office's own forms need none either; only the editor,
where the drafter changes the words that were accepted, does.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import holidays
import pytest
from docx import Document
from playwright.sync_api import Page, expect

from portal.core.clock import ROME
from tests.journeys.people import COORDINATOR, DELEGATE, DRAFTER, MODERATOR, PHONE, Crowd

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

FIRST_WORDS = "Lo sportello apre il martedì dalle 9 alle 12."
DELEGATE_SAYS = "Chi lavora la mattina non può venire: aprite anche un pomeriggio alla settimana."
CITIZEN_SAYS = "Il martedì c'è mercato e non si parcheggia. Chiedo un pomeriggio."
LETTER_SAYS = "Vorrei sapere se allo sportello si parla anche arabo. Grazie a chi ci lavora."
ADDED = " e il giovedì dalle 15 alle 18"
YES = "Avete ragione: un solo mattino esclude chi lavora. Apriamo anche il giovedì pomeriggio."
NO = "Un interprete fisso non c'è nei fondi di quest'anno: si prenota per telefono, il giorno prima."


@dataclass
class Story:
    """What is carried from one person to the next."""

    title: str
    word: str
    has_scripts: bool

    @property
    def question(self) -> str:
        """The title of the consultation."""
        return f"{self.title}: va bene così?"


@pytest.mark.parametrize(
    "story",
    [
        Story(title="Carta dello sportello Alba", word="melograno", has_scripts=True),
        Story(title="Carta dello sportello Tramonto", word="corbezzolo", has_scripts=False),
    ],
    ids=["con-javascript", "senza-javascript"],
)
def test_a_draft_becomes_a_proposal_that_answers_everybody(people: Crowd, story: Story):
    import_the_draft(people, story)
    publish_the_version(people, story)
    open_the_consultation(people, story)
    delegate_code = the_delegate_writes_from_a_phone(people, story)
    citizen_code, receipt_address = the_citizen_writes_before_signing_in(people, story)
    letter_code = staff_type_in_a_letter(people, story)
    the_moderator_publishes(people, story, {delegate_code, citizen_code, letter_code})
    close_in_a_moment(people, story)
    change_the_words(people, story)
    answer_together(people, story, [delegate_code, citizen_code])
    nothing_is_published_while_one_waits(people, story, letter_code)
    answer_one(people, story, letter_code)
    publish_the_proposal(people, story)
    everybody_reads_what_came_of_it(people, story, citizen_code, receipt_address)
    the_search_finds_it(people, story)

    reader = people.person(has_scripts=story.has_scripts)
    for code, answer in ((delegate_code, YES), (citizen_code, YES), (letter_code, NO)):
        reader.goto(f"/osservazioni/{code}/")
        expect(reader.get_by_role("region", name="Che cosa ha risposto l'ufficio")).to_contain_text(answer)


def import_the_draft(people: Crowd, story: Story) -> None:
    page = people.person(DRAFTER, has_scripts=story.has_scripts)
    page.goto("/gestione/testi/importa/")
    page.get_by_label("Un file").set_input_files(
        {
            "name": "bozza.docx",
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "buffer": draft_in_word(story),
        }
    )
    page.get_by_role("button", name="Leggi la bozza").click()
    expect(page.get_by_role("heading", name="Il testo come lo abbiamo capito")).to_be_visible()
    expect(page.get_by_text("2 sezioni e 3 paragrafi")).to_be_visible()
    page.get_by_label("Titolo").fill(story.title)
    page.get_by_label("Che cos'è").select_option(label="Regolamento")
    page.get_by_label("Le sezioni sono già pronte").check()
    page.get_by_role("button", name="Crea il testo nell'editor").click()
    expect(page.get_by_role("button", name="Crea il testo nell'editor")).to_have_count(0)


def draft_in_word(story: Story) -> bytes:
    document = Document()
    document.add_heading("Quando e dove", level=1)
    document.add_paragraph(FIRST_WORDS)
    document.add_paragraph(f"Si trova in via del {story.word.capitalize()} 4, al piano terra.")
    document.add_heading("Chi può venire", level=1)
    document.add_paragraph("Può venire chiunque abiti in uno dei sette comuni.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def publish_the_version(people: Crowd, story: Story) -> None:
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    page.goto("/gestione/testi/")
    page.get_by_role("link", name=f"Pubblica una versione {story.title}").click()
    expect(page.get_by_text("Nascerà la versione 1: 2 sezioni, 3 paragrafi.")).to_be_visible()
    page.get_by_role("button", name="Pubblica la versione 1").click()
    expect(page.get_by_text("La versione 1 è pubblicata.")).to_be_attached()


def open_the_consultation(people: Crowd, story: Story) -> None:
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    page.goto("/gestione/consultazioni/nuova/")
    said = {
        "Titolo": story.question,
        "Perché vi chiediamo un parere": "Prima di stampare la carta chiediamo a chi allo sportello ci va.",
        "Che cosa si decide qui": "Giorni, ore, luogo.",
        "Che cosa non si può cambiare": "Il numero di persone che ci lavorano.",
        "Chi decide e quando": "La Giunta comunale.",
        "Responsabile del procedimento": "Lucia Santarsiero",
        "Come raggiungerlo": "0900 555 001",
        "Ufficio che risponde": "Ufficio di Piano",
    }
    for label, words in said.items():
        page.get_by_label(label).first.fill(words)
    choose(page, "Versione in consultazione", story.title)
    choose(page, "Informativa", "Informativa per chi scrive")
    page.get_by_role("button", name="Salva la consultazione").click()
    page.get_by_role("link", name="Apri la consultazione").click()
    now = datetime.now(tz=ROME)
    fill_moment(page, "opens_at", now - timedelta(days=1))
    fill_moment(page, "closes_at", datetime.combine(working_day(now.date() + timedelta(days=35)), now.time()))
    page.get_by_role("button", name="Apri la consultazione").click()
    expect(page.get_by_text("aperta", exact=False).first).to_be_visible()


def the_delegate_writes_from_a_phone(people: Crowd, story: Story) -> str:
    page = people.person(DELEGATE, width=PHONE, has_scripts=story.has_scripts)
    go_to_the_first_paragraph(page, story)
    page.get_by_label("Il tuo testo").fill(DELEGATE_SAYS)
    page.get_by_label("Per APS Il Filo di Lana").check()
    page.get_by_label(re.compile("^nome e cognome$", re.IGNORECASE)).check()
    page.get_by_role("button", name="Rivedi").click()
    expect(page.get_by_text("Rosa Mancino, per APS Il Filo di Lana")).to_be_visible()
    page.get_by_role("button", name="Invia l'osservazione").click()
    return code_on_receipt(page)


def the_citizen_writes_before_signing_in(people: Crowd, story: Story) -> tuple[str, str]:
    email = f"teodora.{story.word}@cittadini.example"
    page = people.person(width=PHONE, has_scripts=story.has_scripts)
    go_to_the_first_paragraph(page, story)
    page.get_by_label("Il tuo testo").fill(CITIZEN_SAYS)
    page.get_by_label("Il tuo nome").fill("Teodora Vigna")
    page.get_by_role("button", name="Rivedi").click()
    expect(page.locator(".obs-preview .obs-author")).to_have_text("T. V.")
    page.get_by_label("La tua e-mail").fill(email)
    page.get_by_role("button", name="Invia l'osservazione").click()
    expect(page.get_by_role("heading", name="Manca solo il codice")).to_be_visible()
    page.get_by_label("Codice di sei cifre").fill(code_by_mail(people, email))
    page.get_by_role("button", name="Conferma e invia").click()
    return code_on_receipt(page), page.url


def staff_type_in_a_letter(people: Crowd, story: Story) -> str:
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    page.goto("/gestione/osservazioni/nuova/")
    page.get_by_label("Consultazione").select_option(label=story.question)
    page.get_by_role("button", name="Avanti").click()
    choose(page, "Parte del testo", "Chi può venire")
    page.get_by_role("button", name="Avanti").click()
    page.get_by_role("button", name="Avanti").click()
    page.get_by_label("Come è arrivata").select_option(label="su carta")
    page.get_by_label("Giorno di arrivo").fill(datetime.now(tz=ROME).date().isoformat())
    page.get_by_label("Numero di protocollo").fill("2044")
    page.get_by_label("Nome che compare").fill("A. B.")
    page.get_by_label("Testo", exact=True).fill(LETTER_SAYS)
    page.get_by_label("Chi ha scritto ha avuto l'informativa").check()
    page.get_by_role("button", name="Inserisci l'osservazione").click()
    page.get_by_role("link", name="Ricevuta da stampare").click()
    return code_on_receipt(page)


def the_moderator_publishes(people: Crowd, story: Story, codes: set[str]) -> None:
    page = people.person(MODERATOR, has_scripts=story.has_scripts)
    page.goto("/gestione/osservazioni/da-moderare/")
    page.get_by_label("Consultazione").select_option(label=story.question)
    page.get_by_role("button", name="Filtra").click()
    for code in codes:
        page.get_by_label(f"Pubblica l'osservazione {code}").check()
    page.get_by_role("button", name="Pubblica quelle spuntate").click()
    expect(page.get_by_text("Niente da moderare").or_(page.get_by_text("pubblicat")).first).to_be_visible()


def close_in_a_moment(people: Crowd, story: Story) -> None:
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    go_to_the_consultation_of_the_office(page, story)
    page.get_by_role("link", name="Dai più tempo, o chiudi prima").click()
    closes_at = datetime.now(tz=ROME) + timedelta(seconds=12)
    fill_moment(page, "closes_at", closes_at, with_seconds=True)
    page.get_by_label("Motivo").fill("Abbiamo sentito tutti: chiudiamo prima.")
    page.get_by_role("button", name="Cambia la chiusura").click()
    page.get_by_label("Ho letto gli avvisi: cambio lo stesso").check()  # four weeks is what people should have
    page.get_by_role("button", name="Cambia la chiusura").click()
    expect(page.get_by_role("link", name="Torna senza cambiare")).to_have_count(0)
    wait_until(lambda: datetime.now(tz=ROME) > closes_at)


def change_the_words(people: Crowd, story: Story) -> None:
    """The drafter rewrites the first paragraph in the editor, which needs JavaScript, and declares it ready."""
    page = people.person(DRAFTER)
    page.goto("/gestione/testi/")
    page.get_by_role("link", name=f"Modifica {story.title}").click()
    page.get_by_role("link", name="Quando e dove", exact=True).first.click()
    words = page.locator(".public-DraftEditor-content").first
    words.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type(ADDED)
    expect(page.locator("input[name=body-0-value]")).to_have_value(re.compile(ADDED))
    page.locator("[data-w-dropdown-target=toggle]").last.click()
    page.locator("button[name=action-publish]").click()
    expect(page.get_by_text("è pronta per la prossima versione")).to_be_visible()


def answer_together(people: Crowd, story: Story, codes: list[str]) -> None:
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    go_to_the_answers(page, story)
    for code in codes:
        page.get_by_label(f"Scegli {code}").check()
    page.get_by_role("button", name="Una sola risposta per quelle scelte").click()
    page.get_by_label(re.compile(r"^\s*accolta\s*$", re.IGNORECASE)).check()
    page.get_by_label("Motivo").fill(YES)
    page.get_by_label(re.compile("Lo sportello apre")).first.check()
    page.get_by_role("button", name="Salva la risposta").click()
    expect(page.get_by_role("row").filter(has_text="preparata")).to_have_count(len(codes))


def nothing_is_published_while_one_waits(people: Crowd, story: Story, code: str) -> None:
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    go_to_the_consultation_of_the_office(page, story)
    page.get_by_role("link", name="Pubblica la proposta definitiva").click()
    expect(page.get_by_role("heading", name="Osservazioni senza risposta: 1")).to_be_visible()
    expect(page.get_by_role("link", name=code)).to_be_visible()
    expect(page.get_by_role("button", name="Pubblica la proposta definitiva", exact=True)).to_have_count(0)


def answer_one(people: Crowd, story: Story, code: str) -> None:
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    go_to_the_answers(page, story)
    page.get_by_role("link", name=code).click()
    page.get_by_label(re.compile(r"^\s*non accolta\s*$", re.IGNORECASE)).check()
    page.get_by_label("Motivo").fill(NO)
    page.get_by_role("button", name="Salva e torna all'elenco").click()


def publish_the_proposal(people: Crowd, story: Story) -> None:
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    go_to_the_consultation_of_the_office(page, story)
    page.get_by_role("link", name="Pubblica la proposta definitiva").click()
    expect(page.get_by_text("Nascerà la versione 2")).to_be_visible()
    page.get_by_role("button", name="Pubblica la proposta definitiva").click()
    expect(page.get_by_text("La proposta definitiva è la versione 2")).to_be_visible()


def everybody_reads_what_came_of_it(people: Crowd, story: Story, code: str, receipt_address: str) -> None:
    page = people.person(width=PHONE, has_scripts=story.has_scripts)
    go_to_the_consultation(page, story)
    page.get_by_role("link", name=re.compile("rapporto|Ci avete detto", re.IGNORECASE)).first.click()
    expect(page.get_by_role("heading", name="Ci avete detto, abbiamo fatto")).to_be_visible()
    assert figures(page) == ["3 osservazioni", "2 accolte, del tutto o in parte", "3 con risposta: tutte"]
    page.get_by_role("link", name="Che cosa è cambiato, parola per parola").click()
    expect(page.locator("main ins").filter(has_text=ADDED.strip()).first).to_be_visible()
    page.goto(f"/osservazioni/{code}/")
    expect(page.get_by_text(CITIZEN_SAYS)).to_be_visible()
    expect(page.get_by_text(YES)).to_be_visible()
    expect(page.get_by_role("heading", name="Le parole di adesso")).to_be_visible()
    page.goto(receipt_address)
    page.get_by_role("link", name="Vedi che fine ha fatto").click()
    expect(page).to_have_url(re.compile(f"/osservazioni/{code}/$"))


def the_search_finds_it(people: Crowd, story: Story) -> None:
    page = people.person(has_scripts=story.has_scripts)

    def is_found() -> bool:
        page.goto(f"/cerca/?q={story.word}")
        return page.get_by_role("link", name=re.compile(story.title)).count() > 0

    wait_until(is_found)
    expect(page.get_by_role("link", name=re.compile(story.title)).first).to_be_visible()


def go_to_the_consultation(page: Page, story: Story) -> None:
    page.goto("/consultazioni/")
    page.get_by_role("link", name=story.question).first.click()
    expect(page.get_by_role("heading", name=story.question, level=1)).to_be_visible()


def go_to_the_first_paragraph(page: Page, story: Story) -> None:
    go_to_the_consultation(page, story)
    page.get_by_role("link", name="Leggi e di' la tua").click()
    page.get_by_role("link", name="Quando e dove").first.click()
    page.get_by_role("link", name=re.compile("Osserva il paragrafo 1")).first.click()
    expect(page.get_by_text(FIRST_WORDS).first).to_be_visible()


def go_to_the_consultation_of_the_office(page: Page, story: Story) -> None:
    page.goto("/gestione/consultazioni/")
    page.get_by_role("link", name=story.question, exact=True).click()


def go_to_the_answers(page: Page, story: Story) -> None:
    go_to_the_consultation_of_the_office(page, story)
    page.get_by_role("link", name="Osservazioni e risposte").click()


def code_on_receipt(page: Page) -> str:
    expect(page.locator(".receipt-facts")).to_be_visible()
    return page.locator(".receipt-facts dd").first.inner_text().strip()


def code_by_mail(people: Crowd, email: str) -> str:
    """Read the code where the demo shows its mail: the worker sends it within seconds."""
    page = people.person()

    def has_come() -> bool:
        page.goto(f"/posta-dimostrativa/?a={email}")
        return page.get_by_text("Codice:").count() > 0

    wait_until(has_come)
    return page.locator("article strong").first.inner_text()


def figures(page: Page) -> list[str]:
    found = page.locator(".figures li").all_inner_texts()
    return [" ".join(one.split()) for one in found]


def choose(page: Page, label: str, words: str) -> None:
    """Choose the first option that contains some words."""
    box = page.get_by_label(label).first
    option = box.locator("option").filter(has_text=words).first
    box.select_option(value=option.get_attribute("value"))


def fill_moment(page: Page, name: str, moment: datetime, *, with_seconds: bool = False) -> None:
    page.locator(f"[name={name}_0]").fill(moment.date().isoformat())
    page.locator(f"[name={name}_1]").fill(moment.strftime("%H:%M:%S" if with_seconds else "%H:%M"))


def working_day(day: date) -> date:
    """Return this day, or the first after it on which the office works; the demo's office has no patron's day."""
    return day if holidays.country_holidays("IT").is_working_day(day) else working_day(day + timedelta(days=1))


def wait_until(is_so: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "aspettato invano"
        time.sleep(0.3)
