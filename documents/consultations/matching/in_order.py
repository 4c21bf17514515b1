# SPDX-License-Identifier: AGPL-3.0-or-later
"""What kept most of its words, in the same order, where these are common words, that weigh nothing by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import Indel, LCSseq

from documents.consultations.matching.families import Words
from documents.consultations.matching.state import State

ENOUGH = 0.6  # words in common, for two between the same neighbours
WHOLE = 0.85  # the same, for a whole and its two parts
OF_A_PART = 0.8  # of the words of a part, so many are in the whole
AHEAD = 0.2  # how much better than any that is free
FEW_WORDS = 4


class InOrder:
    """Finds pairs, splits and merges by the order of all words, and says them to the state."""

    def __init__(self, state: State) -> None:
        self.state = state

    def between_neighbours(self) -> None:
        """Match what stands between the same neighbours and is far ahead of all that is free."""
        state = self.state
        for gap in state.gaps():
            for new in gap.new:
                free = [old for old in gap.old if state.is_free_old(old)]
                if not free or not state.is_free_new(new) or len(state.new_words[new]) < FEW_WORDS:
                    continue
                score, old = max((state.in_order(old, new), -old) for old in free)
                old = -old
                others = [state.in_order(one, new) for one in state.free_old() if one != old]
                others += [state.in_order(old, one) for one in state.free_new() if one != new]
                is_ahead = score - max(others, default=0.0) >= AHEAD
                if score >= ENOUGH and is_ahead and not state.families.are_told_apart(old, new):
                    state.pair(old, new)

    def split_or_joined(self) -> None:
        """Find a whole whose words are, one after the other, those of two neighbours on the other side."""
        state = self.state
        for old in state.free_old():
            at = self._two(state.old_words[old], state.new_words, state.weights.by_old[old], state.is_free_new)
            if at is not None and self._is_only(state.old_words[old], state.old_words, state.free_old()):
                state.pair(old, at)
                state.split_of[at + 1] = old
        for new in state.free_new():
            at = self._two(state.new_words[new], state.old_words, state.weights.by_new[new], state.is_free_old)
            if at is not None and self._is_only(state.new_words[new], state.new_words, state.free_new()):
                state.pair(at, new)
                state.merged_in[at + 1] = new

    def _two(
        self, whole: Words, side: Sequence[Words], near: Iterable[int], is_free: Callable[[int], bool]
    ) -> int | None:
        """Return the first of the two neighbours that are the parts of a whole, if no others come near."""
        starts = sorted({at for one in near for at in (one - 1, one)})
        scored = [
            (Indel.normalized_similarity(whole, (*side[at], *side[at + 1])), -at)
            for at in starts
            if 0 <= at < len(side) - 1 and is_free(at) and is_free(at + 1)
        ]
        scored = sorted(((score, at) for score, at in scored if score >= WHOLE - AHEAD), reverse=True)
        if not scored or scored[0][0] < WHOLE or (len(scored) > 1 and scored[0][0] - scored[1][0] < AHEAD / 2):
            return None
        first = -scored[0][1]
        return first if all(_is_in(side[at], whole) for at in (first, first + 1)) else None

    def _is_only(self, whole: Words, side: Sequence[Words], free: Iterable[int]) -> bool:
        """Return whether no other whole is so like this one that the parts may be of that one."""
        alike = sum(Indel.normalized_similarity(whole, side[at]) > 1 - AHEAD for at in free)
        return alike == 1


def _is_in(part: Words, whole: Words) -> bool:
    return len(part) >= FEW_WORDS and LCSseq.similarity(part, whole) >= OF_A_PART * len(part)
