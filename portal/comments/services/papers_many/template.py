# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sheet to fill in: its columns, and the list of the parts of the text."""

from __future__ import annotations

import io
from typing import Final

import xlsxwriter
from django.utils.translation import gettext as _

from portal.comments.services.papers_many.places import places_of

# Names of the columns, as they are read from the first row: Italian, whatever language the page is in.
COLUMNS: Final = {
    "section": "sezione",
    "paragraph": "paragrafo",
    "channel": "canale",
    "date": "arrivata il",
    "time": "ora",
    "registry_number": "numero di protocollo",
    "who": "chi",
    "name": "nome o partner",
    "kind": "tipo",
    "text": "testo",
    "category": "categoria",
    "passage": "parole commentate",
    "proposed": "parole proposte",
}
NEEDED: Final = ("channel", "date", "who", "text")
WIDTHS: Final = (30, 11, 18, 13, 8, 22, 12, 30, 18, 80, 24, 40, 80)


def template(scope: str) -> bytes:
    """Return an XLSX file with the columns and, on a second sheet, the parts of the text that may be named."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, as_text = book.add_format({"bold": True}), book.add_format({"num_format": "@", "text_wrap": True})
    sheet = book.add_worksheet(_("Contributi"))
    for column, (name, width) in enumerate(zip(COLUMNS.values(), WIDTHS, strict=True)):
        sheet.set_column(column, column, width, as_text)
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)
    parts = book.add_worksheet(_("Parti del testo"))
    parts.set_column(0, 0, 100)
    for row, (_value, label) in enumerate(places_of(scope).choices):
        parts.write_string(row, 0, label)
    book.close()
    return kept.getvalue()
