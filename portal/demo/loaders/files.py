# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes the documents of the demo in their real formats: PDF, DOCX, ODT, XLSX and a scan without words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import PurePath

import typst
import xlsxwriter
from docx import Document as WordDocument
from PIL import Image, ImageDraw

ODT_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def make_file(name: str, title: str, paragraphs: Sequence[str]) -> bytes:
    """Return a file whose format follows its name; without paragraphs a PDF is a scan, an image without words.

    :raises KeyError: a format that the demo does not make.
    """
    if not paragraphs:
        return scan(title)
    return MAKERS[PurePath(name).suffix](title, paragraphs)


def pdf(title: str, paragraphs: Sequence[str]) -> bytes:
    """Return an accessible PDF (PDF/UA-1) in Italian."""
    source = [
        f'#set document(title: "{_quoted(title)}", author: "Ufficio di Piano, ambito Val Sarva")',
        '#set text(lang: "it", size: 11pt)',
        "#set par(justify: false, leading: 0.8em)",
        f'= #"{_quoted(title)}"',
        *[f'#"{_quoted(paragraph)}"\n' for paragraph in paragraphs],
    ]
    return bytes(typst.compile("\n\n".join(source).encode(), format="pdf", pdf_standards=["ua-1"]))


def docx(title: str, paragraphs: Sequence[str]) -> bytes:
    """Return a Word document."""
    word = WordDocument()
    word.core_properties.author = ""
    word.core_properties.title = title
    word.add_heading(title, level=1)
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def odt(title: str, paragraphs: Sequence[str]) -> bytes:
    """Return an OpenDocument text."""
    body = f'<text:h text:outline-level="1">{escape(title)}</text:h>'
    body += "".join(f"<text:p>{escape(paragraph)}</text:p>" for paragraph in paragraphs)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODT_NAMESPACES} office:version="1.3">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def xlsx(title: str, paragraphs: Sequence[str]) -> bytes:
    """Return a spreadsheet: one row a paragraph, cells divided by semicolons."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(title[:31])
        for number, paragraph in enumerate(paragraphs):
            sheet.write_row(number, 0, paragraph.split(";"))
    return file.getvalue()


def scan(title: str) -> bytes:
    """Return a PDF that is only a picture of a page, as a scanner makes it."""
    page = Image.new("L", (620, 877), 245)
    draw = ImageDraw.Draw(page)
    for line in range(22):
        top = 120 + line * 28
        draw.line((70, top, 550 - (line % 4) * 40, top), fill=90, width=3)
    file = io.BytesIO()
    page.save(file, "PDF", resolution=75, title=title)
    return file.getvalue()


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


MAKERS: dict[str, Callable[[str, Sequence[str]], bytes]] = {".pdf": pdf, ".docx": docx, ".odt": odt, ".xlsx": xlsx}
