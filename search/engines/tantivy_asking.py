# SPDX-License-Identifier: AGPL-3.0-or-later
"""The questions put to a shard of Tantivy, built of terms: no parser ever sees what a person typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import tantivy

from search.analysis import stems
from search.engines.base import FACETS, Ask, Filters
from search.engines.tantivy_fields import FIELDS
from search.engines.weights import LIGHT, PHRASE, SAME_MEANING, STEM, TITLE, WORD
from search.enums import Key
from search.indexing import key_text
from search.vocabulary import Run
from search.wording import Clause

Query = tantivy.Query
MUST, SHOULD, NEVER = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def asked_query(ask: Ask, filters: Filters, *, is_ranked: bool = True) -> Query:
    """Return the words of the question, narrowed by filters that weigh nothing.

    To count only (`is_ranked` false) the stems are enough: what has the word itself has its stem too.
    """
    clauses = [(SHOULD, _clause(clause, is_ranked=is_ranked)) for clause in ask.wording.clauses]
    if not clauses:
        return _narrowed(Query.all_query(), filters, ask.hidden)
    return _narrowed(Query.boolean_query(clauses, ask.required), filters, ask.hidden)


def starts_query(ask: Ask, starts: Sequence[str]) -> Query:
    """Return what finds titles with words that begin so."""
    wanted = Query.boolean_query([(MUST, _term("starts", start)) for start in starts])
    return _narrowed(wanted, ask.filters, ask.hidden)


def visible_query(field: str, term: str, hidden: frozenset[Key]) -> Query:
    """Return what finds one term, but not in what is hidden."""
    return _narrowed(_term(field, term), Filters(), hidden)


def _clause(clause: Clause, *, is_ranked: bool) -> Query:
    typed = _word(clause.run[0], is_ranked=is_ranked) if len(clause.run) == 1 else _phrase("word", clause.run, PHRASE)
    return _any([typed, *(_weighed(_run(run, is_ranked=is_ranked), SAME_MEANING) for run in clause.others)])


def _run(run: Run, *, is_ranked: bool) -> Query:
    if len(run) == 1:
        return _word(run[0], is_ranked=is_ranked)
    return _phrase("stem", tuple(stems(word)[0] for word in run), STEM)


def _word(word: str, *, is_ranked: bool) -> Query:
    stem, light = stems(word)
    stemmed = [_weighed(_term("stem", stem), STEM), _weighed(_term("light", light), LIGHT)]
    if not is_ranked:
        return _any(stemmed)
    return _any([*stemmed, _weighed(_term("word", word), WORD), _weighed(_term("title", stem), TITLE)])


def _phrase(field: str, run: Run, weight: float) -> Query:
    return _weighed(Query.phrase_query(FIELDS, field, list(run)), weight)


def _term(field: str, value: str) -> Query:
    return Query.term_query(FIELDS, field, value, "freq")


def _weighed(query: Query, weight: float) -> Query:
    return query if weight == 1 else Query.boost_query(query, weight)


def _any(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(SHOULD, query) for query in queries])


def _narrowed(query: Query, filters: Filters, hidden: frozenset[Key]) -> Query:
    parts = [(MUST, query)]
    for facet in FACETS:
        values = getattr(filters, facet)
        if values:
            parts.append((MUST, _unweighed(Query.term_set_query(FIELDS, facet, sorted(values)))))
    if filters.in_force_on:
        day = filters.in_force_on.toordinal()
        number = tantivy.FieldType.Integer
        parts.append((MUST, _unweighed(Query.range_query(FIELDS, "from_day", number, upper_bound=day))))
        parts.append((MUST, _unweighed(Query.range_query(FIELDS, "to_day", number, lower_bound=day))))
    if hidden:
        parts.append((NEVER, Query.term_set_query(FIELDS, "id", sorted(map(key_text, hidden)))))
    return query if len(parts) == 1 else Query.boolean_query(parts)


def _unweighed(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
