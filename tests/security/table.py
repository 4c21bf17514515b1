# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes `docs/security.md`: the cases that must not happen, and the tests that hold each of them.

A test says which cases it holds in a comment above it, `# THREATS: 33, 34`. Run `python -m tests.security.table`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

from tests.security.cases import CASES

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- tabella: la scrive tests/security/table.py -->", "<!-- fine della tabella -->"
MARK = re.compile(r"^\s*#\s*THREATS:\s*([\d, ]+?)\s*$")


def held() -> dict[int, list[tuple[str, str]]]:
    """Return the tests (file, name) that hold each case."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for cases, name in _marked(file):
            for case in cases:
                found[case].append((file.relative_to(ROOT).as_posix(), name))
    return found


def _marked(file: Path) -> list[tuple[list[int], str]]:
    """Return the cases and the name of each test that says which it holds."""
    source = file.read_text()
    marks = {
        number: [int(case) for case in mark.group(1).replace(",", " ").split()]
        for number, line in enumerate(source.splitlines(), start=1)
        if (mark := MARK.match(line))
    }
    if not marks:
        return []
    tests = sorted(
        (node.lineno, node.name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )
    return [(cases, next(name for line, name in tests if line > number)) for number, cases in sorted(marks.items())]


def table() -> str:
    """Return the table: number, what must not happen, which tests hold it."""
    by_case = held()
    lines = ["| caso | che cosa non deve accadere | prove |", "| --- | --- | --- |"]
    for number, what in CASES.items():
        tests = "<br>".join(f"`{file}`: {_sentence(name)}" for file, name in by_case.get(number, []))
        lines.append(f"| {number} | {what} | {tests or '—'} |")
    return "\n".join(lines)


def _sentence(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ")


def page() -> str:
    """Return the page with its table made anew."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page())
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}: fatto.\n")
