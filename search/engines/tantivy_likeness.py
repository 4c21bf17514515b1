# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which texts say the same with the same words: an index of the moment, in memory, asked with each text in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import tantivy

from search.analysis import stems, words

MEMORY = 20_000_000
LONGEST = 60
"""Words of a text that are asked: the first ones say what it is about."""


def near(texts: Sequence[str], *, most: int) -> Iterator[tuple[int, int, float]]:
    """Yield for each text the others most like it: two places and a likeness, 1 for the same words.

    The worth of a text for another (BM25 over both stems) is divided by its worth for itself.
    """
    index, schema, field = _index(texts)
    index.reload()
    searcher = index.searcher()
    for place, text in enumerate(texts):
        query = _asking(schema, text)
        if query is None:
            continue
        found = searcher.search(query, most + 1, count=False).hits
        places = searcher.fast_field_values(field, [address for _, address in found])
        scores = {int(other or 0): score for (score, _), other in zip(found, places, strict=True)}
        own = scores.pop(place, 0.0) or max(scores.values(), default=1.0)
        yield from ((place, other, score / own) for other, score in scores.items())


def _index(texts: Sequence[str]) -> tuple[tantivy.Index, tantivy.Schema, str]:
    builder = tantivy.SchemaBuilder()
    for name in ("stem", "light"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("place", fast=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(MEMORY, 1)
    for place, text in enumerate(texts):
        both = [stems(word.text) for word in words(text)]
        joined = {"stem": " ".join(one for one, _ in both), "light": " ".join(one for _, one in both)}
        writer.add_document(tantivy.Document(**joined, place=place))
    writer.commit()
    writer.wait_merging_threads()
    return index, schema, "place"


def _asking(schema: tantivy.Schema, text: str) -> tantivy.Query | None:
    clauses = [
        (tantivy.Occur.Should, tantivy.Query.term_query(schema, name, stem, "freq"))
        for word in list(dict.fromkeys(one.text for one in words(text)))[:LONGEST]
        for name, stem in zip(("stem", "light"), stems(word), strict=True)
    ]
    return tantivy.Query.boolean_query(clauses) if clauses else None
