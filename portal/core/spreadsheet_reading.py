# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables that people send back: CSV or XLSX, the same rows of texts whichever it was."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from portal.core.spreadsheets import bare_cell

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_UNPACKED: Final = 200 * 1024 * 1024
LONGEST_CELL: Final = 200_000
SEPARATORS: Final = (";", "\t", ",")


class Unreadable(ValueError):  # noqa: N818 -- a fact about a file
    """A table that cannot be read; `code` says why: `too_large`, `empty`, `not_a_table`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def rows_of(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV, or of the first sheet of an XLSX, every cell as text without its guard.

    :raises Unreadable: it is too large, empty, or neither of the two.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large")
    if not content.strip():
        raise Unreadable("empty")
    rows = _sheet(content) if content.startswith(b"PK\x03\x04") else _text(content)
    for row in rows:
        yield [bare_cell(cell) for cell in row]


def _sheet(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(inside.file_size for inside in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable("too_large")
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        for row in sheet.iter_rows():
            yield [_as_text(cell) for cell in row]
    except (zipfile.BadZipFile, CalamineError, OSError) as error:
        raise Unreadable("not_a_table") from error


def _text(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Unreadable("not_a_table")
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)  # of the heading alone: sentences are full of commas
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise Unreadable("not_a_table") from error


def _as_text(cell: object) -> str:
    """Return a cell as a person reads it: whole numbers without a point, days in Italian order."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)
