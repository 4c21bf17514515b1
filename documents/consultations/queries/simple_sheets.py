# SPDX-License-Identifier: AGPL-3.0-or-later
"""Simple words as the office writes them: beside the official words of the editor, paragraph by paragraph."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from wagtail.blocks import StreamValue

from documents.consultations.models import (
    BlockIdentity,
    Section,
    SectionPage,
    SimpleDraft,
    Text,
    VersionParagraph,
    VersionSection,
)
from documents.consultations.queries import drafts, texts
from documents.consultations.queries.drafts import DraftBlock, NextVersion
from documents.consultations.simple_words import fingerprint
from portal.core.exceptions import NotReadable


@dataclass(frozen=True, kw_only=True)
class Line:
    """A block of the editor with its simple words; `number` is what readers know it by, 0 if they don't yet."""

    identity: UUID
    is_heading: bool
    plain: str
    number: int
    draft: SimpleDraft | None
    ready: SimpleDraft | None

    @property
    def official(self) -> str:
        """The SHA-256 of the official words as they stand in the editor."""
        return fingerprint(self.plain)

    @property
    def words(self) -> str:
        """The simple words as they were saved last."""
        return self.draft.words if self.draft else ""

    @property
    def is_said_above(self) -> bool:
        """Whether it is told together with a paragraph before it."""
        return self.draft is not None and self.draft.said_with_id is not None

    @property
    def is_stale(self) -> bool:
        """Whether the official words changed since the simple ones were last said to be right."""
        return self.draft is not None and self.draft.official != self.official

    @property
    def is_ahead(self) -> bool:
        """Whether what was saved last is not what would come out."""
        return _said(self.draft) != _said(self.ready)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A section with its simple words, to be written in."""

    text: Text
    section: Section
    page: SectionPage
    lines: tuple[Line, ...]

    @property
    def paragraphs(self) -> list[Line]:
        """What can have simple words."""
        return [line for line in self.lines if not line.is_heading]

    @cached_property
    def digest(self) -> str:
        """What the form sends back, so that two editors do not overwrite each other without a word."""
        told = [[str(line.identity), line.plain, *_said(line.draft), *_said(line.ready)] for line in self.lines]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    @property
    def is_ahead(self) -> bool:
        """Whether something was saved that is not ready."""
        return any(line.is_ahead for line in self.paragraphs)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A section in the list: how many of its paragraphs have simple words, how many of those are to be looked at."""

    sheet: Sheet
    is_published: bool
    is_readable: bool
    can_come_out: bool

    @property
    def written(self) -> int:
        """How many paragraphs have them."""
        return sum(line.draft is not None for line in self.sheet.paragraphs)

    @property
    def stale(self) -> int:
        """How many stand beside official words that changed."""
        return sum(line.is_stale for line in self.sheet.paragraphs)


@dataclass(frozen=True, kw_only=True)
class Stale:
    """Simple words that would come out beside official words that they were not written for."""

    section_id: UUID | None
    section_title: str
    number: int
    official: str
    words: str


def sheet(text: Text, section_id: UUID) -> Sheet:
    """Return a section of a text to write its simple words.

    :raises NotReadable: the text has no such section in the editor.
    """
    found = next((one for one in sheets(text) if one.section.pk == section_id), None)
    if found is None:
        raise NotReadable
    return found


def sheets(text: Text) -> list[Sheet]:
    """Return every section of a text that stands in the editor, as it was saved last."""
    if text.page is None:
        return []
    found = SectionPage.objects.child_of(text.page).select_related("latest_revision").order_by("path")
    pages = {page.pk: page for page in found}
    sections = {section.page_id: section for section in Section.objects.filter(page_id__in=pages)}
    known = _identities(text, pages)
    blocks = {pk: list(drafts.blocks_in(_body(page))) for pk, page in pages.items()}
    wanted = {identity for (page_id, _), identity in known.items() if page_id in pages}
    numbers = _numbers(text, wanted)
    rows = _saved(wanted)
    return [
        Sheet(
            text=text,
            section=sections[pk],
            page=page,
            lines=tuple(
                Line(
                    identity=known[pk, block_id],
                    is_heading=is_heading,
                    plain=plain,
                    number=numbers.get(known[pk, block_id], 0),
                    draft=rows.get((known[pk, block_id], False)),
                    ready=rows.get((known[pk, block_id], True)),
                )
                for block_id, is_heading, _html, plain in blocks[pk]
                if (pk, block_id) in known
            ),
        )
        for pk, page in pages.items()
        if pk in sections
    ]


