# SPDX-License-Identifier: AGPL-3.0-or-later
"""Blocks in a row become sections with paragraphs. What the writer marked counts first, then what lines look like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from documents.consultations.imports import lines
from documents.consultations.imports.casing import Casing, is_capitals
from documents.consultations.imports.html import Raw
from documents.consultations.imports.lines import Marker
from documents.consultations.imports.parsed import ParsedBlock, ParsedSection, ParsedText, ParsedWarning

LONG_PARAGRAPH: Final = 1200
LONG_ITEM: Final = 300
LONG_ITEMS_ON_AVERAGE: Final = 120
LONG_FRONT: Final = 250
ENOUGH: Final = 2
EXCERPT: Final = 80

Opens = Callable[[Raw], Marker | None]


@dataclass
class Draft:
    """A section while it is being read."""

    label: str
    title: str
    raws: list[Raw] = field(default_factory=list)
    needs_title: bool = False


def recognise(raws: Sequence[Raw], *, fallback_title: str, features: Iterable[ParsedWarning] = ()) -> ParsedText:
    """Return what was understood of the blocks of a source; nothing that has words is left out."""
    casing = Casing(raw.plain for raw in raws)
    opens, title_level = _choose(raws)
    front, drafts = _cut(raws, opens, title_level)
    title, above, intro = _read_front(front, title_level, casing, fallback_title, is_all=not drafts)
    if intro:
        drafts.insert(0, Draft(label="", title="Testo introduttivo" if drafts else title, raws=intro))
    warnings = list(features)
    sections = []
    for number, draft in enumerate(drafts, start=1):
        section, found = _Reader(number, casing).section(draft)
        sections.append(section)
        warnings += found
    if len(drafts) <= 1:
        warnings.append(ParsedWarning(code="no_sections"))
    return ParsedText(title=title[:250], sections=tuple(sections), warnings=tuple(warnings), front=tuple(above))


def _choose(raws: Sequence[Raw]) -> tuple[Opens, int]:
    """Return what opens a section in this source, and the level of heading that is its title (0: none)."""
    levels = sorted({raw.level for raw in raws if raw.kind == "heading" and raw.plain})
    title_level = _title_level(raws, levels)
    if _how_many(raws, lines.article) >= ENOUGH:
        return lambda raw: lines.article(raw) or lines.part(raw), title_level
    below = [level for level in levels if level > title_level]
    if below:
        return lambda raw: _styled(raw, below[0]), title_level
    for opens in (lines.chapter, lines.numbered, _capital_line):
        if _how_many(raws, opens) >= ENOUGH:
            return _or_part(opens), title_level
    return lines.part, title_level


def _or_part(opens: Opens) -> Opens:
    return lambda raw: opens(raw) or lines.part(raw)


def _how_many(raws: Iterable[Raw], opens: Opens) -> int:
    return sum(opens(raw) is not None for raw in raws)


def _styled(raw: Raw, level: int) -> Marker | None:
    is_it = raw.kind == "heading" and raw.level == level and raw.plain
    return Marker(label="", title=raw.plain) if is_it else None


def _capital_line(raw: Raw) -> Marker | None:
    return Marker(label="", title=raw.plain) if lines.is_capital_line(raw) else None


def _title_level(raws: Sequence[Raw], levels: list[int]) -> int:
    """The highest heading is the title when it stands once, before every other heading."""
    if not levels:
        return 0
    headings = [raw for raw in raws if raw.kind == "heading" and raw.plain]
    top = [raw for raw in headings if raw.level == levels[0]]
    is_title = len(top) == 1 and headings[0] is top[0] and lines.article(top[0]) is None
    return levels[0] if is_title and (len(levels) > 1 or len(raws) > 1) else 0


def _cut(raws: Sequence[Raw], opens: Opens, title_level: int) -> tuple[list[Raw], list[Draft]]:
    front: list[Raw] = []
    drafts: list[Draft] = []
    chapter: Raw | None = None
    for raw in raws:
        is_title = raw.kind == "heading" and raw.level == title_level
        marker = None if is_title else opens(raw)
        if marker is not None:
            drafts.append(Draft(label=marker.label, title=marker.title, needs_title=_needs_title(marker)))
            drafts[-1].raws += [chapter] if chapter else []
            chapter = None
        elif drafts and drafts[-1].needs_title and lines.looks_like_title(raw) and raw.kind in {"heading", "paragraph"}:
            drafts[-1].title, drafts[-1].needs_title = raw.plain, False
        elif not is_title and lines.chapter(raw) and raw.kind != "list":
            chapter = _joined(chapter, raw)
        else:
            chapter = _keep(raw, chapter, front, drafts)
    if chapter is not None:
        (drafts[-1].raws if drafts else front).append(chapter)
    return front, drafts


def _keep(raw: Raw, chapter: Raw | None, front: list[Raw], drafts: list[Draft]) -> Raw | None:
    """Put a block where it belongs; return the chapter's line that still waits for its article."""
    if chapter is not None and (lines.is_capital_line(raw) or raw.kind == "heading"):
        return _joined(chapter, raw)
    where = drafts[-1].raws if drafts else front
    if chapter is not None:
        where.append(chapter)
    where.append(raw)
    if drafts and raw.kind != "image":
        drafts[-1].needs_title = False
    return None


