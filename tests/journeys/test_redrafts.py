# SPDX-License-Identifier: AGPL-3.0-or-later
"""A text is written anew, in the editor or in Word: what becomes of each paragraph, and what a reader sees there.

The editor of Wagtail needs JavaScript: without it the office brings the redraft back from Word, and reads and decides
on pages that need none.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import COORDINATOR, DRAFTER, PHONE, Crowd
from tests.journeys.places import CLOSED, PIANO

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

BUS = "Il pulmino parte alle otto dal municipio e passa da ogni frazione della valle."
TICKET = "Il biglietto si compra a bordo, costa un euro e vale due ore."
TIMES = "Gli orari sono appesi a ogni fermata, in carattere grande, e cambiano due volte l'anno."
MARKET = "Nei giorni di mercato il servizio è sospeso dalle nove a mezzogiorno, perché la piazza è chiusa alle auto."
RAMP = "Chi usa la carrozzina telefona il giorno prima allo sportello, così l'autista prepara la pedana."
FRIENDS = "Gli accompagnatori viaggiano gratis e siedono accanto alla persona che aiutano."
LOST = "Chi trova un oggetto smarrito lo consegna all'autista, che lo tiene fino a sera."
SOMETHING_LOST = "Un oggetto smarrito si porta all'autista, oppure in municipio il lunedì mattina."
ENTRIES = [f"{BUS} {TICKET}", TIMES, MARKET, RAMP, FRIENDS, LOST]
NEW_RAMP, NEW_TIMES = RAMP.replace("il giorno prima", "due ore prima"), TIMES.replace("due volte", "tre volte")
REDRAFT = [NEW_RAMP, BUS, TICKET, NEW_TIMES, FRIENDS, SOMETHING_LOST]
WHY = "Dal mese prossimo la piazza resta aperta anche il giovedì."
WHY_THE_REST = "Riscritto con gli autisti nella riunione di primavera."
SECTION = "Come si viaggia"


@dataclass(frozen=True, kw_only=True)
class Story:
    """A text of this journey alone."""

    title: str
    has_scripts: bool


def test_an_editor_splits_moves_rewords_and_removes_and_a_reader_sees_each(people: Crowd):
    story = Story(title="Carta del pulmino Sambuco", has_scripts=True)
    bring_in_and_publish(people, story)

    change_four_paragraphs_in_the_editor(people, story)
    page = refused_until_every_change_says_why(people, story, changes=5)
    publish_the_second(page)

    reader = people.person(width=PHONE)
    compare_the_two(reader, story)
    assert notes(reader) == {
        "la pedana": "±⇄ Paragrafo cambiato, spostato: era il paragrafo 4, in «Come si viaggia»",
        BUS: "± Paragrafo cambiato, diviso: continua nel paragrafo 3",
        "vale due ore": "+ Paragrafo aggiunto, diviso dal paragrafo 2",
        "appesi a ogni fermata": "± Paragrafo cambiato",
        "giorni di mercato": "− Paragrafo tolto",
    }
    assert causes_at(reader, "giorni di mercato") == f"Perché: d'ufficio: «{WHY}»"
    assert causes_at(reader, BUS) == f"Perché: d'ufficio: «{WHY_THE_REST}»"
    read_the_version_of_before(reader)
    expect(reader.get_by_text(MARKET)).to_be_visible()


@pytest.mark.parametrize(
    "story",
    [
        Story(title="Carta del pulmino Ginestrino", has_scripts=True),
        Story(title="Carta del pulmino Nocciolo", has_scripts=False),
    ],
    ids=["con-javascript", "senza-javascript"],
)
def test_a_redraft_comes_back_from_word_and_what_is_in_doubt_is_decided_side_by_side(people: Crowd, story: Story):
    bring_in_and_publish(people, story)

    page = people.person(DRAFTER, has_scripts=story.has_scripts)
    upload(page, story, REDRAFT)
    page.get_by_role("link", name=story.title).click()
    decide_what_is_in_doubt(page)
    publisher = refused_until_every_change_says_why(people, story, changes=6)
    publish_the_second(publisher)

    reader = people.person(width=PHONE, has_scripts=story.has_scripts)
    compare_the_two(reader, story)
    assert notes(reader) == {
        "la pedana": "±⇄ Paragrafo cambiato, spostato: era il paragrafo 4, in «Come si viaggia»",
        BUS: "± Paragrafo cambiato, diviso: continua nel paragrafo 3",
        "vale due ore": "+ Paragrafo aggiunto, diviso dal paragrafo 2",
        "appesi a ogni fermata": "± Paragrafo cambiato",
        "giorni di mercato": "− Paragrafo tolto",
    }
    expect(note_of(reader, "il lunedì mattina")).to_have_text("± Paragrafo cambiato")
    assert causes_at(reader, "giorni di mercato") == f"Perché: d'ufficio: «{WHY}»"
    assert causes_at(reader, BUS) == f"Perché: d'ufficio: «{WHY_THE_REST}»"
    read_the_version_of_before(reader)
    expect(reader.get_by_text(MARKET)).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["con-javascript", "senza-javascript"])
def test_who_spoke_reads_what_became_of_the_paragraph(readers: Crowd, has_scripts: bool):
    page = readers.person(width=PHONE, has_scripts=has_scripts)
    fates = {
        "dopo di noi: due cose": (
            "Qui ci sono due cose",
            re.compile(r"Il paragrafo è stato diviso: nella versione 2 sono il \d+ e il \d+\."),
        ),
        "un solo modulo": (
            "Un modulo solo, bene",
            re.compile(r"Il paragrafo è stato unito a un altro: nella versione 2 è nel paragrafo \d+\."),
        ),
        "altri piani": ("Scrivete che avete letto gli altri piani", re.compile(r"Il paragrafo non c'è più\.")),
        "sportello, spostato e cambiato": ("E scrivetelo per primo", re.compile(r"paragrafo spostato")),
        "pulmino, cambiato": ("Il pulmino parte alle 8: chi fa i turni", re.compile(r"il testo è cambiato")),
    }
    seen = {}

    for name, (words, told) in fates.items():
        page.goto(f"{CLOSED}osservazioni/?q={words}")
        page.get_by_role("link", name=re.compile(r"^Osservazione \d{4}-\d{4}$")).first.click()
        expect(page.get_by_text(words).first).to_be_visible()
        seen[name] = page.get_by_text(told).count()

    assert [name for name, times in seen.items() if not times] == []
    page.goto(f"{PIANO}testo-tolto/")
    expect(page.get_by_text("L'ufficio ha letto i piani che già riguardano").first).to_be_visible()


def bring_in_and_publish(people: Crowd, story: Story) -> None:
    page = people.person(DRAFTER, has_scripts=story.has_scripts)
    upload(page, story, ENTRIES)
    page.get_by_label("Titolo").fill(story.title)
    page.get_by_label("Che cos'è").select_option(label="Regolamento")
    page.get_by_label("Le sezioni sono già pronte").check()
    page.get_by_role("button", name="Crea il testo nell'editor").click()
    expect(page.get_by_role("button", name="Crea il testo nell'editor")).to_have_count(0)
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    page.goto("/gestione/testi/")
    page.get_by_role("link", name=f"Pubblica una versione {story.title}").click()
    page.get_by_role("button", name="Pubblica la versione 1").click()
    expect(page.get_by_text("La versione 1 è pubblicata.")).to_be_attached()


def upload(page: Page, story: Story, paragraphs: list[str]) -> None:
    page.goto("/gestione/testi/importa/")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    file = {"name": "carta.docx", "mimeType": kind, "buffer": in_word(story, paragraphs)}
    page.get_by_label("Un file").set_input_files(file)
    page.get_by_role("button", name="Leggi la bozza").click()
    expect(page.get_by_role("heading", name="Il testo come lo abbiamo capito")).to_be_visible()


def in_word(story: Story, paragraphs: list[str]) -> bytes:
    document = Document()
    document.add_heading(story.title, level=0)
    document.add_heading(SECTION, level=1)
    for words in paragraphs:
        document.add_paragraph(words)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def change_four_paragraphs_in_the_editor(people: Crowd, story: Story) -> None:
    page = people.person(DRAFTER)
    page.goto("/gestione/testi/")
    page.get_by_role("link", name=f"Modifica {story.title}").click()
    page.get_by_role("link", name=SECTION, exact=True).first.click()
    replace(page, TIMES, "due volte", "tre volte")
    replace(page, RAMP, "il giorno prima", "due ore prima")
    block(page, MARKET).get_by_role("button", name="Elimina").click()
    expect(block(page, MARKET)).to_have_count(0)
    for _ in range(2):
        block(page, NEW_RAMP).get_by_role("button", name="Sposta su").click()
    caret_at(page, BUS, len(BUS))
    page.keyboard.type("/div")
    expect(page.locator(".w-combobox__option")).to_have_text("Dividi blocco")
    page.keyboard.press("Enter")
    expect(block(page, BUS).locator("input[name$=-value]")).not_to_have_value(re.compile(TICKET))
    caret_at(page, TICKET, 0)
    page.keyboard.press("Delete")  # the space that stood between the two
    expect(block(page, TICKET).locator("input[name$=-value]")).to_have_value(re.compile(f'"{TICKET}'))
    expect(block(page, "")).to_have_count(6)
    page.locator("[data-w-dropdown-target=toggle]").last.click()
    page.locator("button[name=action-publish]").click()
    expect(page.get_by_text("è pronta per la prossima versione")).to_be_visible()


def refused_until_every_change_says_why(people: Crowd, story: Story, *, changes: int) -> Page:
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    page.goto("/gestione/testi/")
    page.get_by_role("link", name=f"Pubblica una versione {story.title}").click()
    page.get_by_role("button", name="Pubblica la versione 2").click()
    expect(page.get_by_role("alert").get_by_text("dalle una causa, poi pubblica")).to_be_visible()
    page.get_by_role("link", name="Dai le cause che mancano").click()
    page.get_by_role("checkbox", name=re.compile("paragrafo tolto")).check()
    page.get_by_role("radio", name="d'ufficio").check()
    page.get_by_label("La decisione, il parere o il motivo").fill(WHY)
    page.get_by_role("button", name="Dai questa causa").click()
    page.get_by_label("Motivo").last.fill(WHY_THE_REST)
    page.get_by_role("button", name=re.compile("Dai questo motivo alle")).click()
    expect(page.get_by_text(re.compile("Tutte le .* modifiche hanno la loro causa"))).to_be_visible()
    return page


def publish_the_second(page: Page) -> None:
    page.get_by_role("link", name="Pubblica una versione").first.click()
    page.get_by_role("button", name="Pubblica la versione 2").click()
    expect(page.get_by_text("La versione 2 è pubblicata.")).to_be_attached()


def decide_what_is_in_doubt(page: Page) -> None:
    expect(page.get_by_role("heading", name="1 paragrafo da decidere")).to_be_visible()
    page.get_by_role("button", name="Metti la nuova stesura nell'editor").click()
    expect(page.get_by_role("alert")).to_contain_text("Manca ancora qualche scelta")
    side = page.get_by_role("group", name=re.compile("Paragrafo 6 del testo nuovo"))
    expect(side).to_contain_text(SOMETHING_LOST)
    side.get_by_role("radio", name=re.compile("È il paragrafo 6")).check()
    page.get_by_role("button", name="Metti la nuova stesura nell'editor").click()
    expect(page.get_by_role("button", name="Metti la nuova stesura nell'editor")).to_have_count(0)


def compare_the_two(page: Page, story: Story) -> None:
    page.goto("/testi/")
    page.get_by_role("link", name=story.title).click()
    page.get_by_role("link", name="Che cosa è cambiato dalla versione 1 alla 2").click()
    expect(note_of(page, BUS)).to_be_visible()


def notes(page: Page) -> dict[str, str]:
    """Return what is told at the paragraphs that were touched, by some of their words."""
    touched = {"la pedana": 0, BUS: 0, "vale due ore": 1, "appesi a ogni fermata": 0, "giorni di mercato": 0}
    return {words: note_of(page, words, at=at).inner_text() for words, at in touched.items()}


def causes_at(page: Page, words: str) -> str:
    return line_of(page, words).get_by_role("list", name="Perché").inner_text()


def read_the_version_of_before(page: Page) -> None:
    """It answers for ever, with the paragraph that is no more."""
    page.get_by_role("link", name="Versione 1").first.click()
    page.get_by_role("link", name=SECTION).first.click()


def line_of(page: Page, words: str, *, at: int = 0) -> Locator:
    return page.locator(".redline-line:not(.is-mark)").filter(has_text=words).nth(at)


def note_of(page: Page, words: str, *, at: int = 0) -> Locator:
    return line_of(page, words, at=at).get_by_role("note")


def replace(page: Page, words: str, old: str, new: str) -> None:
    """Select some words of a paragraph with the keyboard, and type others over them."""
    caret_at(page, words, words.index(old))
    for _ in old:
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.type(new)
    expect(block(page, words.replace(old, new))).to_be_visible()


def caret_at(page: Page, words: str, place: int) -> None:
    block(page, words).locator(".public-DraftEditor-content").click()
    page.keyboard.press("Control+Home")
    for _ in range(place):
        page.keyboard.press("ArrowRight")


def block(page: Page, words: str) -> Locator:
    """Return the block of the editor that holds these words."""
    return page.locator("[data-streamfield-child]:visible").filter(has_text=words)
