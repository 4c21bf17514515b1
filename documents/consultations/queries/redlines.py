# SPDX-License-Identifier: AGPL-3.0-or-later
"""What changed between two versions and why, whole or by section, in pages that a person can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from django.core.cache import caches
from django.core.paginator import Page, Paginator

from documents.consultations import links
from documents.consultations.models import Version
from documents.consultations.queries import drafts, kinship, reasons
from documents.consultations.queries.reasons import Why
from documents.consultations.queries.redline_words import (
    entry_note,
    how_many,
    section_note,
    section_summary,
    sign,
    summary,
)
from documents.consultations.redline import Entry, Redline, SectionDiff, compare
from portal.core.exceptions import NotReadable

__all__ = ["Comparison", "Line", "Part", "Show", "between", "redline_of", "summary"]

MOST_LINES: Final = 150
KEPT_FOR: Final = 24 * 60 * 60
FORMAT: Final = 1  # grows when what is kept has another shape


class Show(StrEnum):
    """How much of the text to show around what changed."""

    CHANGES = "modifiche"
    SECTIONS = "sezioni"
    ALL = "tutto"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paragraph of the comparison with what its reader is told."""

    entry: Entry
    note: str
    sign: str
    why: Why | None
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section of the comparison with the lines that are shown."""

    section: SectionDiff
    note: str
    why: Why | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class IndexRow:
    """A section in the index of changes."""

    name: str
    url: str
    total: int
    is_current: bool = False


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two versions side by side."""

    old: Version
    new: Version
    redline: Redline
    show: Show = Show.SECTIONS
    only: SectionDiff | None = None

    @property
    def summary(self) -> str:
        """Everything in one sentence: «3 modifiche: 1 paragrafo cambiato, …»."""
        return section_summary(self.only) if self.only else summary(self.redline)

    @property
    def untouched(self) -> list[SectionDiff]:
        """The sections in which nothing happened."""
        return [section for section in self.redline.sections if section.is_untouched]

    @property
    def has_title_changes(self) -> bool:
        """Whether the title of the whole text changed."""
        return self.only is None and bool(self.redline.counts["title"])

    @cached_property
    def index(self) -> list[IndexRow]:
        """The sections where something changed, each with how many things did."""
        rows = ((section, how_many(section)) for section in self.redline.sections)
        return [
            IndexRow(
                name=section.name,
                url=links.redline_section(
                    self.new.text.slug, self.old.number, self.new.number, self.address_of(section)
                ),
                total=total,
                is_current=self.only is not None and self.only.identity == section.identity,
            )
            for section, total in rows
            if total
        ]

    def address_of(self, section: SectionDiff) -> str:
        """Return what a section is called in the address; a removed one gives way to a new one of the same name."""
        is_taken = section.new_order is None and any(
            one.slug == section.slug and one.new_order is not None for one in self.redline.sections
        )
        return f"{section.slug}~{self.old.number}" if is_taken else section.slug

    def page(self, number: str, *, holding: str = "") -> Page[list[SectionDiff]]:
        """Return one page of the sections to show, or the one that holds a paragraph or section."""
        chunks = list(_chunks(self._wanted(), self.show))
        if holding:
            places = [at for at, chunk in enumerate(chunks, start=1) if any(_holds(one, holding) for one in chunk)]
            number = str(places[0]) if places else number
        return Paginator(chunks, 1).get_page(number)

    def parts(self, sections: Sequence[SectionDiff]) -> list[Part]:
        """Return these sections with what is told of each paragraph: three queries at most."""
        shown = [(section, [one for one in section.entries if _is_shown(one, self.show)]) for section in sections]
        ids = [one.identity for _, entries in shown for one in entries if not one.is_untouched and not one.is_mark]
        found = reasons.between(self.old, self.new, ids)
        kin = kinship.told(self.new.text, self.redline)
        return [
            Part(
                section=section,
                note=section_note(section, self.old.number, self.new.number),
                why=found.get(section.identity),
                lines=tuple(self._line(entry, found, kin) for entry in entries),
            )
            for section, entries in shown
        ]

    def title_why(self) -> Why | None:
        """Return why the title of the whole text changed."""
        return reasons.between(self.old, self.new).get("")

    def _line(self, entry: Entry, found: dict[str, Why], kin: dict[str, str]) -> Line:
        why = None if entry.is_untouched or entry.is_mark else found.get(entry.identity)
        slug = self.new.text.slug
        url = links.redline_paragraph(slug, self.old.number, self.new.number, entry.identity) if entry.is_mark else ""
        more = "" if entry.is_mark else kin.get(entry.identity, "")
        note = ", ".join(part for part in (entry_note(entry), more) if part)
        return Line(entry=entry, note=note, sign=sign(entry), why=why, url=url)

    def _wanted(self) -> list[SectionDiff]:
        if self.only is not None:
            return [self.only]
        return [one for one in self.redline.sections if self.show == Show.ALL or not one.is_untouched]


def between(old: Version, new: Version, *, show: Show = Show.SECTIONS, section: str = "") -> Comparison:
    """Return what changed between two versions, in one section only when its address is given.

    :raises NotReadable: neither version has a section there.
    """
    whole = Comparison(old=old, new=new, redline=redline_of(old, new), show=show)
    if not section:
        return whole
    for one in whole.redline.sections:
        if whole.address_of(one) == section:
            return Comparison(old=old, new=new, redline=whole.redline, show=show, only=one)
    raise NotReadable


def redline_of(old: Version, new: Version) -> Redline:
    """Return how one frozen version became another: worked out once, kept by the two SHA-256, for everybody alike."""
    key = f"redline:{FORMAT}:{old.sha256}:{new.sha256}"
    kept = caches["copies"]
    found: Redline | None = kept.get(key)
    if found is None:
        found = compare(drafts.pieces_of_version(old), drafts.pieces_of_version(new), titles=(old.title, new.title))
        kept.set(key, found, KEPT_FOR)
    return found


def _is_shown(entry: Entry, show: Show) -> bool:
    return show != Show.CHANGES or not entry.is_untouched


def _chunks(sections: Sequence[SectionDiff], show: Show) -> Iterator[list[SectionDiff]]:
    """Yield whole sections together, up to as many lines as a page holds."""
    chunk: list[SectionDiff] = []
    lines = 0
    for section in sections:
        size = sum(_is_shown(entry, show) for entry in section.entries)
        if chunk and lines + size > MOST_LINES:
            yield chunk
            chunk, lines = [], 0
        chunk.append(section)
        lines += size
    yield chunk


def _holds(section: SectionDiff, identity: str) -> bool:
    return section.identity == identity or any(
        entry.identity == identity and not entry.is_mark for entry in section.entries
    )
