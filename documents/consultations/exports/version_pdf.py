# SPDX-License-Identifier: AGPL-3.0-or-later
"""A version as an accessible PDF (PDF/UA-1): tagged, titled, in Italian, with headings and lists that are such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import typst
from django.utils import timezone

from documents.consultations.exports.rich import Block, Run, blocks
from documents.consultations.exports.version import Frozen
from documents.consultations.redline import Piece
from documents.consultations.simple_words import html_of

FRAME = """#set document(title: {title}, date: datetime(year: {year}, month: {month}, day: {day}))
#set text(lang: "it", region: "IT", size: 11pt)
#set par(justify: false, leading: 0.75em, spacing: 1.1em)
#set page(paper: "a4", margin: 2.5cm, numbering: "1")
#show heading: set block(above: 1.6em, below: 0.9em)
#title()
#par[#{subtitle}]
"""


def write(frozen: Frozen) -> bytes:
    """Return the PDF."""
    return bytes(typst.compile(source(frozen).encode(), format="pdf", pdf_standards=["ua-1"]))


def source(frozen: Frozen) -> str:
    """Return the document in typst's language: every word of ours stands in a string, none is ever markup."""
    day = timezone.localdate(frozen.version.published_at)
    told = [
        FRAME.format(
            title=_quoted(frozen.title), subtitle=_quoted(frozen.subtitle), year=day.year, month=day.month, day=day.day
        )
    ]
    for section in frozen.sections:
        told.append(_heading(1, section.title))
        for piece in section.pieces:
            told += [_piece(piece), _simple(frozen, piece)]
    told.append(f"#par[#text(size: 9pt)[#{_quoted(frozen.fingerprint)}]]")
    return "\n".join(told) + "\n"


def _piece(piece: Piece) -> str:
    if piece.is_heading:
        return _heading(2, piece.plain)
    found = blocks(piece.html)
    number = f'#strong[#"{piece.number}."] '
    if not found or found[0].level:
        return f"#par[{number}]\n" + "".join(_grouped(found))
    return f"#par[{number}{_runs(found[0].runs)}]\n" + "".join(_grouped(found[1:]))


def _simple(frozen: Frozen, piece: Piece) -> str:
    """Return what a paragraph says in simple words, beside a line that sets it apart from the words that count."""
    words = frozen.told_simply(piece)
    if not words:
        return ""
    told = f"#par[#strong[#{_quoted(frozen.simple_label)}]]\n" + "".join(_grouped(blocks(html_of(words))))
    return f"#block(inset: (left: 1em), stroke: (left: 1pt + gray))[{told}]\n"


def _grouped(found: Sequence[Block]) -> Iterator[str]:
    """Yield paragraphs, and items in a row as one list."""
    at = 0
    while at < len(found):
        if found[at].level == 0:
            yield f"#par[{_runs(found[at].runs)}]\n"
            at += 1
            continue
        end = at
        while end < len(found) and found[end].level > 0:
            end += 1
        yield f"#{_list(found[at:end])}\n"
        at = end


def _list(items: Sequence[Block]) -> str:
    """Return items as a list, those that lie deeper inside the one before them."""
    level, first = items[0].level, items[0].number
    told: list[str] = []
    at = 0
    while at < len(items):
        end = at + 1
        while end < len(items) and items[end].level > level:
            end += 1
        inside = f" #{_list(items[at + 1 : end])}" if end > at + 1 else ""
        told.append(f"[{_runs(items[at].runs)}{inside}]")
        at = end
    return f"enum(start: {first}, {', '.join(told)})" if first else f"list({', '.join(told)})"


def _runs(runs: Sequence[Run]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run.text == "\n":
        return "#linebreak()"
    told = f"#{_quoted(run.text)};"
    if run.is_italic:
        told = f"#emph[{told}];"
    if run.is_bold:
        told = f"#strong[{told}];"
    return f"#link({_quoted(run.href)})[{told}];" if run.href else told


def _heading(level: int, title: str) -> str:
    return f"#heading(level: {level})[#{_quoted(title)}]"


def _quoted(text: str) -> str:
    """Return a string of typst's language: what is in it cannot leave it."""
    spaced = " ".join(text.split("\n"))
    return '"' + spaced.replace("\\", "\\\\").replace('"', '\\"').replace("\r", " ").replace("\t", " ") + '"'
