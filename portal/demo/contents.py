# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads what the demo site is made of: texts in Markdown, people and things in TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parent / "content"


def rows(file: str, table: str) -> list[dict[str, Any]]:
    """Return the rows of one table of a TOML file, in their order; none if the file has no such table."""
    found: list[dict[str, Any]] = _load(file).get(table, [])
    return found


def markdown(name: str) -> str:
    """Return a text in Markdown."""
    return (CONTENT / f"{name}.md").read_text(encoding="utf-8")


def _load(file: str) -> dict[str, Any]:
    with (CONTENT / f"{file}.toml").open("rb") as stream:
        return tomllib.load(stream)
