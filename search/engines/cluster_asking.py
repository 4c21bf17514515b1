# SPDX-License-Identifier: AGPL-3.0-or-later
"""The mapping of an index of the cluster and the questions put to it, built of terms: nothing typed is parsed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from elasticsearch_dsl import A, Keyword, Long, Mapping, Object, Q, Search, Text
from elasticsearch_dsl.query import Query

from search.analysis import stems
from search.engines.base import FACETS, MAX_FACET_VALUES, Ask, FacetName, Filters
from search.engines.weights import LIGHT, PHRASE, SAME_MEANING, STEM, TITLE, WORD
from search.enums import Key
from search.indexing import SCHEMA, Indexed, key_text
from search.vocabulary import Run
from search.wording import Clause

COMPARED = ("word", "stem", "light", "title", "starts")
NUMBERS = ("from_day", "to_day", "moment")
SHOWN = ("facts", "text")
SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
LONGEST_KEYWORD = 1000


def mapping(tokens: frozenset[str]) -> dict[str, Any]:
    """Return the mapping of the shard of these tokens; words come analysed, so only spaces part them."""
    made = Mapping()
    for name in COMPARED:
        made.field(name, Text(analyzer="whitespace", index_options=_options(name)))
    for name in ("kind", "area", "year", "status"):
        made.field(name, Keyword(ignore_above=LONGEST_KEYWORD))
    for name in NUMBERS:
        made.field(name, Long())
    for name in SHOWN:
        made.field(name, Object(enabled=False))
    made.meta("dynamic", "strict")
    made.meta("_source", {"excludes": list(COMPARED)})
    made.meta("_meta", {"schema": SCHEMA, "tokens": sorted(tokens)})
    return dict(made.to_dict())


def _options(name: str) -> str:
    if name == "starts":
        return "docs"
    return "positions" if name in ("word", "stem") else "freqs"


def source_of(entry: Indexed) -> dict[str, Any]:
    """Return an entry as the cluster takes it."""
    kept: dict[str, Any] = {name: getattr(entry, name) for name in (*COMPARED, *NUMBERS, "year", "status")}
    return kept | {"kind": entry.key[0], "area": list(entry.areas), **{name: [getattr(entry, name)] for name in SHOWN}}


def asked(ask: Ask) -> Search:
    """Return the question of a page: best hits of one shard, counts of every facet without its own filter."""
    order = [{"moment": "desc"}] if ask.is_by_date else [{"_score": "desc"}, {"moment": "desc"}]
    question = _shaped(_words(ask), ask, order).post_filter(_filtered(ask.filters))
    for facet in FACETS:
        counted = question.aggs.bucket(facet, A("filter", _filtered(ask.filters.without(facet))))
        counted.bucket("values", A("terms", field=facet, size=MAX_FACET_VALUES))
    return question


def starting(ask: Ask, starts: Sequence[str]) -> Search:
    """Return the question for titles with words that begin so."""
    wanted = Q("bool", must=[Q("term", starts=start) for start in starts], must_not=hidden_away(ask.hidden))
    return _shaped(wanted, ask, [{"_score": "desc"}, {"moment": "desc"}])


def with_word(word: str, hidden: frozenset[Key]) -> Search:
    """Return the question how many visible things have a word."""
    return Search().query(Q("bool", filter=[Q("term", word=word)], must_not=hidden_away(hidden))).extra(size=0)


def hidden_away(hidden: Iterable[Key]) -> list[Query]:
    """Return what keeps these things out."""
    ids = sorted(map(key_text, hidden))
    return [Q("ids", values=ids)] if ids else []


def facet_counts(answer: Any, facet: FacetName) -> dict[str, int]:
    """Return the counts of one facet; of a shard that is not there yet, none."""
    if facet not in answer.aggregations:
        return {}
    return {row.key: row.doc_count for row in answer.aggregations[facet]["values"].buckets if row.key}


def _shaped(query: Query, ask: Ask, order: list[dict[str, str]]) -> Search:
    return Search().query(query).sort(*order).source(False).extra(size=ask.depth, track_total_hits=True)


def _words(ask: Ask) -> Query:
    clauses = [_clause(clause) for clause in ask.wording.clauses]
    words = Q("bool", should=clauses, minimum_should_match=ask.required) if clauses else Q("match_all")
    in_force = []
    if ask.filters.in_force_on:
        day = ask.filters.in_force_on.toordinal()
        in_force = [Q("range", from_day={"lte": day}), Q("range", to_day={"gte": day})]
    return Q("bool", must=[words], filter=in_force, must_not=hidden_away(ask.hidden))


def _filtered(filters: Filters) -> Query:
    chosen = [(facet, sorted(getattr(filters, facet))) for facet in FACETS]
    return Q("bool", filter=[Q("terms", **{facet: values}) for facet, values in chosen if values])


def _clause(clause: Clause) -> Query:
    typed = _word(clause.run[0], 1.0) if len(clause.run) == 1 else _phrase("word", clause.run, PHRASE)
    return Q("bool", should=[typed, *(_run(run) for run in clause.others)], minimum_should_match=1)


def _run(run: Run) -> Query:
    if len(run) == 1:
        return _word(run[0], SAME_MEANING)
    return _phrase("stem", tuple(stems(word)[0] for word in run), STEM * SAME_MEANING)


def _word(word: str, weight: float) -> Query:
    stem, light = stems(word)
    terms = (("stem", stem, STEM), ("light", light, LIGHT), ("word", word, WORD), ("title", stem, TITLE))
    return Q(
        "bool",
        should=[Q("term", **{field: {"value": term, "boost": part * weight}}) for field, term, part in terms],
        minimum_should_match=1,
    )


def _phrase(field: str, run: Run, weight: float) -> Query:
    return Q("match_phrase", **{field: {"query": " ".join(run), "boost": weight}})
