# SPDX-License-Identifier: AGPL-3.0-or-later
"""The embedded engine: Tantivy, in a folder of this machine, one small index for each shard."""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from rapidfuzz.distance import DamerauLevenshtein

from search.engines.base import (
    FACETS,
    MAX_FACET_VALUES,
    Ask,
    Building,
    Candidate,
    Engine,
    EngineDown,
    FacetName,
    Found,
    NotBuilt,
    closest,
    merged,
    shard_name,
)
from search.engines.tantivy_asking import asked_query, starts_query, visible_query
from search.engines.tantivy_fields import SHOWN, document, open_shard
from search.enums import PUBLIC, Key
from search.indexing import SCHEMA, Hit, Indexed, hit_of, key_text

POINTER = "current"
TOKENS = "tokens.json"
WRITER_MEMORY = 20_000_000
BUILDER_MEMORY = 120_000_000
SPARE = 40
"""Hits asked for beyond the page, so that those of equal worth at its edge are all there at the first try."""
TIES_FACTOR = 4
FARTHEST = 2

Address = tuple[tantivy.Searcher, tantivy.DocAddress]


class Shard:
    """An index of one exact set of tokens, open for reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tokens: frozenset[str] = frozenset(json.loads((folder / TOKENS).read_text()))
        self.index = open_shard(folder)
        self._seen: tuple[int, int] | None = None
        self._lock = threading.Lock()

    @property
    def is_public(self) -> bool:
        return PUBLIC in self.tokens

    def searcher(self) -> tantivy.Searcher:
        """Return what is committed now, also by another process."""
        meta = (self.folder / "meta.json").stat()
        stamp = (meta.st_mtime_ns, meta.st_ino)
        with self._lock:
            if stamp != self._seen:
                self.index.reload()
                self._seen = stamp
        return self.index.searcher()

    @contextlib.contextmanager
    def writer(self, memory: int = WRITER_MEMORY) -> Iterator[tantivy.IndexWriter]:
        """Give the one writer; what was written is committed at the end, or not at all."""
        writer = self.index.writer(memory, 1)
        try:
            yield writer
            writer.commit()
        except BaseException:
            with contextlib.suppress(Exception):
                writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()


@dataclass(frozen=True)
class View:
    """What a shard held at one moment: hits, counts and texts of one answer come from the same."""

    searcher: tantivy.Searcher
    is_public: bool


@contextlib.contextmanager
def _as_down() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError) as fault:
        raise EngineDown("Tantivy") from fault


class Generation:
    """One whole index: a folder with a folder for each shard."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, Shard] = {}

    def shards(self) -> list[Shard]:
        """Return every shard there is now, the public one first."""
        names = sorted(path.parent.name for path in self.folder.glob(f"*/{TOKENS}"))
        return sorted((self._shard(name) for name in names), key=lambda shard: not shard.is_public)

    def shard_for(self, tokens: frozenset[str]) -> Shard:
        """Return the shard of these tokens, made if it is not there."""
        folder = self.folder / shard_name(tokens)
        if not (folder / TOKENS).exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            open_shard(folder)
            (folder / TOKENS).write_text(json.dumps(sorted(tokens)))
        return self._shard(folder.name)

    def _shard(self, name: str) -> Shard:
        return self._open.get(name) or self._open.setdefault(name, Shard(self.folder / name))


