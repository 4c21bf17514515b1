# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is known so far while two texts are matched, and what is asked of it many times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import Indel

from documents.consultations.matching import order
from documents.consultations.matching.facts import Item
from documents.consultations.matching.families import Families
from documents.consultations.matching.weights import Weights, bag, tokens


class State:
    """Two sides by place; what is matched, split and merged so far. Sub-headings never match paragraphs."""

    def __init__(self, old: Sequence[Item], new: Sequence[Item], known: Mapping[str, str]) -> None:
        self.old, self.new = old, new
        self.old_words = [_words(one) for one in old]
        self.new_words = [_words(one) for one in new]
        self.weights = Weights([bag(words) for words in self.old_words], [bag(words) for words in self.new_words])
        self.families = Families(self.old_words, self.new_words)
        self.old_of: dict[int, int] = {}
        self.new_of: dict[int, int] = {}
        self.split_of: dict[int, int] = {}  # new → the old one it was a part of
        self.merged_in: dict[int, int] = {}  # old → the new one that took it in
        place = {one.key: at for at, one in enumerate(old)}
        for at, one in enumerate(new):
            if one.key in known and known[one.key] in place:
                self.pair(place[known[one.key]], at)

    @property
    def settled(self) -> int:
        """How much is decided."""
        return len(self.old_of) + len(self.split_of) + len(self.merged_in)

    def pair(self, old: int, new: int) -> None:
        """Say that a new paragraph is an old one."""
        self.old_of[new], self.new_of[old] = old, new

    def is_free(self, old: int, new: int) -> bool:
        """Return whether nothing was said yet of either."""
        return self.is_free_old(old) and self.is_free_new(new)

    def is_free_old(self, old: int) -> bool:
        """Return whether nothing was said yet of an old paragraph."""
        return old not in self.new_of and old not in self.merged_in

    def is_free_new(self, new: int) -> bool:
        """Return whether nothing was said yet of a new paragraph."""
        return new not in self.old_of and new not in self.split_of

    def free_old(self) -> list[int]:
        """Return the old paragraphs of which nothing was said yet."""
        return [at for at in range(len(self.old)) if self.is_free_old(at)]

    def free_new(self) -> list[int]:
        """Return the new paragraphs of which nothing was said yet."""
        return [at for at in range(len(self.new)) if self.is_free_new(at)]

    def gaps(self) -> list[order.Gap]:
        """Return what stands between the same neighbours, unmatched on both sides: paragraphs, then sub-headings."""
        used = {*self.new_of, *self.merged_in}
        made = []
        for gap in order.gaps(len(self.old), len(self.new), self.old_of, used):
            for is_heading in (False, True):
                old = tuple(at for at in gap.old if self.old[at].is_heading == is_heading)
                new = tuple(at for at in gap.new if self.new[at].is_heading == is_heading and at not in self.split_of)
                if old and new:
                    made.append(order.Gap(old, new))
        return made

    def neighbours(self, old: int, new: int) -> int:
        """Return how many of the two neighbours of a pair are matched with each other."""
        return sum(self.origin(new + step) == old + step for step in (-1, 1) if 0 <= new + step < len(self.new))

    def origin(self, new: int) -> int | None:
        """Return the old paragraph that a new one is, or was a part of."""
        return self.old_of.get(new, self.split_of.get(new))

    def in_order(self, old: int, new: int) -> float:
        """Return how many of their words two paragraphs have in common, in the same order, from 0 to 1."""
        return Indel.normalized_similarity(self.old_words[old], self.new_words[new])

    def best_old(self, new: int) -> int | None:
        """Return the unmatched old paragraph most like a new one."""
        free = ((self.weights.likeness(old, new), -old) for old in self.weights.by_new[new] if self.is_free_old(old))
        best = max(free, default=None)
        return -best[1] if best else None

    def best_new(self, old: int) -> int | None:
        """Return the unmatched new paragraph most like an old one."""
        free = ((self.weights.likeness(old, new), -new) for new in self.weights.by_old[old] if self.is_free_new(new))
        best = max(free, default=None)
        return -best[1] if best else None

    def rival_old(self, new: int, chosen: int) -> float:
        """Return how near another old paragraph comes, matched or not."""
        row = self.weights.by_new[new]
        return max((self.weights.likeness(old, new) for old in row if old != chosen), default=0.0)

    def rival_new(self, old: int, chosen: int) -> float:
        """Return how near another new paragraph comes, matched or not."""
        row = self.weights.by_old[old]
        return max((self.weights.likeness(old, new) for new in row if new != chosen), default=0.0)


def _words(one: Item) -> tuple[str, ...]:
    """Mark the words of a sub-heading, so that they are no paragraph's."""
    words = tokens(one.plain)
    return tuple(f"#{word}" for word in words) if one.is_heading else words
