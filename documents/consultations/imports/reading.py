# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one road from a draft to what was understood of it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from documents.consultations.imports import sources
from documents.consultations.imports.html import raw_blocks
from documents.consultations.imports.parsed import ParsedBlock, ParsedSection, ParsedText, ParsedWarning
from documents.consultations.imports.recognise import recognise
from documents.consultations.imports.sources import NotUnderstood, Source

NOTE = re.compile(r"(?s)<li id=\"(?:foot|end)note-(\d+)\">(.*?)</li>")
NOTE_LIST = re.compile(r"(?s)<ol>(?:<li id=\"(?:foot|end)note-\d+\">.*?</li>)+</ol>")

__all__ = ["NotUnderstood", "read_file", "read_html", "read_words"]


def read_file(name: str, content: bytes) -> ParsedText:
    """Return what was understood of a DOCX, a Markdown or a plain text file.

    :raises NotUnderstood: it cannot be read, or holds no words.
    """
    return _understood(sources.from_file(name, content), Path(name).stem)


def read_html(html: str, *, name: str = "") -> ParsedText:
    """Return what was understood of HTML that a browser pasted.

    :raises NotUnderstood: too long, or without words.
    """
    return _understood(sources.from_pasted(html), name)


def read_words(text: str, *, name: str = "") -> ParsedText:
    """Return what was understood of pasted words.

    :raises NotUnderstood: too long, or empty.
    """
    return _understood(sources.from_words(text), name)


def _understood(source: Source, name: str) -> ParsedText:
    html, notes = _without_notes(source.html)
    raws = raw_blocks(html)
    if not any(raw.plain for raw in raws if raw.kind != "image"):
        raise NotUnderstood("empty")
    warnings = [ParsedWarning(code=code, count=count) for code, count in source.features.items()]
    if notes:
        warnings.append(ParsedWarning(code="notes", count=len(notes)))
    parsed = recognise(raws, fallback_title=name or "Testo senza titolo", features=warnings)
    return _with_notes(parsed, notes)


def _without_notes(html: str) -> tuple[str, list[str]]:
    """Take mammoth's notes from the end; they become a section of their own."""
    notes = [f"<p>[{number}] {re.sub(r'<a [^>]*>↑</a>', '', body)}</p>" for number, body in NOTE.findall(html)]
    return NOTE_LIST.sub("", html), notes


def _with_notes(parsed: ParsedText, notes: list[str]) -> ParsedText:
    if not notes:
        return parsed
    blocks = [
        ParsedBlock(kind="paragraph", html=raw.html, plain=raw.plain)
        for note in notes
        for raw in raw_blocks(re.sub(r"</?p>", "", note))
    ]
    return replace(parsed, sections=(*parsed.sections, ParsedSection(title="Note", blocks=tuple(blocks))))