class TantivyEngine(Engine):
    """Searches and writes the index of a folder; one process may write at a time (the drain holds a lock)."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._generation: Generation | None = None

    def search(self, ask: Ask) -> Found:
        with _as_down():
            views = self._readable(ask)
            query = asked_query(ask, ask.filters)
            candidates = [_best(view, query, ask) for view in views]
            facets = _counted(views, ask)
            total = sum(facets["kind"].values()) if not ask.filters.kind else _kind_total(facets["kind"], ask)
            hits = [_hit(found.place) for found in merged(candidates, ask)]
            return Found(hits=hits, total=total, facets=facets)

    def starting_with(self, ask: Ask, starts: Sequence[str]) -> list[Hit]:
        with _as_down():
            query = starts_query(ask, starts)
            candidates = [_best(view, query, ask) for view in self._readable(ask)]
            return [_hit(found.place) for found in merged(candidates, ask)]

    def like(self, word: str, hidden: frozenset[Key]) -> list[tuple[str, int]]:
        with _as_down():
            public = next((shard for shard in self._current().shards() if shard.is_public), None)
            if public is None:
                return []
            searcher = public.searcher()
            known = [term for term, _ in searcher.terms_with_prefix("word", word[0]) if not term.isdigit()]
            near = [term for term in known if abs(len(term) - len(word)) <= FARTHEST]
            close = closest(word, near, DamerauLevenshtein.distance)
            counted = [(term, _with_word(searcher, term, hidden)) for term in close]
            return [(term, count) for term, count in counted if count]

    def write(self, entries: Sequence[Indexed], gone: Iterable[Key], version: int) -> None:
        with _as_down():
            generation = self._current(make=True)
            keys = {key_text(key) for key in gone} | {entry.id for entry in entries}
            homes = {shard_name(entry.tokens): entry.tokens for entry in entries}
            for tokens in homes.values():
                generation.shard_for(tokens)
            # See Note [Out before in]
            for shard in sorted(generation.shards(), key=lambda shard: shard.folder.name in homes):
                mine = [entry for entry in entries if shard_name(entry.tokens) == shard.folder.name]
                stale = _kept(shard, keys)
                if mine or stale:
                    _replace(shard, mine, stale)

    def rebuild(self) -> Building:
        return TantivyBuilding(self)

    def count(self) -> int:
        with _as_down():
            return sum(shard.searcher().num_docs for shard in self._current().shards())

    def is_built(self) -> bool:
        with _as_down():
            return self._pointed() is not None

    def point_to(self, name: str) -> None:
        """Make this generation the one in use, and forget all but the one before."""
        before = self._pointed()
        fresh = self.folder / f"{POINTER}.{uuid.uuid4().hex}"
        fresh.write_text(name)
        fresh.replace(self.folder / POINTER)
        for folder in self.folder.glob("v*-*"):
            if folder.name not in (name, before):
                shutil.rmtree(folder, ignore_errors=True)

    def _readable(self, ask: Ask) -> list[View]:
        return [
            View(shard.searcher(), shard.is_public) for shard in self._current().shards() if shard.tokens & ask.tokens
        ]

    def _pointed(self) -> str | None:
        """Return the generation in use, if it is of the present schema."""
        try:
            name = (self.folder / POINTER).read_text().strip()
        except FileNotFoundError:
            return None
        return name if name.startswith(f"v{SCHEMA}-") else None

    def _current(self, *, make: bool = False) -> Generation:
        name = self._pointed()
        if name is None:
            if not make or (self.folder / POINTER).exists():
                raise NotBuilt("manage.py search_rebuild")
            name = _new_name()
            (self.folder / name).mkdir(parents=True)
            self.point_to(name)
        if self._generation is None or self._generation.folder.name != name:
            self._generation = Generation(self.folder / name)
        return self._generation


# Note [Out before in]
# --------------------
# What changes its audience leaves one shard and enters another, in two commits. It leaves first: in between, and
# after a crash in between, it is in none and the outbox still owes it; it is never in a shard it should not be in.


class TantivyBuilding(Building):
    """A generation being made."""

    def __init__(self, engine: TantivyEngine) -> None:
        self._engine = engine
        with _as_down():
            self._generation = Generation(engine.folder / _new_name())
            self._generation.folder.mkdir(parents=True)
            self._generation.shard_for(frozenset({PUBLIC}))
        self._writers: dict[str, tantivy.IndexWriter] = {}

    def add(self, entries: Sequence[Indexed]) -> None:
        with _as_down():
            for entry in entries:
                self._writer(entry.tokens).add_document(document(entry))

    def finish(self) -> None:
        with _as_down():
            self._close(is_kept=True)
            self._engine.point_to(self._generation.folder.name)

    def abandon(self) -> None:
        with contextlib.suppress(Exception):
            self._close(is_kept=False)
        shutil.rmtree(self._generation.folder, ignore_errors=True)

    def _writer(self, tokens: frozenset[str]) -> tantivy.IndexWriter:
        name = shard_name(tokens)
        if name not in self._writers:
            memory = BUILDER_MEMORY if PUBLIC in tokens else WRITER_MEMORY
            self._writers[name] = self._generation.shard_for(tokens).index.writer(memory, 1)
        return self._writers[name]

    def _close(self, *, is_kept: bool) -> None:
        for writer in self._writers.values():
            if is_kept:
                writer.commit()
            writer.wait_merging_threads()
        self._writers.clear()


def _new_name() -> str:
    return f"v{SCHEMA}-{uuid.uuid4().hex}"


def _kept(shard: Shard, ids: Iterable[str]) -> list[str]:
    searcher = shard.searcher()
    return [identity for identity in ids if searcher.doc_freq("id", identity)]


def _replace(shard: Shard, entries: Sequence[Indexed], stale: Sequence[str]) -> None:
    documents = [document(entry) for entry in entries]
    with shard.writer() as writer:
        for identity in stale:
            writer.delete_documents_by_term("id", identity)
        for each in documents:
            writer.add_document(each)


def _best(view: View, query: tantivy.Query, ask: Ask) -> list[Candidate[Address]]:
    """Return the best hits of a shard, as deep as the page may need. See Note [One order] in `search.indexing`."""
    searcher = view.searcher
    if ask.is_by_date:
        dated = searcher.search(query, ask.depth, count=False, order_by_field="moment").hits
        return [Candidate(0.0, moment, (searcher, place), view.is_public) for moment, place in dated]
    size = ask.depth + SPARE
    rows = searcher.search(query, size, count=False).hits
    while len(rows) == size and rows[ask.depth - 1][0] == rows[-1][0]:
        size *= TIES_FACTOR
        rows = searcher.search(query, size, count=False).hits
    moments = searcher.fast_field_values("moment", [place for _, place in rows])
    found = [
        Candidate(score, int(moment or 0), (searcher, place), view.is_public)
        for (score, place), moment in zip(rows, moments, strict=True)
    ]
    return sorted(found, key=lambda hit: (-hit.score, -hit.moment))[: ask.depth]


def _hit(place: Address) -> Hit:
    searcher, address = place
    kept: Any = searcher.doc(address)
    return hit_of(*(bytes(kept.get_first(name)).decode() for name in SHOWN))


def _counted(views: Sequence[View], ask: Ask) -> dict[FacetName, Counter[str]]:
    """Count each facet without its own filter; facets that nothing filters are counted in one go."""
    counts: dict[FacetName, Counter[str]] = {facet: Counter() for facet in FACETS}
    filtered = [facet for facet in FACETS if getattr(ask.filters, facet)]
    rounds = [(ask.filters.without(facet), [facet]) for facet in filtered]
    rounds.append((ask.filters, [facet for facet in FACETS if facet not in filtered]))
    for filters, facets in rounds:
        query = asked_query(ask, filters, is_ranked=False)
        request = {name: {"terms": {"field": name, "size": MAX_FACET_VALUES}} for name in facets}
        for view in views if facets else ():
            answer = view.searcher.aggregate(query, request)
            for name in facets:
                counts[name].update({row["key"]: row["doc_count"] for row in answer[name]["buckets"] if row["key"]})
    return counts


def _kind_total(counts: Counter[str], ask: Ask) -> int:
    return sum(counts[kind] for kind in ask.filters.kind)


def _with_word(searcher: tantivy.Searcher, word: str, hidden: frozenset[Key]) -> int:
    counted = searcher.aggregate(visible_query("word", word, hidden), {"things": {"value_count": {"field": "moment"}}})
    return int(counted["things"]["value"])
