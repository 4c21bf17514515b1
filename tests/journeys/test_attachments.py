# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file goes with an observation, written on a phone: refused for what it is, kept, read by the office, published."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from tests.journeys.people import CITIZEN, MODERATOR, PHONE, Crowd
from tests.journeys.places import REGOLAMENTO

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

A_PROGRAM = b"MZ\x90\x00" + b"0" * 400  # whatever its name says
PLACE = f"{REGOLAMENTO}art-8-principi-generali-di-organizzazione-e-funzionamento/"


@pytest.mark.parametrize("has_scripts", [True, False], ids=["con-javascript", "senza-javascript"])
def test_a_file_is_attached_on_a_phone_and_published_with_the_words(people: Crowd, has_scripts: bool):
    words = "Ecco la pianta della sala con le porte." if has_scripts else "Ecco la pianta della sala con i bagni."
    page = people.person(CITIZEN, width=PHONE, has_scripts=has_scripts)
    code = write_with_a_file(page, words)
    stranger = people.person(width=PHONE, has_scripts=has_scripts)
    assert stranger.goto(f"/osservazioni/{code}/").status == 404

    office = people.person(MODERATOR, has_scripts=has_scripts)
    office.goto(f"/gestione/osservazioni/{int(code[5:])}/")
    link = office.get_by_role("link", name="pianta-della-sala.pdf")
    address = link.get_attribute("href")
    assert office.request.get(address).status == 200
    assert stranger.request.get(address).status == 404
    office.get_by_role("button", name="Pubblica", exact=True).click()

    stranger.goto(f"/osservazioni/{code}/")
    expect(stranger.get_by_text(words)).to_be_visible()
    shown = stranger.get_by_role("list", name="Allegati").get_by_role("link", name="pianta-della-sala.pdf")
    expect(shown).to_be_visible()
    answer = stranger.request.get(shown.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"], b"Mario Segreto" in answer.body()) == (
        200,
        "application/pdf",
        False,
    )


def write_with_a_file(page: Page, words: str) -> str:
    page.goto(PLACE)
    page.get_by_role("link", name=re.compile("^Osserva il paragrafo")).first.click()
    page.get_by_label("Il tuo testo").fill(words)
    page.get_by_label("Il tuo nome").fill("Marta Lisi")
    page.get_by_label(re.compile("^Allegati")).set_input_files(
        a_file("pianta-della-sala.pdf", b"MZ\x90\x00" + b"0" * 400)
    )
    page.get_by_role("button", name="Rivedi").click()
    expect(page.get_by_text("Non è un PDF, un documento DOCX").first).to_be_visible()
    expect(page.get_by_label("Il tuo testo")).to_have_value(words)
    page.get_by_label(re.compile("^Allegati")).set_input_files(a_file("pianta-della-sala.pdf", a_drawing()))
    page.get_by_role("button", name="Rivedi").click()
    expect(page.locator(".obs-preview")).to_contain_text(words)
    expect(page.get_by_text("pianta-della-sala.pdf").first).to_be_visible()
    page.get_by_role("button", name="Invia l'osservazione").click()
    expect(page.locator(".receipt-facts")).to_be_visible()
    expect(page.get_by_text("pianta-della-sala.pdf").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    return page.locator(".receipt-facts dd").first.inner_text().strip()


def a_file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def a_drawing() -> bytes:
    """Return a PDF that says who drew it: the site takes that away."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Author": "Mario Segreto"})
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
