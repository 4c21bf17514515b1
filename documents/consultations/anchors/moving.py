# SPDX-License-Identifier: AGPL-3.0-or-later
"""A proposal of words where a redraft changed the order of the sentences: each change goes where its words went.

Note [Where its words went]
---------------------------
A three-way merge reads three texts from end to end, and collides as soon as two sentences change places. Here each
change of the proposal is taken alone, with the word before it and the word after it. It is made in the redraft only
where all these words certainly are (Note [Certain words]), in one piece, signs included, and with most of the sentence
that they were said in: then nobody touched what the proposal touches, and it is not another sentence that says a few
of the same words. At the edge of a paragraph, the edge stands for the word. One change that finds no place, and the
whole is a collision as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.consultations.anchors.words import END, WORD

MOST = 0.75  # how much of the sentence must have come along
CUT = "\x00"  # stands between two paragraphs of one family


@dataclass(frozen=True, slots=True)
class Change:
    """What a proposal puts in the place of some tokens of the text that it was written about."""

    start: int
    end: int
    fresh: tuple[str, ...]


def changes(blocks: Sequence[tuple[int, int, int]], proposal: Sequence[str]) -> list[Change]:
    """Return what a proposal changes, given the stretches that it left as they were."""
    made = []
    for (old, new, size), (next_old, next_new, _) in pairwise([(0, 0, 0), *blocks]):
        if (old + size, new + size) != (next_old, next_new):
            made.append(Change(old + size, next_old, tuple(proposal[new + size : next_new])))
    return made


def moved(
    base: Sequence[str], current: Sequence[str], twins: Mapping[int, int], wanted: Sequence[Change]
) -> tuple[list[str], int] | None:
    """Return the redraft with every change made, and in which of its paragraphs; none where one has no certain place.

    `twins` says of the words of the base where they certainly are in the redraft.
    """
    mover = _Mover(_Tokens(base), _Tokens(current), twins)
    placed = [mover.placed(change) for change in wanted]
    found = sorted((one for one in placed if one is not None), key=lambda one: one.start)
    paragraphs = {current[: one.start].count(CUT) for one in found}
    are_apart = all(one.end <= other.start for one, other in pairwise(found))
    if not found or len(found) != len(wanted) or len(paragraphs) != 1 or not are_apart:
        return None
    tokens = list(current)
    for one in reversed(found):
        tokens[one.start : one.end] = one.fresh
    return tokens, paragraphs.pop()


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Words and what lies between them."""

    all: Sequence[str]

    def has_word(self, low: int, high: int) -> bool:
        return any(WORD.match(token) for token in self.all[low:high])

    def begins(self, at: int) -> bool:
        """Return whether a paragraph begins here."""
        return at == 0 or self.all[at - 1] == CUT

    def ends(self, at: int) -> bool:
        """Return whether a paragraph ends before this place."""
        return at == len(self.all) or self.all[at] == CUT

    def with_neighbours(self, low: int, high: int) -> tuple[int, int]:
        """Return from where to where a stretch reaches with the word before it and the word after it."""
        start, end = low, high
        while not self.begins(start) and not self.has_word(start, low):
            start -= 1
        while not self.ends(end) and not self.has_word(high, end):
            end += 1
        return start, end

    def sentence(self, low: int, high: int) -> tuple[int, int]:
        """Return from where to where the sentences reach that a stretch is in."""
        while not self.begins(low) and not END.search(self.all[low - 1]):
            low -= 1
        while not self.ends(high) and not END.search(self.all[high]):
            high += 1
        return low, high


@dataclass(frozen=True, slots=True)
class _Mover:
    base: _Tokens
    current: _Tokens
    twins: Mapping[int, int]

    def placed(self, change: Change) -> Change | None:
        """Return the same change on the redraft, if what it touches is there as it was."""
        low, high = self.base.with_neighbours(change.start, change.end)
        shift = next((self.twins[at] - at for at in range(low, high) if at in self.twins), None)
        if shift is None or CUT in change.fresh or low + shift < 0:
            return None
        if list(self.current.all[low + shift : high + shift]) != list(self.base.all[low:high]):
            return None
        words = (at for at in range(low, high) if WORD.match(self.base.all[at]))
        is_certain = all(self.twins.get(at) == at + shift for at in words)
        is_at_edges = (self.base.has_word(low, change.start) or self.current.begins(low + shift)) and (
            self.base.has_word(change.end, high) or self.current.ends(high + shift)
        )
        if not (is_certain and is_at_edges and self._is_same_sentence(low, high, shift)):
            return None
        return Change(change.start + shift, change.end + shift, change.fresh)

    def _is_same_sentence(self, low: int, high: int, shift: int) -> bool:
        start, end = self.base.sentence(low, high)
        first, last = self.current.sentence(low + shift, high + shift)
        words = [at for at in range(start, end) if WORD.match(self.base.all[at])]
        return sum(first <= self.twins.get(at, -1) < last for at in words) >= MOST * len(words)
