# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cluster: Elasticsearch or OpenSearch, through elasticsearch-dsl; one index for each shard, behind an alias."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk
from elasticsearch_dsl import MultiSearch, Search
from rapidfuzz.distance import DamerauLevenshtein

from search.engines.base import (
    FACETS,
    LIKE_ENOUGH,
    Ask,
    Building,
    Candidate,
    Engine,
    EngineDown,
    Found,
    NotBuilt,
    closest,
    merged,
    shard_name,
)
from search.engines.cluster_asking import SETTINGS, asked, facet_counts, mapping, source_of, starting, with_word
from search.engines.cluster_client import as_down, connect
from search.enums import PUBLIC, Key
from search.indexing import SCHEMA, Hit, Indexed, hit_of, key_text

SEARCH_TIMEOUT = 2
SHARDS_KNOWN_FOR = 5.0
MOST_BYTES = 8_000_000
CONFLICT, NOT_FOUND = 409, 404

Place = tuple[str, str]
Action = dict[str, Any]


# Note [Aliases are asked, not indexes]
# -------------------------------------
# A rebuild makes new indexes and moves all aliases in one step; whoever remembers the names of shards asks the
# aliases, so that after the step nobody reads the old indexes. What one may remember wrongly for some seconds is
# only that a shard exists: its entries appear a little later. A shard that is gone answers with nothing.


class ClusterEngine(Engine):
    """Searches and writes the indexes of a prefix. `{prefix}` is the alias of all, `{prefix}-{shard}` of one."""

    name = "cluster"

    def __init__(self, url: str) -> None:
        self.client, self.prefix = connect(url)
        self._shards: dict[str, frozenset[str]] = {}
        self._known_until = 0.0

    def search(self, ask: Ask) -> Found:
        with as_down():
            names = self._readable(ask)
            answers = self._ask_each(names, asked(ask))
            found = Found(hits=[], total=sum(answer.hits.total.value for answer in answers))
            for facet in FACETS:
                counts: Counter[str] = Counter()
                for answer in answers:
                    counts.update(facet_counts(answer, facet))
                found.facets[facet] = counts
            found.hits = self._page(names, answers, ask)
            return found

    def starting_with(self, ask: Ask, starts: Sequence[str]) -> list[Hit]:
        with as_down():
            names = self._readable(ask)
            return self._page(names, self._ask_each(names, starting(ask, starts)), ask)

    def like(self, word: str, hidden: frozenset[Key]) -> list[tuple[str, int]]:
        with as_down():
            self._known()
            question = {
                "field": "word",
                "size": LIKE_ENOUGH,
                "suggest_mode": "always",
                "max_edits": 2,
                "prefix_length": 1,
                "min_word_length": 3,
                "sort": "score",
            }
            asking = Search().suggest("like", word, term=question).extra(size=0)
            offered = self._ask_each([PUBLIC], asking)[0].suggest["like"][0].options
            same = [word] if self._count_word(word, hidden) else []
            close = closest(word, [option.text for option in offered] + same, DamerauLevenshtein.distance)
            counted = [(term, self._count_word(term, hidden)) for term in close]
            return [(term, count) for term, count in counted if count]

    def write(self, entries: Sequence[Indexed], gone: Iterable[Key], version: int) -> None:
        with as_down():
            indexes = self._current(make=True)
            for tokens in {entry.tokens for entry in entries}:
                if shard_name(tokens) not in indexes:
                    indexes[shard_name(tokens)] = self._make_shard(tokens, indexes[PUBLIC])
            homes = {entry.id: indexes[shard_name(entry.tokens)] for entry in entries}
            ids = sorted({key_text(key) for key in gone} | homes.keys())
            stale = self._places(ids) | {(indexes[PUBLIC], identity) for identity in ids}
            rule = {"version": version, "version_type": "external"}
            # It leaves one shard before it enters another: in between it is in none, and the outbox still owes it.
            self._send(
                {"_op_type": "delete", "_index": index, "_id": identity, **rule}
                for index, identity in sorted(stale)
                if homes.get(identity) != index
            )
            self._send({"_index": homes[e.id], "_id": e.id, "_source": source_of(e), **rule} for e in entries)

    def rebuild(self) -> Building:
        return ClusterBuilding(self)

    def count(self) -> int:
        with as_down():
            return int(self.client.count(index=self.prefix)["count"])

    def is_built(self) -> bool:
        with as_down():
            return PUBLIC in self._current()

    def make_index(self, name: str, tokens: frozenset[str]) -> None:
        """Create the index of a shard."""
        self.client.indices.create(index=name, settings=SETTINGS, mappings=mapping(tokens))

    def aliases_of(self, index: str, tokens: frozenset[str]) -> list[dict[str, Any]]:
        """Return what puts an index in use."""
        names = (self.prefix, f"{self.prefix}-{shard_name(tokens)}")
        return [{"add": {"index": index, "alias": name}} for name in names]

    def bulk(self, actions: Iterable[Action], *, refresh: bool) -> None:
        """Send what is to be written; a version that is older than what is there loses quietly.

        :raises EngineDown: something was refused.
        """
        sent = streaming_bulk(
            self.client, actions, max_chunk_bytes=MOST_BYTES, raise_on_error=False, refresh=refresh, max_retries=2
        )
        for is_done, item in sent:
            status = next(iter(item.values())).get("status")
            if not is_done and status not in (CONFLICT, NOT_FOUND):
                raise EngineDown(f"refused with {status}")

    def forget_shards(self) -> None:
        """Ask again which shards there are."""
        self._known_until = 0.0

    def _send(self, actions: Iterable[Action]) -> None:
        self.bulk(actions, refresh=True)

    def _quick(self) -> Elasticsearch:
        return self.client.options(request_timeout=SEARCH_TIMEOUT, max_retries=1, retry_on_timeout=False)

    def _ask_each(self, names: Sequence[str], question: Search) -> list[Any]:
        """Put one question to several shards, in one request."""
        if not names:
            return []
        together = MultiSearch(using=self._quick())
        for name in names:
            alias = f"{self.prefix}-{name}"
            together = together.add(question.index(alias).params(ignore_unavailable=True, preference=self.prefix))
        return list(together.execute())

    def _page(self, names: Sequence[str], answers: Sequence[Any], ask: Ask) -> list[Hit]:
        lists = [
            [
                Candidate(hit["_score"] or 0.0, hit["sort"][-1], (hit["_index"], hit["_id"]), name == PUBLIC)
                for hit in answer.to_dict()["hits"]["hits"]
            ]
            for name, answer in zip(names, answers, strict=True)
        ]
        places: list[Place] = [found.place for found in merged(lists, ask)]
        if not places:
            return []
        wanted = [{"_index": index, "_id": identity} for index, identity in places]
        kept = self._quick().mget(docs=wanted)["docs"]
        return [hit_of(doc["_source"]["facts"][0], doc["_source"]["text"][0]) for doc in kept if doc.get("found")]

    def _count_word(self, word: str, hidden: frozenset[Key]) -> int:
        return int(self._ask_each([PUBLIC], with_word(word, hidden))[0].hits.total.value)

    def _readable(self, ask: Ask) -> list[str]:
        return [name for name, tokens in self._known().items() if tokens & ask.tokens]

    def _known(self) -> dict[str, frozenset[str]]:
        if time.monotonic() >= self._known_until:
            self._shards = {name: tokens for name, (_, tokens) in self._listed().items()}
            self._known_until = time.monotonic() + SHARDS_KNOWN_FOR
        if PUBLIC not in self._shards:
            self.forget_shards()
            raise NotBuilt("manage.py search_rebuild")
        return self._shards

    def _listed(self) -> dict[str, tuple[str, frozenset[str]]]:
        """Return the shards in use, the public one first: name, index, tokens."""
        try:
            indexes = self._quick().indices.get(index=self.prefix)
        except NotFoundError:
            return {}
        found = {}
        for index, described in indexes.items():
            meta = described["mappings"]["_meta"]
            if meta["schema"] == SCHEMA:
                tokens = frozenset(meta["tokens"])
                found[shard_name(tokens)] = (index, tokens)
        return dict(sorted(found.items(), key=lambda row: row[0] != PUBLIC))

    def _current(self, *, make: bool = False) -> dict[str, str]:
        indexes = {name: index for name, (index, _) in self._listed().items()}
        if not indexes and make:
            if self.client.indices.exists(index=self.prefix):
                raise NotBuilt("manage.py search_rebuild")
            indexes[PUBLIC] = self._make_shard(frozenset({PUBLIC}), f"{self.prefix}-{new_generation()}-{PUBLIC}")
        return indexes

    def _make_shard(self, tokens: frozenset[str], beside: str) -> str:
        """Create a shard in the generation of another index."""
        index = f"{beside.rpartition('-')[0]}-{shard_name(tokens)}"
        if not self.client.indices.exists(index=index):
            self.make_index(index, tokens)
        self.client.indices.update_aliases(actions=self.aliases_of(index, tokens))
        self.forget_shards()
        return index

    def _places(self, ids: Sequence[str]) -> set[Place]:
        asking = Search(using=self.client, index=self.prefix).query("ids", values=list(ids)).source(False)
        hits = asking.extra(size=10_000).execute().to_dict()["hits"]["hits"]
        return {(hit["_index"], hit["_id"]) for hit in hits}


