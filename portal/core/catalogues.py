# SPDX-License-Identifier: AGPL-3.0-or-later
"""Message catalogues compiled in Python, so that a newcomer's machine needs no gettext."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_under(root: Path) -> list[Path]:
    """Compile every `.po` under a folder whose `.mo` is missing or older; return the `.mo` that were written."""
    return [_compile(source) for source in sorted(root.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    compiled = source.with_suffix(".mo")
    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    fresh = compiled.with_suffix(".mo.new")
    with fresh.open("wb") as file:
        write_mo(file, catalogue)
    fresh.replace(compiled)
    return compiled