def _needs_title(marker: Marker) -> bool:
    return not marker.title and not lines.PART.match(marker.label)


def _joined(first: Raw | None, second: Raw) -> Raw:
    """A chapter's number and its title, on two lines, are one heading above the article that follows."""
    marker = lines.chapter(second)
    words = " – ".join(part for part in (marker.label, marker.title) if part) if marker else second.plain
    return Raw(kind="heading", plain=f"{first.plain} – {words}" if first else words, level=6)


def _read_front(
    front: list[Raw], title_level: int, casing: Casing, fallback: str, *, is_all: bool
) -> tuple[str, list[str], list[Raw]]:
    """Return the title, the lines above or below it, and what is text already."""
    images = [raw for raw in front if raw.kind == "image"]
    words = [raw for raw in front if raw.kind != "image" and raw.plain]
    title = next((raw for raw in words if raw.kind == "heading" and raw.level == title_level), None)
    ends = next((at for at, raw in enumerate(words) if raw is not title and not _is_front_line(raw)), len(words))
    candidates, text = words[:ends], words[ends:]
    if is_all and not text:  # short lines and nothing else: they are the text
        candidates, text = ([title], [raw for raw in words if raw is not title]) if title else ([], words)
    if title is None and candidates:
        mixed = [raw for raw in candidates if not is_capitals(raw.plain)]
        title = max(mixed or candidates, key=lambda raw: len(raw.plain))
    if title in text:
        candidates, text = [*candidates, title], [raw for raw in text if raw is not title]
    above = [casing.readable(raw.plain) for raw in candidates if raw is not title]
    return (casing.readable(title.plain) if title else fallback), above, [*images, *text] if text else []


def _is_front_line(raw: Raw) -> bool:
    return raw.kind in {"paragraph", "heading"} and len(raw.plain) <= LONG_FRONT and not raw.plain.endswith(".")


class _Reader:
    """Reads one section: which of its blocks are sub-heads, which lists stay whole, what to warn of."""

    def __init__(self, number: int, casing: Casing) -> None:
        self.number = number
        self.casing = casing
        self.blocks: list[ParsedBlock] = []
        self.warnings: list[ParsedWarning] = []

    def section(self, draft: Draft) -> tuple[ParsedSection, list[ParsedWarning]]:
        """Return the section and its warnings."""
        is_list_of_names = len(draft.raws) == 1
        for at, raw in enumerate(draft.raws):
            if raw.kind == "row" and raw.plain and (at == 0 or draft.raws[at - 1].kind != "row"):
                self._warn("table", raw.plain, block=len(self.blocks) + 1)
            is_last = at == len(draft.raws) - 1 or is_list_of_names
            self._read(raw, is_last=is_last)
        title = " – ".join(part for part in (draft.label, self.casing.readable(draft.title)) if part)
        if not any(not block.is_heading for block in self.blocks):
            self._warn("no_text", title)
        return ParsedSection(title=title[:250], blocks=tuple(self.blocks)), self.warnings

    def _read(self, raw: Raw, *, is_last: bool) -> None:
        if raw.kind == "image":
            self._warn("image", raw.plain, block=len(self.blocks) + 1)
        elif raw.kind == "heading" or (not is_last and lines.looks_like_subheading(raw)):
            self._add_heading(raw)
        elif raw.kind == "list":
            self._add_list(raw)
        elif raw.plain:
            self._add(raw.html, raw.plain)

    def _add_heading(self, raw: Raw) -> None:
        if not raw.plain:
            self._warn("empty_heading", block=len(self.blocks) + 1)
            return
        words = " – ".join(self.casing.readable(part) for part in raw.plain.split(" – "))
        self.blocks.append(ParsedBlock(kind="heading", html=escape(words, quote=False), plain=words))

    def _add_list(self, raw: Raw) -> None:
        """Keep a list whole, so that one observation can speak of it, unless its items are paragraphs themselves."""
        lengths = [len(item.plain) for item in raw.items]
        is_long = bool(lengths) and (max(lengths) > LONG_ITEM or sum(lengths) / len(lengths) > LONG_ITEMS_ON_AVERAGE)
        if not is_long:
            if raw.plain:
                self._add(raw.html, raw.plain)
            return
        for number, item in enumerate(raw.items, start=raw.start):
            if raw.is_ordered:
                self._add(
                    item.html.replace("<li>", f"<p>{number}. ", 1).replace("</li>", "</p>"), f"{number}. {item.plain}"
                )
            else:
                self._add(f"<ul>{item.html}</ul>", item.plain)

    def _add(self, html: str, plain: str) -> None:
        self.blocks.append(ParsedBlock(kind="paragraph", html=html, plain=plain))
        if len(plain) > LONG_PARAGRAPH:
            self._warn("long_paragraph", plain, block=len(self.blocks), count=len(plain))

    def _warn(self, code: str, words: str = "", *, block: int = 0, count: int = 1) -> None:
        self.warnings.append(
            ParsedWarning(code=code, words=words[:EXCERPT], count=count, section=self.number, block=block)
        )
