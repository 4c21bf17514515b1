# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two strings, word by word: what stayed, what was removed, what was added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

WORD = re.compile(r"\w+")
# Whole words, with the signs that cling to them: «l'ufficio,» is one. What changed then begins and ends where a voice
# pauses, and the words are rebuilt exactly even where spaces are not told (an accessibility tree trims them).
TOKEN = re.compile(r"\S+|\s+")


class Mark(StrEnum):
    """What happened to some words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Segment:
    """Words in a row that share one fate."""

    mark: Mark
    text: str

    @property
    def is_added(self) -> bool:
        """Whether only the new text has these words."""
        return self.mark == Mark.ADDED

    @property
    def is_removed(self) -> bool:
        """Whether only the old text had these words."""
        return self.mark == Mark.REMOVED


def words(old: str, new: str) -> list[Segment]:
    """Return how one text became the other, in reading order; both can be rebuilt exactly from it."""
    if old == new:
        return [Segment(Mark.SAME, old)] if old else []
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    return list(_segments(_joined(_pairs(before, after))))


def old_words(segments: Iterable[Segment]) -> str:
    """Return the old text, exactly."""
    return "".join(segment.text for segment in segments if segment.mark != Mark.ADDED)


def new_words(segments: Iterable[Segment]) -> str:
    """Return the new text, exactly."""
    return "".join(segment.text for segment in segments if segment.mark != Mark.REMOVED)


def likeness(old: str, new: str) -> float:
    """Return how much two texts share, from 0 to 1, by words alone."""
    return float(Indel.normalized_similarity(WORD.findall(old.lower()), WORD.findall(new.lower())))


Pair = tuple[str, str]  # the same words twice where nothing changed


def _pairs(before: list[str], after: list[str]) -> Iterator[Pair]:
    for step in Indel.opcodes(before, after):
        yield (
            "".join(before[step.src_start : step.src_end]),
            "".join(after[step.dest_start : step.dest_end]),
        )


def _joined(pairs: Iterable[Pair]) -> list[Pair]:
    """Join changes that only a space divides: «due parole» become «tre parole» is easier to read as one change."""
    joined: list[Pair] = []
    for pair in pairs:
        joined.append(pair)
        while _join_last(joined):
            pass
    return joined


def _join_last(pairs: list[Pair]) -> bool:
    if len(pairs) >= 2 and _is_change(pairs[-1]) and _is_change(pairs[-2]):  # noqa: PLR2004 -- the last two
        last, before = pairs.pop(), pairs.pop()
        pairs.append((before[0] + last[0], before[1] + last[1]))
        return True
    if len(pairs) < 3 or not _is_change(pairs[-1]) or _is_change(pairs[-2]) or not _is_change(pairs[-3]):  # noqa: PLR2004
        return False
    before, between, last = pairs[-3:]
    both_sides = before[0] + last[0], before[1] + last[1]
    if between[0].strip() or not all(both_sides):
        return False
    pairs[-3:] = [(before[0] + between[0] + last[0], before[1] + between[1] + last[1])]
    return True


def _is_change(pair: Pair) -> bool:
    return pair[0] != pair[1]


def _segments(pairs: Iterable[Pair]) -> Iterator[Segment]:
    for old, new in pairs:
        if old == new:
            yield Segment(Mark.SAME, old)
            continue
        if old:
            yield Segment(Mark.REMOVED, old)
        if new:
            yield Segment(Mark.ADDED, new)
