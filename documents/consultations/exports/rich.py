# SPDX-License-Identifier: AGPL-3.0-or-later
"""The safe HTML of a paragraph as blocks of runs: what every format of a document is written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import html as lxml_html
from lxml.html import HtmlElement

from documents.consultations.exports.docx import clean


@dataclass(frozen=True, kw_only=True)
class Run:
    """Words in a row of one form."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, or an item of a list: `level` 0 is a paragraph, `number` 0 an item without a number."""

    runs: tuple[Run, ...]
    level: int = 0
    number: int = 0


def blocks(html: str) -> list[Block]:
    """Return the blocks of some safe HTML, in reading order; what holds no words is left out."""
    root = lxml_html.fragment_fromstring(clean(html), create_parent="div")
    return [block for block in _blocks(root, 0) if any(run.text.strip() for run in block.runs)]


def _blocks(element: HtmlElement, level: int) -> Iterator[Block]:
    loose: list[Run] = list(_text(element.text, Run(text="")))
    for child in element:
        if child.tag in {"p", "ul", "ol", "div"}:
            yield Block(runs=tuple(loose), level=level)
            loose = []
            yield from _list(child, level + 1) if child.tag in {"ul", "ol"} else _blocks(child, level)
        else:
            loose += _runs(child, Run(text=""))
        loose += _text(child.tail, Run(text=""))
    yield Block(runs=tuple(loose), level=level)


def _list(element: HtmlElement, level: int) -> Iterator[Block]:
    start = element.get("start", "1")
    number = int(start) if start.isdigit() else 1
    for item in element:
        for at, block in enumerate(one for one in _blocks(item, level) if one.runs):
            is_own = at == 0 and block.level == level
            yield replace(block, number=number) if is_own and element.tag == "ol" else block
        number += 1


def _runs(element: HtmlElement, form: Run) -> Iterator[Run]:
    if element.tag == "br":
        yield replace(form, text="\n")
        return
    form = replace(
        form,
        is_bold=form.is_bold or element.tag == "strong",
        is_italic=form.is_italic or element.tag == "em",
        href=element.get("href", "") if element.tag == "a" else form.href,
    )
    yield from _text(element.text, form)
    for child in element:
        yield from _runs(child, form)
        yield from _text(child.tail, form)


def _text(text: str | None, form: Run) -> Iterator[Run]:
    if text:
        yield replace(form, text=text)