class ClusterBuilding(Building):
    """New indexes, without aliases until they are whole."""

    def __init__(self, engine: ClusterEngine) -> None:
        self._engine = engine
        self._generation = f"{engine.prefix}-{new_generation()}"
        self._made: dict[str, frozenset[str]] = {}
        with as_down():
            self._index_of(frozenset({PUBLIC}))

    def add(self, entries: Sequence[Indexed]) -> None:
        with as_down():
            by_index: dict[str, list[Indexed]] = defaultdict(list)
            for entry in entries:
                by_index[self._index_of(entry.tokens)].append(entry)
            rule = {"version": 0, "version_type": "external"}  # whatever the outbox says later is newer
            actions = (
                {"_index": index, "_id": entry.id, "_source": source_of(entry), **rule}
                for index, mine in by_index.items()
                for entry in mine
            )
            self._engine.bulk(actions, refresh=False)

    def finish(self) -> None:
        with as_down():
            client = self._engine.client
            client.indices.refresh(index=list(self._made))
            old = client.indices.get(index=f"{self._engine.prefix}-v*-*", allow_no_indices=True)
            actions: list[dict[str, Any]] = [
                {"remove_index": {"index": index}} for index in old if index not in self._made
            ]
            for index, tokens in self._made.items():
                actions += self._engine.aliases_of(index, tokens)
            client.indices.update_aliases(actions=actions)
            self._engine.forget_shards()

    def abandon(self) -> None:
        with contextlib.suppress(EngineDown), as_down():
            self._engine.client.indices.delete(index=list(self._made), ignore_unavailable=True)

    def _index_of(self, tokens: frozenset[str]) -> str:
        name = f"{self._generation}-{shard_name(tokens)}"
        if name not in self._made:
            self._engine.make_index(name, tokens)
            self._made[name] = tokens
        return name


def new_generation() -> str:
    """Return a name that no index has."""
    return f"v{SCHEMA}-{uuid.uuid4().hex}"
