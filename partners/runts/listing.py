# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a row of the public list of the RUNTS says: its headers in two languages, its sections, its days."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partners.enums import RuntsSection
from partners.runts.tables import Cells, Unreadable, rows_of
from partners.validators import clean_number, validate_fiscal_code

# The headers of the list, as words that one of the two languages uses; who represents the body is not among them:
# it is personal data, and no column of ours keeps it.
HEADERS: Final = {
    "fiscal_code": ("codice fiscale", "steuernummer", "steuerkodex"),
    "number": ("repertorio", "repertorium", "verzeichnis"),
    "name": ("denominazione", "bezeichnung", "benennung"),
    "section": ("sezione", "sektion", "abschnitt"),
    "network": ("rete", "netzwerk"),
    "municipality": ("comune sede legale", "comune", "gemeinde"),
    "province": ("provincia sede legale", "provincia", "provinz"),
    "five_per_thousand": ("5x1000", "5 x 1000", "cinque per mille", "5 promille", "funf promille"),
    "registered_on": ("data iscrizione", "eintragungsdatum", "datum der eintragung"),
}
NEEDED: Final = ("fiscal_code", "name", "section")
LOOKED_AT: Final = 30
SECTIONS: Final = (
    ("VOLONTARIAT", RuntsSection.ODV),
    ("ODV", RuntsSection.ODV),
    ("PROMOZIONE", RuntsSection.APS),
    ("APS", RuntsSection.APS),
    ("FILANTROPIC", RuntsSection.PHILANTHROPIC),
    ("IMPRES", RuntsSection.SOCIAL_ENTERPRISE),
    ("RETI", RuntsSection.NETWORK),
    ("RETE", RuntsSection.NETWORK),
    ("MUTUO", RuntsSection.MUTUAL_AID),
    ("ALTRI", RuntsSection.OTHER),
)
DAY: Final = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ISO_DAY: Final = re.compile(r"^(\d{4})-(\d{2})-(\d{2})")
YES: Final = frozenset({"SI", "S", "X", "1", "TRUE", "VERO", "JA", "1.0"})


class BadRow(ValueError):  # noqa: N818 -- a fact about a row
    """The row cannot be kept; the message says why, without repeating what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A body as the list tells it."""

    fiscal_code: str
    number: str
    name: str
    section: str
    network: str
    municipality: str
    province: str
    is_in_five_per_thousand: bool
    registered_on: date | None


def numbered_rows(path: Path) -> Iterator[tuple[int, Cells, dict[str, int]]]:
    """Yield the rows below the headings with their number in the file and where each column is.

    :raises Unreadable: the headings of the list are not there.
    """
    rows = enumerate(rows_of(path), start=1)
    for _number, cells in islice(rows, LOOKED_AT):
        columns = columns_of(cells)
        if all(name in columns for name in NEEDED):
            yield from ((at, row, columns) for at, row in rows if any(str(cell).strip() for cell in row))
            return
    raise Unreadable(_("Non trovo le colonne «Codice fiscale», «Denominazione» e «Sezione»: è l'elenco del RUNTS?"))


def columns_of(cells: Cells) -> dict[str, int]:
    """Return which column holds what; a heading in two languages counts for either."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        heading = plain(str(cell))
        if "legal" in heading and "rapp" in heading:
            continue
        for name, words in HEADERS.items():
            if name not in found and any(re.search(rf"\b{re.escape(word)}\b", heading) for word in words):
                found[name] = at
                break
    return found


def plain(text: str) -> str:
    """Return a text in small letters without accents and signs."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())


def identify(cells: Cells, columns: dict[str, int], known: Container[str] = ()) -> tuple[str, str, str]:
    """Return code, name and section of the body of a row; a code among the `known` ones is not checked again.

    :raises BadRow: it has no name, no section, or not the code of an organisation.
    """
    code = clean_number(_code(_cell(cells, columns, "fiscal_code")))
    if code not in known:
        try:
            validate_fiscal_code(code)
        except ValidationError as error:
            raise BadRow("; ".join(error.messages)) from error
    name = _text(_cell(cells, columns, "name"), 255)
    if not name:
        raise BadRow(_("Manca la denominazione."))
    return code, name, section_of(str(_cell(cells, columns, "section")))


def read(cells: Cells, columns: dict[str, int], known: Container[str] = ()) -> Listed:
    """Return all that a row says.

    :raises BadRow: as `identify`.
    """
    code, name, section = identify(cells, columns, known)
    return Listed(
        fiscal_code=code,
        number=_text(_whole(_cell(cells, columns, "number")), 20),
        name=name,
        section=section,
        network=_text(_cell(cells, columns, "network"), 255),
        municipality=_text(_cell(cells, columns, "municipality"), 80),
        province=_text(_cell(cells, columns, "province"), 40),
        is_in_five_per_thousand=_text(_cell(cells, columns, "five_per_thousand"), 10).upper().replace("Ì", "I") in YES,
        registered_on=day_of(_cell(cells, columns, "registered_on")),
    )


def section_of(label: str) -> str:
    """Return the section that a label names.

    :raises BadRow: none of the seven.
    """
    section = _section_in(label)
    if not section:
        raise BadRow(_("La sezione non è una delle sette del RUNTS."))
    return section


@lru_cache(maxsize=256)
def _section_in(label: str) -> str:
    upper = _text(label, 200).upper()
    return next((section.value for mark, section in SECTIONS if mark in upper), "")


def day_of(value: Any) -> date | None:
    """Return the day of a cell: a date of a sheet, `31/12/2025` or `2025-12-31`; none for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return _day_in(str(value or "").strip())


@lru_cache(maxsize=10_000)
def _day_in(text: str) -> date | None:
    italian, iso = DAY.match(text), ISO_DAY.match(text)
    try:
        if italian:
            return date(int(italian[3]), int(italian[2]), int(italian[1]))
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        return None
    return None


def _cell(cells: Cells, columns: dict[str, int], name: str) -> Any:
    at = columns.get(name)
    return "" if at is None or at >= len(cells) or cells[at] is None else cells[at]


def _text(value: Any, longest: int) -> str:
    return " ".join(str(value).split())[:longest]


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _code(value: Any) -> str:
    """Return a code as it is written: a sheet turns it into a number and eats the noughts in front."""
    whole = _whole(value)
    return str(whole).zfill(11) if isinstance(whole, int) else str(whole).strip().lstrip("'")
