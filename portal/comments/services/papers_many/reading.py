# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a file to cells, from a text to paragraphs. Nothing is computed: a cell that looks like a formula is text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, datetime, time, timedelta

import docx
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from portal.comments import words

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 1000
MOST_PARAGRAPHS = 500  # each is looked at, and its place chosen, by hand
LONGEST_CELL = 10_000
ZIP = b"PK\x03\x04"
BULLET = re.compile(r"^\s*(?:[-–—•*·]|\(?\d{1,3}[.)])\s+")
SHORTEST_PARAGRAPH = 5


class FileRefused(Exception):  # noqa: N818 -- a refusal, not a fault
    """The file cannot be read; the message says why, for who sent it."""


def table_of(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV (comma or semicolon), XLSX or ODS file, row by row, as text.

    :raises FileRefused: it is empty, too big, or of another kind.
    """
    _check_size(content)
    rows = _from_workbook(content) if content.startswith(ZIP) else _from_csv(content)
    rows = [row for row in rows if any(row)]
    if not rows:
        raise FileRefused(_("Il foglio è vuoto."))
    if len(rows) > MOST_ROWS + 1:
        raise FileRefused(_("Il foglio ha più di %(most)d righe: dividilo in più file.") % {"most": MOST_ROWS})
    return rows


def minutes_of(content: bytes) -> list[str]:
    """Return the paragraphs and list items of a text or of a DOCX document.

    :raises FileRefused: it is empty, too big, or of another kind.
    """
    _check_size(content)
    lines = _from_docx(content) if content.startswith(ZIP) else _decoded(content).split("\n")
    return paragraphs_of(lines)


def paragraphs_of(lines: list[str]) -> list[str]:
    """Put together lines of one paragraph: a blank line or a list mark begins another.

    :raises FileRefused: there is nothing, or too much.
    """
    found: list[str] = []
    is_new = True
    for line in lines:
        plain = words.clean_line(BULLET.sub("", line))
        if not plain:
            is_new = True
            continue
        if is_new or BULLET.match(line):
            found.append(plain)
        else:
            found[-1] = f"{found[-1]} {plain}"
        is_new = False
    found = [one[:LONGEST_CELL] for one in found if len(one) >= SHORTEST_PARAGRAPH]
    if not found:
        raise FileRefused(_("Nel testo non c'è nessun paragrafo."))
    if len(found) > MOST_PARAGRAPHS:
        raise FileRefused(_("Il testo ha più di %(most)d paragrafi: dividilo.") % {"most": MOST_PARAGRAPHS})
    return found


def _check_size(content: bytes) -> None:
    if not content.strip():
        raise FileRefused(_("Il file è vuoto."))
    if len(content) > MOST_BYTES:
        raise FileRefused(_("Il file è troppo grande: al massimo %(size)d MB.") % {"size": MOST_BYTES // 1024**2})
    if content.startswith(ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                unpacked = sum(inside.file_size for inside in archive.infolist())
        except zipfile.BadZipFile:
            raise FileRefused(_("Il file è rovinato: salvalo di nuovo e riprova.")) from None
        if unpacked > MOST_UNPACKED:
            raise FileRefused(_("Il file, aperto, è troppo grande."))


def _from_workbook(content: bytes) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
    except (CalamineError, OSError, ValueError, IndexError):
        raise FileRefused(_("Non è un foglio XLSX, ODS o CSV che si possa leggere.")) from None
    return [[_as_text(cell) for cell in row] for row in rows]


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime):
        is_day = (cell.hour, cell.minute) == (0, 0)
        return f"{cell:%Y-%m-%d}" if is_day else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return words.clean_text(str(cell))


def _from_csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") >= first.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error:
        raise FileRefused(_("Il CSV ha virgolette non chiuse: salvalo di nuovo dal foglio di calcolo.")) from None
    return [[words.clean_text(cell) for cell in row] for row in rows]


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise FileRefused(_("Non è un foglio né un testo che si possa leggere."))
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("Non è un testo che si possa leggere."))


def _from_docx(content: bytes) -> list[str]:
    try:
        document = docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, zipfile.BadZipFile):
        raise FileRefused(_("Non è un documento DOCX né un testo.")) from None
    lines: list[str] = []
    for paragraph in document.paragraphs:
        lines += [paragraph.text, ""]
    return lines
