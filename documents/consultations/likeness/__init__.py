# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often a way of seeing likeness is right, judged on pairs that a person has labelled."""

from __future__ import annotations

import tomllib
from collections import Counter
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

    @property
    def summary(self) -> str:
        """The figures in words."""
        return (
            f"proposte {self.proposed}, giuste {self.right}: precisione {self.precision:.2f}, "
            f"richiamo {self.recall:.2f}"
        )


@dataclass(frozen=True, kw_only=True)
class Said:
    """A contribution of the bundled ones: which matter it is about, and which point of it it makes."""

    text: str
    matter: int
    point: str


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


def said(pairs: Sequence[Labelled]) -> list[Said]:
    """Return all that the bundled pairs say, each once, with its point: two with the same point are the same.

    The n-th pair that is not the same begins with the point of the n-th that is, and goes on with another.
    """
    found: dict[str, Said] = {}
    for is_same in (True, False):
        for matter, pair in enumerate(pair for pair in pairs if pair.is_same == is_same):
            points = ("one", "one") if is_same else ("one", "other")
            for text, point in zip((pair.first, pair.second), points, strict=True):
                found.setdefault(text, Said(text=text, matter=matter, point=f"{matter}:{point}"))
    return list(found.values())


def judge_all(way: Likeness, everything: Sequence[Said], *, half: int | None = None) -> Judged:
    """Return how a way does on contributions looked at all together, any two of them: what a person is shown.

    `half` counts those about every second matter only (0 or 1): the threshold was chosen on the first half.
    """
    texts = [one.text for one in everything]
    is_in = [half is None or one.matter % 2 == half for one in everything]
    proposed = [pair for pair in way.alike(texts) if is_in[pair.first] and is_in[pair.second]]
    points = Counter(one.point for one, counts in zip(everything, is_in, strict=True) if counts)
    return Judged(
        name=way.name,
        proposed=len(proposed),
        right=sum(everything[pair.first].point == everything[pair.second].point for pair in proposed),
        same=sum(times * (times - 1) // 2 for times in points.values()),
    )
