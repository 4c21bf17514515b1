# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables that people open in a spreadsheet: no cell is ever run as a formula (THREATS 38)."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse

BOM = "\ufeff"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_XLSX_CELL = 32_767
XLSX_COLUMN = 28


def safe_cell(value: object) -> str:
    """Return the text of a cell, with an apostrophe in front where a spreadsheet would compute it."""
    text = "" if value is None else str(value).replace("\x00", "")
    return f"'{text}" if _would_compute(text) else text


def guarded_cell(value: object) -> str:
    """Return the text of a cell that comes back: as `safe_cell`, and `bare_cell` gives exactly the text again."""
    text = "" if value is None else str(value).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if _would_compute(text.lstrip("'")) else text


def bare_cell(text: str) -> str:
    """Return the text that `guarded_cell` was given, lines ending as they did there."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if text.startswith("'") and _would_compute(text.lstrip("'")) else text


def _would_compute(text: str) -> bool:
    return text.lstrip(" \u00a0").startswith(STARTS_A_FORMULA)


def csv_lines(
    heading: Sequence[object], rows: Iterable[Sequence[object]], *, cell: Callable[[object], str] = safe_cell
) -> Iterator[str]:
    """Yield the lines of a CSV file as Italian spreadsheets read it: UTF-8 with its mark, semicolons."""
    mark = BOM
    for part in ([heading], rows):
        for cells in part:
            line = io.StringIO()
            csv.writer(line, delimiter=";", lineterminator="\r\n").writerow([cell(each) for each in cells])
            yield mark + line.getvalue()
            mark = ""


def csv_response(
    name: str,
    heading: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    cell: Callable[[object], str] = safe_cell,
) -> StreamingHttpResponse:
    """Return the answer that streams a CSV file of this name, kept by nobody."""
    response = StreamingHttpResponse(csv_lines(heading, rows, cell=cell), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def write_xlsx(
    path: str, heading: Sequence[object], rows: Iterable[Sequence[object]], *, cell: Callable[[object], str] = safe_cell
) -> None:
    """Write a sheet to a file, row by row: memory stays flat, every cell is a text and never a formula."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for number, cells in enumerate(chain([heading], rows)):
            for column, each in enumerate(cells):
                text = UNWRITABLE.sub("", cell(each))[:LONGEST_XLSX_CELL]
                sheet.write_string(number, column, text, wrapped if number else bold)
        sheet.set_column(0, len(heading) - 1, XLSX_COLUMN)


def xlsx_response(
    name: str, heading: Sequence[object], rows: Iterable[Sequence[object]], *, cell: Callable[[object], str] = safe_cell
) -> FileResponse:
    """Return the answer that sends an XLSX file of this name from a file of the moment, kept by nobody."""
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 -- closed, and gone, when the answer is sent
    write_xlsx(file.name, heading, rows, cell=cell)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    return response
