# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables that people open in a spreadsheet: no cell is ever run as a formula (THREATS 38)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

BOM = "\ufeff"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str:
    """Return the text of a cell, with an apostrophe in front where a spreadsheet would compute it."""
    text = "" if value is None else str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(STARTS_A_FORMULA) else text


def csv_lines(heading: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file as Italian spreadsheets read it: UTF-8 with its mark, semicolons."""
    mark = BOM
    for part in ([heading], rows):
        for cells in part:
            line = io.StringIO()
            csv.writer(line, delimiter=";", lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
            yield mark + line.getvalue()
            mark = ""


def csv_response(name: str, heading: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Return the answer that streams a CSV file of this name, kept by nobody."""
    response = StreamingHttpResponse(csv_lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
