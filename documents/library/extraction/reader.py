# SPDX-License-Identifier: AGPL-3.0-or-later
"""Take the words out of a file without trusting it."""

from __future__ import annotations

import json
from pathlib import Path

from portal.core.bounded import run_module

READABLE = frozenset({".pdf", ".docx", ".odt"})


def pages_of(path: Path) -> list[str]:
    """Return the words of each page of a PDF, DOCX or ODT; an empty list for other kinds of file.

    :raises portal.core.bounded.BoundsExceeded: the file is broken, locked, hostile or simply too large.
    """
    extension = path.suffix.lower()
    if extension not in READABLE:
        return []
    pages = json.loads(run_module("documents.library.extraction.child", [str(path), extension]))
    return [str(page) for page in pages]
