# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sheet to fill in: its columns, and the list of the parts of the text."""

from __future__ import annotations

import io
from typing import Final

import xlsxwriter
from django.utils.translation import gettext as _

from partners.queries import seats_with_a_voice
from portal.comments import enums, targets
from portal.comments.services.papers_many.authors import NOBODY, PARTNER, PERSON, SEAT
from portal.comments.services.papers_many.places import places_of
from portal.core.audiences import EVERYBODY
from portal.core.exceptions import NotReadable

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
    "role": "ruolo",
    "signer": "chi firma",
}
LOOKED_AT: Final = 5
NEEDED: Final = ("channel", "date", "who", "text")
WIDTHS: Final = (30, 11, 18, 13, 8, 22, 12, 30, 18, 80, 24, 40, 80, 18, 30)


def template(scope: str) -> bytes:
    """Return an XLSX file with the columns; two more sheets give the parts of the text and the other words to use."""
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
    _words_to_use(book, scope)
    book.close()
    return kept.getvalue()


def categories_of(scope: str) -> list[tuple[str, str]]:
    """Return the categories of a consultation (slug and label), as any part of its text offers them."""
    for value, _label in places_of(scope).choices[:LOOKED_AT]:
        kind, _colon, identity = value.partition(":")
        try:
            found = targets.resolve(kind, identity, audience=EVERYBODY)
        except NotReadable:
            continue
        return [(slug, str(label)) for slug, label in found.categories]
    return []


def _words_to_use(book: xlsxwriter.Workbook, scope: str) -> None:
    """Write, column by column, what may stand in the cells that take only certain words."""
    seats = [seat.shown_name for seat, _role in seats_with_a_voice()]
    columns = {
        "chi": [PERSON, PARTNER, SEAT, NOBODY],
        "tipo": [str(kind.label) for kind in enums.Kind],
        "categoria": [label for _slug, label in categories_of(scope)],
        _("seggi collettivi"): list(dict.fromkeys(seats)),
    }
    sheet = book.add_worksheet(_("Parole da usare"))
    for column, (name, words) in enumerate(columns.items()):
        sheet.set_column(column, column, 32)
        sheet.write_string(0, column, name)
        for row, word in enumerate(words, start=1):
            sheet.write_string(row, column, word)
