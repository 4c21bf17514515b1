# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often a way of seeing likeness is right, judged on pairs that a person has labelled."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from search.likeness import Likeness

PAIRS = Path(__file__).with_name("pairs.toml")


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """Two contributions, and whether a person would answer them together."""

    first: str
    second: str
    is_same: bool


@dataclass(frozen=True, kw_only=True)
class Judged:
    """How a way did: of what it proposes how much is right, of what is right how much it proposes."""

    name: str
    proposed: int
    right: int
    same: int

    @property
    def precision(self) -> float:
        """Of the pairs it proposes, those that are the same."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Of the pairs that are the same, those it proposes."""
        return self.right / self.same if self.same else 0.0


def labelled() -> list[Labelled]:
    """Return the bundled pairs."""
    rows = tomllib.loads(PAIRS.read_text(encoding="utf-8"))["pair"]
    return [Labelled(first=row["first"], second=row["second"], is_same=row["same"]) for row in rows]


def judge(way: Likeness, pairs: Sequence[Labelled]) -> Judged:
    """Return how a way does on labelled pairs, looked at all together as in a consultation."""
    texts = list(dict.fromkeys(text for pair in pairs for text in (pair.first, pair.second)))
    place = {text: at for at, text in enumerate(texts)}
    found = {(pair.first, pair.second) for pair in way.alike(texts)}

    def is_proposed(pair: Labelled) -> bool:
        one, two = sorted((place[pair.first], place[pair.second]))
        return (one, two) in found

    proposed = [pair for pair in pairs if is_proposed(pair)]
    return Judged(
        name=way.name,
        proposed=len(proposed),
        right=sum(pair.is_same for pair in proposed),
        same=sum(pair.is_same for pair in pairs),
    )
