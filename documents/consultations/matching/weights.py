# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much two paragraphs share: words, pairs and threes; those that few paragraphs have weigh more."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

WORD = re.compile(r"\w+")
SMALL = 60  # a text of so few paragraphs keeps all its words
COMMON = 0.08  # of a larger one, what more paragraphs than this have says nothing

Bag = Counter[tuple[str, ...]]


def tokens(plain: str) -> tuple[str, ...]:
    """Return the words of a paragraph, as they are compared; its signs, where it has no word."""
    return tuple(WORD.findall(plain.lower())) or tuple(plain.split())


def bag(words: Sequence[str]) -> Bag:
    """Return the words of a paragraph, its pairs and its threes in a row, with how often each is there."""
    made: Bag = Counter((word,) for word in words)
    made.update(pairwise(words))
    made.update(zip(words, words[1:], words[2:], strict=False))
    return made


class Weights:
    """Two sides of paragraphs, and how much any of one shares with any of the other."""

    def __init__(self, old: Sequence[Bag], new: Sequence[Bag]) -> None:
        self.old, self.new = old, new
        count = len(old) + len(new)
        often = Counter(feature for one in (*old, *new) for feature in one)
        most = count if count <= SMALL else count * COMMON
        self._weight = {
            feature: math.log(1 + count / times)
            for feature, times in often.items()
            if times <= most or times <= 2  # noqa: PLR2004 -- once on each side
        }
        self.old_size = [self.size(one) for one in old]
        self.new_size = [self.size(one) for one in new]

    def size(self, one: Bag) -> float:
        """Return how much a bag weighs."""
        return sum(times * self._weight.get(feature, 0.0) for feature, times in one.items())

    def shared(self, one: Bag, other: Bag) -> float:
        """Return how much two bags have in common."""
        if len(other) < len(one):
            one, other = other, one
        return sum(
            min(times, other[feature]) * self._weight.get(feature, 0.0)
            for feature, times in one.items()
            if feature in other
        )

    @cached_property
    def by_new(self) -> list[dict[int, float]]:
        """For each new paragraph, what it shares with each old one that it shares anything with."""
        postings: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
        for at, one in enumerate(self.old):
            for feature, times in one.items():
                if feature in self._weight:
                    postings[feature].append((at, times))
        return [self._sum(one, postings) for one in self.new]

    @cached_property
    def by_old(self) -> list[dict[int, float]]:
        """For each old paragraph, what it shares with each new one that it shares anything with."""
        made: list[dict[int, float]] = [{} for _ in self.old]
        for new, row in enumerate(self.by_new):
            for old, shared in row.items():
                made[old][new] = shared
        return made

    def likeness(self, old: int, new: int) -> float:
        """Return how alike two paragraphs are, from 0 to 1."""
        both = self.old_size[old] + self.new_size[new]
        return 2 * self.by_new[new].get(old, 0.0) / both if both else 0.0

    def old_in_new(self, old: int, new: int) -> float:
        """Return how much of an old paragraph a new one has, from 0 to 1."""
        return self.by_new[new].get(old, 0.0) / self.old_size[old] if self.old_size[old] else 0.0

    def new_in_old(self, old: int, new: int) -> float:
        """Return how much of a new paragraph was in an old one, from 0 to 1."""
        return self.by_new[new].get(old, 0.0) / self.new_size[new] if self.new_size[new] else 0.0

    def _sum(self, one: Bag, postings: dict[tuple[str, ...], list[tuple[int, int]]]) -> dict[int, float]:
        row: dict[int, float] = defaultdict(float)
        for feature, times in one.items():
            weight = self._weight.get(feature, 0.0)
            for old, there in postings.get(feature, ()):
                row[old] += min(times, there) * weight
        return dict(row)


def together(bags: Iterable[Bag]) -> Bag:
    """Return several bags as one."""
    made: Bag = Counter()
    for one in bags:
        made.update(one)
    return made
