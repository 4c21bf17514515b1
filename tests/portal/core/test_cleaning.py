# SPDX-License-Identifier: AGPL-3.0-or-later
"""What everybody will read says nothing of who made it; what is not what it seems is refused with a reason."""

import io
import zipfile

import pytest
from PIL import Image
from pypdf import PdfReader

from portal.core import uploads
from portal.core.cleaning import cleaned
from portal.core.sniffing import DOCX, JPEG, ODT, PDF, FileRefused, sniff
from tests.factories.files import AUTHOR, archive, docx, odt, pdf, photo, upload


def clean(content, kind):
    return cleaned(upload("file", content), kind=kind).read()


def inside(content):
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


# THREATS: 44, 46
def test_a_pdf_loses_author_programs_and_hidden_files_and_keeps_pages_and_language():
    dirty = pdf(pages=2, javascript="app.alert('ciao')")
    assert AUTHOR.encode() in dirty

    read = PdfReader(io.BytesIO(clean(dirty, PDF)))

    assert len(read.pages) == 2
    assert read.root_object["/Lang"] == "it-IT"
    assert (read.metadata or {}).get("/Author") is None
    assert "/OpenAction" not in read.root_object
    assert read.attachments == {}


def test_a_photo_loses_place_and_author_and_keeps_its_pixels():
    read = Image.open(io.BytesIO(clean(photo(), JPEG)))

    assert (read.size, dict(read.getexif())) == ((40, 30), {})


def test_word_and_libreoffice_files_lose_their_authors_and_keep_their_words():
    words = inside(clean(docx(), DOCX))
    pages = inside(clean(odt(), ODT))

    assert "Turni di notte" in words["word/document.xml"]
    assert "Turni di notte" in pages["content.xml"]
    assert AUTHOR not in "".join([*words.values(), *pages.values()])
    assert next(iter(pages)) == "mimetype"


# THREATS: 45, 47
@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (pdf(password="x"), PDF, "password"),
        (pdf(pages=501), PDF, "più di 500 pagine"),
        (pdf()[:60], PDF, "non si apre"),
        (docx(**{"word/media/bomb": b"0" * (101 * 1024 * 1024)}), DOCX, "troppo grande"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, JPEG, "non si apre"),
    ],
)
def test_what_cannot_be_cleaned_is_refused_in_words(content, kind, reason):
    with pytest.raises(FileRefused, match=reason):
        clean(content, kind)


# THREATS: 35, 44
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\n <!DOCTYPE html><script>alert(1)</script>", "pagina web"),
        (b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "pagina web"),
        (pdf() + archive({"dentro.html": "<script>"}), "ne nasconde un altro"),
        (photo() + archive({"A.class": "x"}), "ne nasconde un altro"),
        (docx(**{"word/vbaProject.bin": "x"}), "macro"),
        (odt(**{"Basic/Standard/Module1.xml": "x"}), "macro"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "formato vecchio"),
        (b"MZ\x90\x00" + b"\x00" * 200, "Non è un PDF"),
        (archive({"nota.txt": "ciao"}), "Non è un PDF"),
    ],
)
def test_pages_drawings_polyglots_and_macros_are_refused_with_a_reason(content, reason):
    with pytest.raises(FileRefused, match=reason):
        uploads.kind_of(upload("turni.pdf", content), accepted=uploads.ATTACHMENTS)


def test_a_spreadsheet_is_a_scan_but_not_an_attachment():
    sheet = archive({"xl/workbook.xml": "<w/>"})

    assert uploads.kind_of(upload("a.xlsx", sheet)) == sniff(upload("a.pdf", sheet))
    with pytest.raises(FileRefused):
        uploads.kind_of(upload("a.xlsx", sheet), accepted=uploads.ATTACHMENTS)
