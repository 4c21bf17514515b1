# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of a file, one by one, whatever it is: CSV with either separator and three encodings, or XLSX."""

from __future__ import annotations

import codecs
import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

SEPARATORS: Final = (";", ",", "\t")
HEAD: Final = 64 * 1024
MOST_UNPACKED: Final = 600 * 1024**2
Cells = list[Any]


class Unreadable(ValueError):  # noqa: N818 -- a fact about a file
    """The file cannot be read; the message says why, for who gave it."""


def rows_of(path: Path) -> Iterator[Cells]:
    """Yield the rows of the first sheet, or of the text; never the whole file at once for a text.

    :raises Unreadable: it is neither, or would fill the memory.
    """
    with path.open("rb") as file:
        is_zip = file.read(4) == b"PK\x03\x04"
    return _sheet(path) if is_zip else _text(path)


def _sheet(path: Path) -> Iterator[Cells]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(inside.file_size for inside in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("Il foglio è troppo grande una volta aperto: salvalo come CSV."))
        yield from CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()
    except (zipfile.BadZipFile, CalamineError, OSError) as error:
        raise Unreadable(_("Non è un foglio XLSX che si possa leggere.")) from error


def _text(path: Path) -> Iterator[Cells]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        head = file.read(HEAD)
        if not head.strip():
            raise Unreadable(_("Il file è vuoto."))
        separator = max(SEPARATORS, key=head.count)
        file.seek(0)
        try:
            yield from csv.reader((line.replace("\x00", "") for line in file), delimiter=separator)
        except csv.Error as error:
            raise Unreadable(_("Non è un file CSV che si possa leggere.")) from error


def _encoding(path: Path) -> str:
    """Return UTF-8 when every byte agrees (with or without its mark), else what old spreadsheets write."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "latin-1"
    return "utf-8-sig"
