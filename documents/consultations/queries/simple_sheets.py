# SPDX-License-Identifier: AGPL-3.0-or-later
"""Simple words as the office writes them: beside the official words of the editor, paragraph by paragraph."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from wagtail.blocks import StreamValue

from documents.consultations.models import Section, SectionPage, SimpleDraft, Text, VersionParagraph
from documents.consultations.queries import drafts, pairing, texts
from documents.consultations.queries.drafts import DraftBlock, NextVersion
from documents.consultations.simple_words import fingerprint
from portal.core.exceptions import NotReadable


@dataclass(frozen=True, kw_only=True)
class Absorbed:
    """A paragraph that stands in no page any more and has simple words: its official words went into another."""

    identity: UUID
    number: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A block of the editor with its simple words; `number` is what readers know it by, 0 if they don't yet.

    `place` is the number that it has in the editor.
    """

    identity: UUID
    is_heading: bool
    html: str
    plain: str
    number: int
    place: int
    draft: SimpleDraft | None
    ready: SimpleDraft | None
    absorbed: tuple[Absorbed, ...] = ()
    divided_from: int = 0

    @property
    def official(self) -> str:
        """The SHA-256 of the official words as they stand in the editor."""
        return fingerprint(self.plain)

    @property
    def words(self) -> str:
        """The simple words as they were saved last."""
        return self.draft.words if self.draft else ""

    @property
    def said(self) -> list[str]:
        """The words as they were saved last, and the paragraph that it is told together with."""
        return list(_said(self.draft))

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
    """A section with its simple words, to be written in; `left` stood in paragraphs of the text that are no more."""

    text: Text
    section: Section
    page: SectionPage
    lines: tuple[Line, ...]
    left: tuple[Absorbed, ...] = ()

    @property
    def paragraphs(self) -> list[Line]:
        """What can have simple words."""
        return [line for line in self.lines if not line.is_heading]

    @cached_property
    def digest(self) -> str:
        """What the form sends back, so that two editors do not overwrite each other without a word."""
        told = [[str(line.identity), line.plain, *_said(line.draft), *_said(line.ready)] for line in self.lines]
        joined = [[str(one.identity), one.words] for line in self.lines for one in line.absorbed]
        return hashlib.sha256(json.dumps([*told, *joined]).encode()).hexdigest()

    @property
    def is_ahead(self) -> bool:
        """Whether something was saved that is not ready."""
        return any(line.is_ahead for line in self.paragraphs)

    @property
    def has_words(self) -> bool:
        """Whether there is anything to look at before it comes out."""
        return any(line.draft or line.ready for line in self.paragraphs)

    @property
    def waiting(self) -> int:
        """How many paragraphs that were joined to others have simple words of which nobody said what becomes."""
        return sum(len(line.absorbed) for line in self.paragraphs)


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
    draft = _as_saved(text, list(pages.values()))
    rows = {(row.paragraph_id, row.is_ready): row for row in SimpleDraft.objects.filter(paragraph__text=text)}
    numbers = {twin.paragraph_id: twin.number for twin in draft.pairing.old}
    standing = {block.paragraph_id for block in draft.blocks}
    every = _with_words(rows, _last_numbers(draft, rows))
    gone = {identity: one for identity, one in every.items() if identity not in standing}
    found_sheets = [
        Sheet(
            text=text,
            section=sections[section.page_id],
            page=pages[section.page_id],
            lines=tuple(_line(block, draft, rows, numbers, gone) for block in section.blocks if block.paragraph_id),
        )
        for section in draft.sections
        if section.page_id in sections
    ]
    placed = {one.identity for sheet in found_sheets for line in sheet.lines for one in line.absorbed}
    left = tuple(one for identity, one in gone.items() if identity not in placed)
    return [replace(one, left=left) for one in found_sheets]


def ready_for(paragraphs: Iterable[UUID]) -> dict[UUID, SimpleDraft]:
    """Return the simple words that are ready, by paragraph; one query."""
    rows = SimpleDraft.objects.filter(paragraph_id__in=list(paragraphs), is_ready=True)
    return {row.paragraph_id: row for row in rows}


def _as_saved(text: Text, pages: Sequence[SectionPage]) -> NextVersion:
    """Return the text as it was saved last, with what is certain of its paragraphs: a pasted one that is surely an old
    paragraph is that one already."""
    for page in pages:
        page.body = _body(page)
    latest = texts.latest_version_of(text)
    raw = NextVersion(text=text, latest=latest, sections=tuple(drafts.sections_of(pages)), unready=(), edited_since=())
    if latest is None:
        return raw
    found = pairing.of_draft(raw)
    same = {key: UUID(old) for key, old in found.decision.same.items()}
    return replace(raw, sections=drafts.with_identities(raw.sections, same), pairing=found)


def _body(page: SectionPage) -> StreamValue:
    """Return the blocks of a page as they were saved last."""
    revision = page.latest_revision
    if revision is None or "body" not in revision.content:
        return page.body
    saved: StreamValue = SectionPage._meta.get_field("body").to_python(revision.content["body"])
    return saved


def _line(
    block: DraftBlock,
    draft: NextVersion,
    rows: Mapping[tuple[UUID, bool], SimpleDraft],
    numbers: Mapping[UUID, int],
    gone: Mapping[UUID, Absorbed],
) -> Line:
    assert block.paragraph_id is not None  # noqa: S101 -- only those are asked for
    decision = draft.pairing.decision
    parent = decision.splits.get(block.key, "")
    olds = [UUID(old) for old in decision.merges.get(block.key, ())]
    return Line(
        identity=block.paragraph_id,
        is_heading=block.is_heading,
        html=block.html,
        plain=block.plain,
        number=numbers.get(block.paragraph_id, 0),
        place=block.number,
        draft=rows.get((block.paragraph_id, False)),
        ready=rows.get((block.paragraph_id, True)),
        absorbed=tuple(gone[old] for old in olds if old in gone),
        divided_from=numbers.get(UUID(parent), 0) if parent else 0,
    )


def _with_words(rows: Mapping[tuple[UUID, bool], SimpleDraft], numbers: Mapping[UUID, int]) -> dict[UUID, Absorbed]:
    """Return every paragraph with words of its own, as saved last; as ready where nothing was saved since."""
    last = {identity: row for (identity, is_ready), row in rows.items() if is_ready}
    last |= {identity: row for (identity, is_ready), row in rows.items() if not is_ready}
    return {
        identity: Absorbed(identity=identity, number=numbers.get(identity, 0), words=row.words)
        for identity, row in last.items()
        if row.words
    }


def _last_numbers(draft: NextVersion, rows: Iterable[tuple[UUID, bool]]) -> dict[UUID, int]:
    """Return the number by which readers know the paragraphs that have rows, or knew them last."""
    now = {twin.paragraph_id: twin.number for twin in draft.pairing.old}
    unknown = {identity for identity, _ready in rows} - set(now)
    if draft.latest is None or not unknown:
        return now
    before = VersionParagraph.objects.filter(paragraph_id__in=unknown).order_by("version__number")
    return dict(before.values_list("paragraph_id", "number")) | now


def _said(row: SimpleDraft | None) -> tuple[str, str]:
    return (row.words, str(row.said_with_id or "")) if row is not None else ("", "")
