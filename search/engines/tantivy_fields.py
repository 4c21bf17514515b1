# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fields of a shard of Tantivy."""

from __future__ import annotations

from pathlib import Path

import tantivy

from search.indexing import Indexed

COMPARED = ("word", "stem", "light", "title", "starts")
COUNTED = ("kind", "area", "year", "status")
SHOWN = ("facts", "text")
NUMBERS = ("from_day", "to_day", "moment")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    for name in ("word", "stem"):
        builder.add_text_field(name, tokenizer_name="spaced", index_option="position")
    for name in ("light", "title"):
        builder.add_text_field(name, tokenizer_name="spaced", index_option="freq")
    builder.add_text_field("starts", tokenizer_name="spaced", index_option="basic")
    for name in COUNTED:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=name != "moment", fast=True)
    for name in SHOWN:
        builder.add_bytes_field(name, stored=True)
    return builder.build()


FIELDS = _schema()


def open_shard(folder: Path) -> tantivy.Index:
    """Open the index of a folder, made if it is not there, with the tokenizers it needs at every opening."""
    index = tantivy.Index(FIELDS, path=str(folder))
    tokenizer = tantivy.Tokenizer.whitespace()
    index.register_tokenizer("spaced", tantivy.TextAnalyzerBuilder(tokenizer).build())
    return index


def document(entry: Indexed) -> tantivy.Document:
    """Return an entry as Tantivy takes it; every value has been checked before."""
    kept = tantivy.Document()
    kept.add_text("id", entry.id)
    for name in COMPARED:
        kept.add_text(name, getattr(entry, name))
    for area in entry.areas:
        kept.add_text("area", area)
    kept.add_text("kind", entry.key[0])
    kept.add_text("year", entry.year)
    kept.add_text("status", entry.status)
    for name in NUMBERS:
        kept.add_integer(name, getattr(entry, name))
    for name in SHOWN:
        kept.add_bytes(name, getattr(entry, name).encode())
    return kept
