# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an engine does for us, whichever it is.

Entries stand in shards: one for what everybody may read, one for each exact set of tokens beside it. An engine
searches the shards that the asker's tokens open, each with the statistics of its own, and puts the lists together
by rank: what one may not read is in a shard that is not opened, and changes nothing of what one gets.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, Literal, TypeVar

from search.enums import PUBLIC, Key
from search.indexing import Hit, Indexed
from search.wording import NOTHING, Wording

FacetName = Literal["kind", "area", "year"]
FACETS: tuple[FacetName, ...] = ("kind", "area", "year")
MAX_FACET_VALUES = 200
LIKE_ENOUGH = 20
SHORT_WORD = 5
"""A word as short as this differs from a meant one by a letter at most; a longer one by two."""
Place = TypeVar("Place")


class EngineDown(Exception):  # noqa: N818 -- a state of the world
    """The engine does not answer, or what it answers makes no sense."""


class NotBuilt(EngineDown):
    """There is no index of the present schema: `manage.py search_rebuild` makes one."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows a search; an empty field narrows nothing."""

    kind: frozenset[str] = frozenset()
    area: frozenset[str] = frozenset()
    year: frozenset[str] = frozenset()
    in_force_on: date | None = None

    def without(self, facet: FacetName) -> Filters:
        """Return the same filters but one: each facet is counted without its own."""
        if facet == "kind":
            return replace(self, kind=frozenset())
        return replace(self, area=frozenset()) if facet == "area" else replace(self, year=frozenset())


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One question of one reader. `hidden` are things indexed for these tokens that they may no longer read."""

    tokens: frozenset[str]
    wording: Wording = NOTHING
    required: int = 0
    filters: Filters = field(default_factory=Filters)
    hidden: frozenset[Key] = frozenset()
    is_by_date: bool = False
    offset: int = 0
    limit: int = 20

    @property
    def depth(self) -> int:
        """How many hits of each shard can reach the page."""
        return self.offset + self.limit


@dataclass(kw_only=True)
class Found:
    """One page of hits, how many there are in all, and the counts of each facet."""

    hits: list[Hit]
    total: int
    facets: dict[FacetName, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Place]):
    """A hit before its page is known: `place` is where its shard keeps it."""

    score: float
    moment: int
    place: Place
    is_public: bool


class Building(ABC):
    """An index that is being made beside the one in use."""

    @abstractmethod
    def add(self, entries: Sequence[Indexed]) -> None:
        """Put entries in it, each of them once."""

    @abstractmethod
    def finish(self) -> None:
        """Put it in the place of the one in use, at once."""

    @abstractmethod
    def abandon(self) -> None:
        """Forget it."""


class Engine(ABC):
    """An index and its questions. Every method raises `EngineDown` when the engine does not answer."""

    name: str

    @abstractmethod
    def search(self, ask: Ask) -> Found:
        """Return a page of hits with the counts of every facet."""

    @abstractmethod
    def starting_with(self, ask: Ask, starts: Sequence[str]) -> list[Hit]:
        """Return things whose title has a word beginning with each of these."""

    @abstractmethod
    def like(self, word: str, hidden: frozenset[Key]) -> list[tuple[str, int]]:
        """Return words of what everybody may read that could be meant by this one, with how many things have them."""

    @abstractmethod
    def write(self, entries: Sequence[Indexed], gone: Iterable[Key], version: int) -> None:
        """Put or replace entries and forget what is gone; it is findable when this returns.

        What was written with a higher version stays as it is.
        """

    @abstractmethod
    def rebuild(self) -> Building:
        """Start an index from nothing, beside the one in use."""

    @abstractmethod
    def count(self) -> int:
        """Return how many entries there are, for whomever."""

    @abstractmethod
    def is_built(self) -> bool:
        """Tell whether there is an index of the present schema."""


def shard_name(tokens: frozenset[str]) -> str:
    """Return the name of the shard of exactly these tokens."""
    if PUBLIC in tokens:
        return PUBLIC
    return hashlib.blake2b("\n".join(sorted(tokens)).encode(), digest_size=10).hexdigest()


def closest(word: str, known: Iterable[str], distance: Callable[[str, str], int]) -> list[str]:
    """Return the words that could be meant by this one, the nearest first."""
    most = 1 if len(word) <= SHORT_WORD else 2
    ranked = [(apart, other) for other in set(known) if (apart := distance(word, other)) <= most]
    return [other for _, other in sorted(ranked)[:LIKE_ENOUGH]]


def merged(shards: Iterable[list[Candidate[Place]]], ask: Ask) -> list[Candidate[Place]]:
    """Return the page that comes of the lists of several shards, each in its own order.

    Scores of two shards say nothing of each other. By date all are one list; by relevance the restricted shards
    are put together by rank, and their list and the public one take turns.
    """
    lists = list(shards)
    if ask.is_by_date:
        together = sorted((hit for hits in lists for hit in hits), key=lambda hit: -hit.moment)
    else:
        public = [hits for hits in lists if hits and hits[0].is_public]
        restricted = [hits for hits in lists if hits and not hits[0].is_public]
        together = _by_rank([*public, _by_rank(restricted)])
    return together[ask.offset : ask.depth]


def _by_rank(lists: Sequence[list[Candidate[Place]]]) -> list[Candidate[Place]]:
    ranked = [(rank, -hit.score, -hit.moment, hit) for hits in lists for rank, hit in enumerate(hits)]
    return [hit for *_, hit in sorted(ranked, key=lambda row: row[:3])]
