# SPDX-License-Identifier: AGPL-3.0-or-later
"""Some words inside a paragraph: chosen by number, kept as a stretch of characters, shown with a mark. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD = re.compile(r"\w+")
SPACES = re.compile(r"[^\S\n]+")


class NotThere(ValueError):  # noqa: N818 -- a fact about what was sent
    """The words sent are not those of the paragraph."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph in three parts, of which the middle one was chosen; nothing chosen: all of it stands before."""

    before: str
    chosen: str = ""
    after: str = ""

    @property
    def has_choice(self) -> bool:
        """Whether some words were chosen."""
        return bool(self.chosen)


def passage(plain: str, stretch: tuple[int, int] | None) -> Passage:
    """Return a paragraph with the words of a stretch apart."""
    if stretch is None:
        return Passage(plain)
    start, end = stretch
    return Passage(plain[:start], plain[start:end], plain[end:])


def spans(plain: str) -> list[tuple[int, int]]:
    """Return where each word of a paragraph begins and ends."""
    return [found.span() for found in WORD.finditer(plain)]


def stretch_of(plain: str, *, first: int, last: int, sent: str) -> tuple[int, int]:
    """Return from which character to which (excluded) the words from one number to another reach.

    :raises NotThere: there are no such words, or they are not those that were sent.
    """
    places = spans(plain)
    if not 0 <= first <= last < len(places):
        raise NotThere(sent)
    start, end = places[first][0], places[last][1]
    if WORD.findall(plain[start:end]) != WORD.findall(sent):
        raise NotThere(sent)
    return start, end


def tidy(words: str) -> str:
    """Return the words of a paragraph with single spaces, one line for each item of a list and none empty."""
    lines = (SPACES.sub(" ", line).strip() for line in words.split("\n"))
    return "\n".join(line for line in lines if line)
