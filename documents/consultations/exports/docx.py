# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table as a Word document: the annex to the delibera."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from documents.consultations.exports import table
from documents.consultations.models import Consultation
from documents.consultations.queries.report import Report
from portal.ui.dates import in_full_day

# What XML cannot hold: Word would call the file broken.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
COLUMNS = (0, 1, 3, 6, 16, 9, 10, 11, 12)  # of the whole table, what fits on a sheet that lies on its side
WIDTHS = (1.9, 2.1, 2.8, 2.8, 2.2, 5.8, 2.2, 5.2, 1.7)
SAID, PROPOSED = 9, 20
SMALL = 8.5


def write(consultation: Consultation, report: Report, *, moment: datetime) -> bytes:
    """Return the DOCX: title, numbers in words, one row for each observation, the heading repeated on every page."""
    document = Document()
    _page(document, consultation)
    document.add_heading(clean(_("Osservazioni e risposte")), level=1)
    document.add_paragraph(clean(consultation.title))
    document.add_paragraph(clean(_numbers(report)))
    document.add_paragraph(clean(_("Situazione al %(day)s.") % {"day": in_full_day(moment)}))
    _fill(document, consultation)
    document.add_paragraph(clean(_closing(consultation)))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def clean(text: str) -> str:
    """Return the text without what a Word file cannot hold."""
    return UNWRITABLE.sub("", text)


def _page(document: Any, consultation: Consultation) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.5)
    document.core_properties.title = clean(consultation.title)
    document.core_properties.author = clean(consultation.office)
    document.core_properties.language = "it-IT"
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Titillium Web", Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "it-IT")
    style.element.get_or_add_rPr().append(language)


def _fill(document: Any, consultation: Consultation) -> None:
    heading = table.heading()
    grid = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    grid.autofit = False
    first = grid.rows[0]
    _write_row(first, heading, is_bold=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    first._tr.get_or_add_trPr().append(repeated)
    for cells in table.rows(consultation):
        _write_row(grid.add_row(), _with_proposal(_with_voice(cells)))


def _with_proposal(cells: list[str]) -> list[str]:
    """Put the words that are proposed under the reason for them."""
    if not cells[PROPOSED]:
        return cells
    said = "\n".join([cells[SAID], _("Parole proposte: %(words)s") % {"words": cells[PROPOSED]}])
    return [*cells[:SAID], said, *cells[SAID + 1 :]]


def _with_voice(cells: list[str]) -> list[str]:
    """Put the organisation beside the name: there is one column for both on paper."""
    name, voice = cells[6], cells[7]
    return [*cells[:6], f"{name}, {voice}" if voice else name, *cells[7:]]


def _write_row(row: Any, values: list[str], *, is_bold: bool = False) -> None:
    for cell, column, width in zip(row.cells, COLUMNS, WIDTHS, strict=True):
        cell.width = Cm(width)
        run = cell.paragraphs[0].add_run(clean(values[column]))
        run.font.size, run.bold = Pt(SMALL), is_bold


def _numbers(report: Report) -> str:
    return _(
        "Osservazioni pubblicate: %(total)d. Accolte, del tutto o in parte: %(accepted)d. Con risposta: %(answered)d. "
        "Contate a parte: %(hidden)d non pubblicate, %(withdrawn)d ritirate."
    ) % {
        "total": report.total,
        "accepted": report.accepted,
        "answered": report.answered,
        "hidden": report.hidden,
        "withdrawn": report.withdrawn,
    }


def _closing(consultation: Consultation) -> str:
    return _("Ufficio: %(office)s. Responsabile del procedimento: %(officer)s.") % {
        "office": consultation.office,
        "officer": consultation.responsible_officer,
    }
