# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Snowball stemmer for Italian, borrowed from Tantivy: both engines index what it gives."""

from functools import lru_cache

import tantivy

_analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("italian")).build()


@lru_cache(maxsize=200_000)
def snowball_stem(word: str) -> str:
    """Return the Snowball stem of a word in lower case."""
    stems = _analyzer.analyze(word)
    return stems[0] if stems else word