def overview(text: Text) -> list[Row]:
    """Return the sections of a text with how far their simple words are."""
    latest = texts.latest_version_of(text)
    twins = VersionSection.objects.filter(version=latest).select_related("simple") if latest else []
    by_identity = {twin.section_id: twin for twin in twins}
    official = _official(latest.pk) if latest else {}
    found = []
    for one in sheets(text):
        twin = by_identity.get(one.section.pk)
        has = twin is not None and hasattr(twin, "simple")
        fits = any(line.ready and line.ready.official == official.get(line.identity) for line in one.paragraphs)
        found.append(
            Row(sheet=one, is_published=has, is_readable=twin is not None, can_come_out=bool(twin and not has and fits))
        )
    return found


def stale_in(draft: NextVersion) -> list[Stale]:
    """Return the ready simple words whose official paragraph is not the one that they were written for: one query."""
    ready = _saved([block.paragraph_id for block in draft.blocks if block.paragraph_id])
    return [
        Stale(
            section_id=section.section_id,
            section_title=section.title,
            number=block.number,
            official=block.plain,
            words=row.words,
        )
        for section in draft.sections
        for block in section.blocks
        if (row := _ready(ready, block)) is not None and row.official != fingerprint(block.plain)
    ]


def ready_for(paragraphs: Iterable[UUID]) -> dict[UUID, SimpleDraft]:
    """Return the simple words that are ready, by paragraph; one query."""
    return {identity: row for (identity, is_ready), row in _saved(paragraphs).items() if is_ready}


def _ready(rows: Mapping[tuple[UUID, bool], SimpleDraft], block: DraftBlock) -> SimpleDraft | None:
    return rows.get((block.paragraph_id, True)) if block.paragraph_id else None


def _saved(paragraphs: Iterable[UUID]) -> dict[tuple[UUID, bool], SimpleDraft]:
    rows = SimpleDraft.objects.filter(paragraph_id__in=list(paragraphs))
    return {(row.paragraph_id, row.is_ready): row for row in rows}


def _body(page: SectionPage) -> StreamValue:
    """Return the blocks of a page as they were saved last."""
    revision = page.latest_revision
    if revision is None or "body" not in revision.content:
        return page.body
    saved: StreamValue = SectionPage._meta.get_field("body").to_python(revision.content["body"])
    return saved


def _identities(text: Text, pages: Iterable[int]) -> dict[tuple[int, str], UUID]:
    """Return which paragraph each block is: a pasted one that is certainly an old paragraph is that one already."""
    rows = BlockIdentity.objects.filter(page_id__in=list(pages)).values_list("page_id", "block_id", "paragraph_id")
    known = {(page_id, block_id): paragraph_id for page_id, block_id, paragraph_id in rows}
    for key, old in drafts.next_version(text).pairing.recognised.items():
        page_id, block_id = key.split(":", 1)
        known[int(page_id), block_id] = UUID(old)
    return known


def _numbers(text: Text, paragraphs: Sequence[UUID] | set[UUID]) -> dict[UUID, int]:
    latest = texts.latest_version_of(text)
    if latest is None:
        return {}
    rows = VersionParagraph.objects.filter(version=latest, paragraph_id__in=list(paragraphs))
    return dict(rows.values_list("paragraph_id", "number"))


def _official(version_pk: int) -> dict[UUID, str]:
    rows = VersionParagraph.objects.filter(version_id=version_pk).values_list("paragraph_id", "plain")
    return {identity: fingerprint(plain) for identity, plain in rows}


def _said(row: SimpleDraft | None) -> tuple[str, str]:
    return (row.words, str(row.said_with_id or "")) if row is not None else ("", "")
