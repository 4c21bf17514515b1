# SPDX-License-Identifier: AGPL-3.0-or-later
"""Titles in capitals, made readable the way the text itself writes those words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+")
SHORTEST_CAPITALS = 2


def is_capitals(text: str) -> bool:
    """Return whether a line is written all in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= SHORTEST_CAPITALS and all(not letter.islower() for letter in letters)


class Casing:
    """How a text writes its words when it does not shout."""

    def __init__(self, texts: Iterable[str]) -> None:
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            if is_capitals(text):
                continue
            for found in list(WORD.finditer(text))[1:]:  # the first word has a capital in any case
                seen[found[0].lower()][found[0]] += 1
        self._usual = {word: forms.most_common(1)[0][0] for word, forms in seen.items()}

    def readable(self, title: str) -> str:
        """Return a title as the text would write it: «ISTITUZIONE DELL'UFFICIO» is «Istituzione dell'Ufficio»."""
        if not is_capitals(title):
            return title
        quiet = WORD.sub(lambda found: self._usual.get(found[0].lower(), found[0].lower()), title)
        return quiet[:1].upper() + quiet[1:]
