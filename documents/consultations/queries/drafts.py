# SPDX-License-Identifier: AGPL-3.0-or-later
"""The next version as it would be now: what editors declared ready, against what people read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from uuid import UUID

from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from documents.consultations.imports.html import plain_words, safe
from documents.consultations.models import BlockIdentity, Section, SectionPage, Text, Version
from documents.consultations.queries import pairing, texts
from documents.consultations.queries.pairing import Pairing
from documents.consultations.redline import Piece, Redline, SectionPiece, compare


@dataclass(frozen=True, kw_only=True)
class DraftBlock:
    """A paragraph or sub-heading that is ready; without identity while nobody saved it through the editor."""

    page_id: int
    block_id: str
    paragraph_id: UUID | None
    is_heading: bool
    html: str
    plain: str
    number: int
    position: int

    @property
    def key(self) -> str:
        """What names it in a form: the page and the block, whatever identity it has."""
        return f"{self.page_id}:{self.block_id}"

    @property
    def identity(self) -> str:
        """The identity that the comparison goes by."""
        return str(self.paragraph_id) if self.paragraph_id else f"new:{self.key}"


@dataclass(frozen=True, kw_only=True)
class DraftSection:
    """A section that is ready."""

    page_id: int
    section_id: UUID | None
    slug: str
    title: str
    area_id: int | None
    tavolo_id: int | None
    blocks: tuple[DraftBlock, ...]

    @property
    def identity(self) -> str:
        """The identity that the comparison goes by."""
        return str(self.section_id) if self.section_id else f"new:{self.page_id}"

    @property
    def is_known(self) -> bool:
        """Whether it has an identity, and each of its blocks too."""
        return self.section_id is not None and all(block.paragraph_id is not None for block in self.blocks)


@dataclass(frozen=True, kw_only=True)
class Vanished:
    """A paragraph that people read and that the next version would not have; its words may live on in another."""

    paragraph_id: UUID
    number: int
    plain: str
    section_title: str
    into: DraftBlock | None


@dataclass(frozen=True, kw_only=True)
class NextVersion:
    """Everything a coordinator must see before publishing."""

    text: Text
    latest: Version | None
    sections: tuple[DraftSection, ...]
    unready: tuple[SectionPage, ...]
    edited_since: tuple[SectionPage, ...]
    pairing: Pairing = field(default_factory=Pairing)

    @property
    def number(self) -> int:
        """The number it would get."""
        return self.latest.number + 1 if self.latest else 1

    @property
    def paragraph_count(self) -> int:
        """How many numbered paragraphs it would have."""
        return sum(not block.is_heading for block in self.blocks)

    @property
    def blocks(self) -> Iterator[DraftBlock]:
        """Every paragraph and sub-heading, in reading order."""
        return (block for section in self.sections for block in section.blocks)

    @cached_property
    def redline(self) -> Redline:
        """What would change for readers."""
        old = pieces_of_version(self.latest) if self.latest else []
        titles = (self.latest.title, self.title) if self.latest else ("", "")
        return compare(old, pieces_of_draft(self.sections), titles=titles)

    @property
    def title(self) -> str:
        """The title that it would have."""
        return self.text.page.title if self.text.page else self.text.title

    @property
    def has_changes(self) -> bool:
        """Whether readers would find anything new."""
        return self.redline.total > 0

    @cached_property
    def digest(self) -> str:
        """What a form sends back, so that nothing else is published than what was looked at."""
        body = [
            [section.slug, section.title, [[block.key, block.is_heading, block.html] for block in section.blocks]]
            for section in self.sections
        ]
        before = self.latest.number if self.latest else 0
        return hashlib.sha256(json.dumps([before, self.title, body]).encode()).hexdigest()

    @cached_property
    def vanished(self) -> list[Vanished]:
        """What would be retired, as far as it is decided: what is still in doubt is not among them."""
        kept = {block.identity for block in self.blocks}
        joined = {old: new for new, olds in self.pairing.decision.merges.items() for old in olds}
        blocks = {block.key: block for block in self.blocks}
        return [
            Vanished(
                paragraph_id=twin.paragraph_id,
                number=twin.number,
                plain=twin.plain,
                section_title=twin.section.title,
                into=blocks.get(joined.get(str(twin.paragraph_id), "")),
            )
            for twin in self.pairing.old
            if not twin.is_heading and str(twin.paragraph_id) not in {*kept, *self.pairing.in_doubt}
        ]


def next_version(text: Text) -> NextVersion:
    """Return what would be published now; reading it changes nothing. What is certainly an old paragraph, though its
    block is new (cut and pasted, brought in again), already has that identity here; see `pairing`."""
    raw = settled(text)
    if raw.latest is None:
        return raw
    found = pairing.of_draft(raw)
    same = {key: UUID(old) for key, old in found.decision.same.items()}
    return replace(raw, sections=with_identities(raw.sections, same), pairing=found)


def settled(text: Text) -> NextVersion:
    """Return what would be published now with the identities that are stored, and no other."""
    pages = _pages(text)
    ready = [page for page in pages if page.live]
    return NextVersion(
        text=text,
        latest=texts.latest_version_of(text),
        sections=tuple(sections_of(ready)),
        unready=tuple(page for page in pages if not page.live),
        edited_since=tuple(page for page in ready if page.has_unpublished_changes),
    )


def as_written(text: Text) -> tuple[DraftSection, ...]:
    """Return every section that stands in the editor, ready or not, as it was last saved where it is not."""
    return tuple(sections_of([page if page.live else page.get_latest_revision_as_object() for page in _pages(text)]))


def with_identities(sections: Iterable[DraftSection], known: Mapping[str, UUID]) -> tuple[DraftSection, ...]:
    """Return the same sections, with these blocks (by key) taken to be these paragraphs."""
    return tuple(
        replace(
            section,
            blocks=tuple(
                replace(block, paragraph_id=known.get(block.key, block.paragraph_id)) for block in section.blocks
            ),
        )
        for section in sections
    )


def pieces_of_version(version: Version) -> list[SectionPiece]:
    """Return a frozen version as the comparison wants it: two queries."""
    held: dict[int, list[Piece]] = {}
    for twin in version.paragraphs.order_by("position"):
        piece = Piece(
            identity=str(twin.paragraph_id),
            plain=twin.plain,
            html=twin.html,
            number=twin.number,
            is_heading=twin.is_heading,
        )
        held.setdefault(twin.section_id, []).append(piece)
    return [
        SectionPiece(
            identity=str(section.section_id),
            slug=section.slug,
            title=section.title,
            pieces=tuple(held.get(section.pk, ())),
        )
        for section in version.sections.order_by("position")
    ]


def pieces_of_draft(sections: Iterable[DraftSection]) -> list[SectionPiece]:
    """Return what is ready as the comparison wants it."""
    return [
        SectionPiece(
            identity=section.identity,
            slug=section.slug,
            title=section.title,
            pieces=tuple(
                Piece(
                    identity=block.identity,
                    plain=block.plain,
                    html=block.html,
                    number=block.number,
                    is_heading=block.is_heading,
                )
                for block in section.blocks
            ),
        )
        for section in sections
    ]


def blocks_of(page: SectionPage) -> Iterator[tuple[str, bool, str, str]]:
    """Yield id, «is a sub-heading», safe HTML and plain words of each block of a page that has words."""
    return blocks_in(page.body)


def blocks_in(body: StreamValue) -> Iterator[tuple[str, bool, str, str]]:
    """Yield the same of each block of a body."""
    for block in body:
        if block.block_type == "heading":
            plain = " ".join(str(block.value).split())
            html = escape(plain, quote=False)
        else:
            html = safe(expand_db_html(block.value.source)).strip()
            plain = plain_words(html) if html else ""
        if plain:
            yield str(block.id), block.block_type == "heading", html, plain


def _pages(text: Text) -> list[SectionPage]:
    if text.page is None:
        return []
    return list(SectionPage.objects.child_of(text.page).order_by("path"))


def sections_of(pages: Sequence[SectionPage]) -> Iterator[DraftSection]:
    """Yield these pages of the editor, each with its blocks and their identities: two queries."""
    page_ids = [page.pk for page in pages]
    paragraphs = {
        (row.page_id, row.block_id): row.paragraph_id for row in BlockIdentity.objects.filter(page_id__in=page_ids)
    }
    identities = dict(Section.objects.filter(page_id__in=page_ids).values_list("page_id", "pk"))
    position = number = 0
    for page in pages:
        blocks = []
        for block_id, is_heading, html, plain in blocks_of(page):
            position += 1
            number += not is_heading
            blocks.append(
                DraftBlock(
                    page_id=page.pk,
                    block_id=block_id,
                    paragraph_id=paragraphs.get((page.pk, block_id)),
                    is_heading=is_heading,
                    html=html,
                    plain=plain,
                    number=0 if is_heading else number,
                    position=position,
                )
            )
        yield DraftSection(
            page_id=page.pk,
            section_id=identities.get(page.pk),
            slug=page.slug,
            title=page.title,
            area_id=page.area_id,
            tavolo_id=page.tavolo_id,
            blocks=tuple(blocks),
        )
