# SPDX-License-Identifier: AGPL-3.0-or-later
"""Log lines: one for each record, whatever a stranger writes into a path or a name."""

import json
import logging
import sys

import pytest

from portal.core import logs

FORGED = "/a\n2026-01-01 INFO tutto bene\x1b[2K\r\u2028\u202etxt.exe"


def _record(message, *args, exc_info=None):
    return logging.LogRecord("portal.prova", logging.WARNING, "prova.py", 1, message, args, exc_info)


# THREATS: 41
@pytest.mark.parametrize("formatter", [logs.json_formatter(), logs.plain_formatter()], ids=["json", "plain"])
def test_a_forged_path_stays_on_its_line(formatter):
    line = formatter.format(_record("Not Found: %s", FORGED))

    assert [character for character in line if logs.UNPRINTABLE.match(character)] == []
    assert "\\x1b[2K" in line.replace("\\\\", "\\")


def test_a_json_line_says_who_when_and_what():
    line = json.loads(logs.json_formatter().format(_record("Pagina %s", "à")))

    assert (line["event"], line["level"], line["logger"]) == ("Pagina à", "warning", "portal.prova")
    assert line["timestamp"].endswith("Z")


# THREATS: 41
def test_a_traceback_is_one_line_of_json_and_indented_elsewhere():
    try:
        raise ValueError(FORGED)
    except ValueError:
        record = _record("fault", exc_info=sys.exc_info())

    assert logs.json_formatter().format(record).count("\n") == 0
    assert all(row.startswith("    ") for row in logs.plain_formatter().format(record).split("\n")[1:])


def test_every_answer_has_a_number_of_its_own(client, db):
    first, second = (client.get("/healthz")["X-Request-ID"] for _ in range(2))

    assert len(first) == len(second) == 16
    assert first != second
