# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paragraphs that say the same of different things: what tells them apart must be the same in a pair.

Note [What tells paragraphs apart]
----------------------------------
A Piano says of ten services, in eight towns, the same three sentences; of ten offices, that they prepare the same
visits. Two of them are nearly all alike, and still are two paragraphs. So a pair is never matched alone, however alike
it is and wherever it stands, in two cases. Either a third paragraph, on either side, is nearly the same, and all that
changed stands where the third has other words (the service, the town, the term), or some of these are not there any
more. Or in the place of some words there are others that the text before says elsewhere too, in the same surroundings,
as it does those that they took the place of: one known name for another. Somebody may have edited one paragraph, or
taken out one and written another; words that are new to the text speak for an edit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Indel, Levenshtein

KIN = 0.8  # so many words, in their order, two of a family have in common
LEAST = 8  # shorter paragraphs have no frame
MOST = 12  # members that are looked at
OFTEN = 0.3  # so many of them have other words, where it is no mere edit of one
EDGE = ""

Words = tuple[str, ...]
Run = tuple[int, int]


class Families:
    """All paragraphs of both sides, asked about a pair."""

    def __init__(self, old: Sequence[Words], new: Sequence[Words]) -> None:
        self._texts = [*old, *new]
        self._first_new = len(old)
        self._sets = [frozenset(words) for words in self._texts]
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for at, words in enumerate(self._sets):
            for word in words:
                self._holders[word].append(at)
        self._said = Counter(pair for words in old for pair in set(_pairs(words, 0, len(words))))
        self._known: dict[int, list[int]] = {}

    def are_told_apart(self, old: int, new: int) -> bool:
        """Return whether words that tell a pair apart from others are not the same in both."""
        other = self._first_new + new
        return (
            self._has_other_name(old, other)
            or self._differs_as_a_third(old, other)
            or self._differs_as_a_third(other, old)
        )

    def is_told_by(self, old: int, new: int) -> bool:
        """Return whether an old paragraph has a family, and all that tells it apart in there is in the new one."""
        slots = self._slots(old, self._first_new + new)
        return bool(slots) and slots.isdisjoint(self._lost(old, self._first_new + new))

    def is_another(self, old: int, new: int) -> bool:
        """Return whether something that tells an old paragraph apart in its family is not in the new one."""
        other = self._first_new + new
        return not self._slots(old, other).isdisjoint(self._lost(old, other))

    def _differs_as_a_third(self, one: int, other: int) -> bool:
        """Return whether all that one lacks of the other stands where others of its family have other words.

        Or some of these words are not there any more, and none in their place: then nothing says which one it is.
        """
        lost = self._lost(one, other)
        if not lost:
            return False
        slots = self._slots(one, other)
        return lost <= slots or not slots.isdisjoint(_places(self._texts[one], self._texts[other], {"delete"}))

    def _lost(self, one: int, other: int) -> set[int]:
        return _places(self._texts[one], self._texts[other], {"replace", "delete"})

    def _slots(self, one: int, other: int) -> set[int]:
        """Return the places of the words that tell one apart: some of its family, the other not asked, have others."""
        thirds = [at for at in self._family(one) if at != other]
        often = Counter(at for third in thirds for at in _places(self._texts[one], self._texts[third], {"replace"}))
        return {at for at, times in often.items() if times >= max(1, OFTEN * len(thirds))}

    def _has_other_name(self, one: int, other: int) -> bool:
        """Return whether all that took the place of other words is said elsewhere too, and so are those."""
        before, after = self._texts[one], self._texts[other]
        lost, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
        if not lost or not come:
            return False
        runs = [
            ((step.src_start, step.src_end), (step.dest_start, step.dest_end))
            for step in Levenshtein.opcodes(before, after)
            if step.tag == "replace"
        ]
        own = set(_pairs(before, 0, len(before)))
        return bool(runs) and all(
            self._said[pair] > (pair in own)
            for was, now in runs
            for pair in (*_pairs(before, *was), *_pairs(after, *now))
        )

    def _family(self, at: int) -> list[int]:
        """Return some others that say nearly the same, in the same order."""
        if at not in self._known:
            self._known[at] = self._looked_for(at)
        return self._known[at]

    def _looked_for(self, at: int) -> list[int]:
        words, own = self._texts[at], self._sets[at]
        if len(words) < LEAST:
            return []
        rarest = sorted(own, key=lambda word: (len(self._holders[word]), word))
        some = rarest[: len(own) - int(KIN * len(own) / (2 - KIN)) + 1]  # one of them at least is in each of the family
        near = sorted({one for word in some for one in self._holders[word]} - {at})
        found = [one for one in near if Indel.normalized_similarity(words, self._texts[one], score_cutoff=KIN) >= KIN]
        return found[: MOST + 1]


def _pairs(words: Words, start: int, end: int) -> Iterator[tuple[str, str]]:
    """Yield the words in a row from one place to another, two by two, with the one before and the one after."""
    before = words[start - 1] if start else EDGE
    after = words[end] if end < len(words) else EDGE
    return pairwise((before, *words[start:end], after))


def _places(one: Words, other: Words, tags: set[str]) -> set[int]:
    """Return the places of the words of one where the other has others (`replace`) or none (`delete`)."""
    steps = (step for step in Levenshtein.opcodes(one, other) if step.tag in tags)
    return {at for step in steps for at in range(step.src_start, step.src_end)}
