# SPDX-License-Identifier: AGPL-3.0-or-later
"""A version to be worked on around a table: lines numbered, a wide margin to write in, paragraphs with their number."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from documents.consultations.exports.docx import clean
from documents.consultations.exports.rich import Block, Run, blocks
from documents.consultations.exports.version import Frozen
from documents.consultations.redline import Piece
from documents.consultations.simple_words import html_of

WIDE, NARROW, INDENT = Cm(6.5), Cm(2.5), Cm(1.25)


def write(frozen: Frozen) -> bytes:
    """Return the DOCX."""
    document = started(frozen.title)
    section = document.sections[0]
    section.left_margin, section.right_margin = NARROW, WIDE
    number_lines(section)
    document.add_paragraph(clean(frozen.subtitle), style="Subtitle")
    for part in frozen.sections:
        document.add_heading(clean(part.title), level=1)
        for piece in part.pieces:
            _piece(document, piece)
            _simple(document, frozen, piece)
    document.add_paragraph(clean(frozen.fingerprint)).runs[0].font.size = Pt(8)
    return saved(document)


def started(title: str) -> Any:
    """Return a document in Italian on A4 sheets, with its title and page numbers."""
    document = Document()
    document.core_properties.title = clean(title)
    document.core_properties.author = ""
    document.core_properties.language = "it-IT"
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Titillium Web", Pt(11)
    style.paragraph_format.line_spacing = 1.4
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "it-IT")
    style.element.get_or_add_rPr().append(language)
    document.add_heading(clean(title), level=0)
    _page_number(section.footer.paragraphs[0])
    return document


def saved(document: Any) -> bytes:
    """Return the bytes of a document."""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def number_lines(section: Any) -> None:
    """Number every fifth line, from the first page to the last."""
    lines = OxmlElement("w:lnNumType")
    lines.set(qn("w:countBy"), "5")
    lines.set(qn("w:restart"), "continuous")
    properties = section._sectPr
    after = properties.find(qn("w:pgMar"))
    after.addnext(lines)


def _piece(document: Any, piece: Piece) -> None:
    if piece.is_heading:
        document.add_heading(clean(piece.plain), level=2)
        return
    found = blocks(piece.html)
    if not found or found[0].level:
        found = [Block(runs=()), *found]
    _block(document, found[0], first=f"{piece.number}.\t")
    for block in found[1:]:
        _block(document, block)


def _simple(document: Any, frozen: Frozen, piece: Piece) -> None:
    """Write what a paragraph says in simple words, set apart from the words that count."""
    words = frozen.told_simply(piece)
    if not words:
        return
    for at, block in enumerate(blocks(html_of(words))):
        paragraph = document.add_paragraph(style="List Bullet" if block.level else None)
        paragraph.paragraph_format.left_indent = INDENT * (block.level + 2)
        if at == 0:
            paragraph.add_run(f"{clean(frozen.simple_label)} ").bold = True
        for run in block.runs:
            _run(paragraph, replace(run, is_italic=True))


def _block(document: Any, block: Block, *, first: str = "") -> None:
    style = "List Bullet" if block.level and not block.number else None
    paragraph = document.add_paragraph(style=style)
    if first or not block.level:
        paragraph.paragraph_format.left_indent = INDENT
        paragraph.paragraph_format.first_line_indent = -INDENT if first else 0
    else:
        paragraph.paragraph_format.left_indent = INDENT * (block.level + 1)
    if first:
        paragraph.add_run(first).bold = True
    if block.number:
        paragraph.add_run(f"{block.number}. ")
    for run in block.runs:
        _run(paragraph, run)


def _run(paragraph: Any, run: Run) -> None:
    words = paragraph.add_run(clean(run.text))
    words.bold, words.italic = run.is_bold or None, run.is_italic or None
    if not run.href:
        return
    reference = paragraph.part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), reference)
    words.underline = True
    words._r.addprevious(link)
    link.append(words._r)


def _page_number(paragraph: Any) -> None:
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind is None:
            field = OxmlElement("w:instrText")
            field.set(qn("xml:space"), "preserve")
            field.text = "PAGE"
        else:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        run._r.append(field)
