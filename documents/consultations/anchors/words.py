# SPDX-License-Identifier: AGPL-3.0-or-later
"""A text as words with their places: the same word whatever its case, apostrophes and marks around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

WORD = re.compile(r"\w+")
END = re.compile(r"[.!?;:]\W*\s|\n")
WORD_OR_BETWEEN = re.compile(r"\w+|\W+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands; `key` is what makes it the same word elsewhere."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph as it stood at one time."""

    identity: str
    plain: str


def words_of(plain: str) -> list[Word]:
    """Return the words of a text, in order."""
    return [Word(key_of(found.group()), found.start(), found.end()) for found in WORD.finditer(plain)]


def ends_of(words: Sequence[Word], plain: str) -> list[int]:
    """Return the places of the words after which a sentence ends; the last of a text is one."""
    inner = [at for at, word in enumerate(words[:-1]) if END.search(plain, word.end, words[at + 1].start)]
    return [*inner, len(words) - 1] if words else []


def key_of(word: str) -> str:
    """Return what is the same for «Servizio» and «servizio»."""
    folded = word.lower()
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def covered(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """Return from which word to which (excluded) a stretch of characters reaches, words cut in two included."""
    inside = [at for at, word in enumerate(words) if word.start < end and word.end > start]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)
