# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searching, always for someone: hits, counts, facets and suggestions hold only what these tokens may read."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain, islice

from django.utils.safestring import SafeString

from search import engines
from search.analysis import words
from search.engines.base import FACETS, Ask, EngineDown, FacetName, Filters, Found, NotBuilt
from search.enums import Key
from search.indexing import Hit
from search.models import Refresh
from search.snippets import Marker, marked, passage
from search.sources import Title, all_sources, kind_label
from search.vocabulary import Explanation, explanations
from search.wording import Wording, tidy, worded

logger = logging.getLogger(__name__)

PAGE_SIZE = 20
MAX_PAGES = 50
MAX_SUGGESTIONS = 8
MAX_TITLES = 50
MOST_FILTERS = 20
SHORTEST_PREFIX = 2
SHORTEST_CORRECTED = 4
LEFT_ALONE = 10.0


class Order(StrEnum):
    """What comes first."""

    RELEVANCE = "RELEVANCE"
    DATE = "DATE"


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """What a person asks: words, and what narrows them. `page` counts from one."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    in_force_on: dt.date | None = None
    order: Order = Order.RELEVANCE
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Nothing was asked."""
        return not (tidy(self.words) or self.kinds or self.areas or self.years or self.in_force_on)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One thing found, ready to be shown: title and snippet are escaped and marked."""

    kind: str
    kind_label: str
    title: SafeString
    snippet: SafeString
    plain_title: str
    url: str
    areas: tuple[str, ...] = ()
    date: dt.date | None = None
    status: str = ""
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """What was found.

    `is_degraded`: the index did not answer, and these are titles from the database, without facets.
    `is_relaxed`: nothing answered all the words, and these answer some. `did_you_mean` is empty or words to try.
    """

    results: tuple[Result, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1
    facets: dict[FacetName, list[tuple[str, int]]] = field(default_factory=dict)
    is_degraded: bool = False
    is_relaxed: bool = False
    did_you_mean: str = ""
    explanations: tuple[Explanation, ...] = ()


def search(query: SearchQuery, tokens: frozenset[str]) -> SearchResults:
    """Return what the holder of these tokens finds; when the engine is down, titles from the database."""
    wording = worded(query.words)
    if query.is_empty:
        return SearchResults()
    try:
        with _breaker:
            return _searched(query, wording, tokens)
    except EngineDown:
        return _from_titles(query, tokens)


def suggest(typed: str, tokens: frozenset[str]) -> tuple[Result, ...]:
    """Return a few things whose title has words that begin as typed; nothing when the engine is down."""
    starts = tuple(dict.fromkeys(word.text[:MAX_SUGGESTED_WORD] for word in words(tidy(typed))))
    if not starts or len(starts[-1]) < SHORTEST_PREFIX:
        return ()
    try:
        with _breaker:
            ask = Ask(tokens=tokens, hidden=_hidden(tokens), limit=MAX_SUGGESTIONS)
            hits = engines.current().starting_with(ask, starts)
    except EngineDown:
        return ()
    marker = Marker.of(Wording())
    return tuple(_result(hit, marker) for hit in hits)


MAX_SUGGESTED_WORD = 20


def _searched(query: SearchQuery, wording: Wording, tokens: frozenset[str]) -> SearchResults:
    if query.words.strip() and not wording.clauses:
        return SearchResults()  # only words that say nothing
    ask = _asked(query, wording, tokens)
    engine = engines.current()
    found = engine.search(ask)
    is_relaxed = not found.total and ask.required > 1
    if is_relaxed:
        ask = replace(ask, required=1)
        found = engine.search(ask)
    pages = max(1, min(MAX_PAGES, -(-found.total // PAGE_SIZE)))
    page = ask.offset // PAGE_SIZE + 1
    if page > pages:  # past the end is the end
        page = pages
        found = engine.search(replace(ask, offset=(pages - 1) * PAGE_SIZE))
    marker = Marker.of(wording)
    return SearchResults(
        results=tuple(_result(hit, marker) for hit in found.hits),
        total=found.total,
        page=page,
        pages=pages,
        facets=_facets(found),
        is_relaxed=is_relaxed and found.total > 0,
        did_you_mean=_meant(wording, ask.hidden) if is_relaxed or not found.total else "",
        explanations=explanations(wording.run),
    )


def _asked(query: SearchQuery, wording: Wording, tokens: frozenset[str]) -> Ask:
    page = min(max(1, query.page), MAX_PAGES)
    return Ask(
        tokens=tokens,
        wording=wording,
        required=wording.required,
        filters=Filters(
            kind=frozenset(query.kinds[:MOST_FILTERS]),
            area=frozenset(query.areas[:MOST_FILTERS]),
            year=frozenset(query.years[:MOST_FILTERS]),
            in_force_on=query.in_force_on,
        ),
        # See Note [Newly restricted]: read before the index is.
        hidden=_hidden(tokens),
        is_by_date=query.order is Order.DATE or not wording.clauses,
        offset=(page - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
    )


# Note [Newly restricted]
# -----------------------
# Until the index has been told, a thing is read by who could read it both before and at every change since: rows of
# the outbox that these tokens do not open hide it. The rows are read before the index: a row that is already gone was
# settled after the index had confirmed, so what is read afterwards knows of it.


def _hidden(tokens: frozenset[str]) -> frozenset[Key]:
    rows = Refresh.objects.filter(is_public=False).values_list("kind", "thing", "audience")
    return frozenset((kind, thing) for kind, thing, audience in rows.iterator() if tokens.isdisjoint(audience))


def _result(hit: Hit, marker: Marker) -> Result:
    return Result(
        kind=hit.kind,
        kind_label=kind_label(hit.kind),
        title=marked(hit.title, marker),
        snippet=passage(hit.text, marker),
        plain_title=hit.title,
        url=hit.url,
        areas=hit.areas,
        date=hit.date,
        status=hit.status,
        in_force_from=hit.in_force_from,
        in_force_to=hit.in_force_to,
    )


def _facets(found: Found) -> dict[FacetName, list[tuple[str, int]]]:
    """Most frequent first, years from the latest."""

    def ordered(name: FacetName, counts: Counter[str]) -> list[tuple[str, int]]:
        if name == "year":
            return sorted(counts.items(), reverse=True)
        return sorted(counts.items(), key=lambda row: (-row[1], row[0]))

    return {name: ordered(name, found.facets[name]) for name in FACETS}


def _meant(wording: Wording, hidden: frozenset[Key]) -> str:
    """Return the words with those that nobody wrote put right, or nothing."""
    better = [_better(word, hidden) for word in wording.run]
    return " ".join(better) if better != list(wording.run) else ""


def _better(word: str, hidden: frozenset[Key]) -> str:
    if len(word) < SHORTEST_CORRECTED or not word.isalpha():
        return word
    close = dict(engines.current().like(word, hidden))
    if word in close or not close:
        return word
    return max(close, key=lambda other: (_shared_start(word, other), close[other], other))


def _shared_start(word: str, other: str) -> int:
    return sum(1 for mine, its in zip(word[:3], other[:3], strict=False) if mine == its)


def _from_titles(query: SearchQuery, tokens: frozenset[str]) -> SearchResults:
    typed = tidy(query.words)
    asked = [typed[word.start : word.end] for word in words(typed)]
    sources = [source for source in all_sources() if not query.kinds or source.kind in query.kinds]
    titles = chain.from_iterable(source.titles(asked, tokens, MAX_TITLES) for source in sources) if asked else ()
    marker = Marker.of(worded(query.words))
    found = tuple(_titled(title, marker) for title in islice(titles, MAX_TITLES))
    return SearchResults(results=found, total=len(found), is_degraded=True)


def _titled(title: Title, marker: Marker) -> Result:
    return Result(
        kind=title.kind,
        kind_label=kind_label(title.kind),
        title=marked(title.title, marker),
        snippet=SafeString(""),
        plain_title=title.title,
        url=title.url,
    )


class _Breaker:
    """Leaves an engine alone for some seconds after it did not answer, so that readers don't all wait for it."""

    def __init__(self) -> None:
        self._closed_until = 0.0

    def __enter__(self) -> None:
        if time.monotonic() < self._closed_until:
            raise EngineDown("it did not answer a moment ago")

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is not None and issubclass(kind, EngineDown) and not issubclass(kind, NotBuilt):
            logger.warning("The search engine does not answer: titles are searched in the database.")
            self._closed_until = time.monotonic() + LEFT_ALONE

    def reset(self) -> None:
        """Ask the engine again at once."""
        self._closed_until = 0.0


_breaker = _Breaker()
