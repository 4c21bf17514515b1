# SPDX-License-Identifier: AGPL-3.0-or-later
"""The simple words that would come out: with the next version, or as an edition beside the version that people read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from documents.consultations.models import (
    BlockIdentity,
    SimpleDraft,
    SimpleSection,
    Text,
    Version,
    VersionParagraph,
    VersionSection,
)
from documents.consultations.queries import simple, simple_sheets, texts
from documents.consultations.queries.drafts import NextVersion
from documents.consultations.queries.simple_sheets import Sheet
from documents.consultations.redline.words import Segment, words
from documents.consultations.simple_words import Said, fingerprint, told
from portal.core.exceptions import NotReadable


@dataclass(frozen=True, kw_only=True)
class Change:
    """A paragraph whose simple words are not, or would not be, those that stood there before.

    `is_told_elsewhere` says that from now on it is told together with another.
    """

    number: int
    before: str
    after: str
    is_told_elsewhere: bool = False

    @property
    def segments(self) -> list[Segment]:
        """How one became the other, word by word."""
        return words(self.before, self.after)


@dataclass(frozen=True, kw_only=True)
class ComingSection:
    """A section of the next version that has simple words, or loses some."""

    title: str
    section_id: UUID | None
    said: Mapping[UUID, Said]
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class Coming:
    """All that would come out in simple words with the next version."""

    sections: tuple[ComingSection, ...]
    lost: tuple[Change, ...]

    @property
    def total(self) -> int:
        """How many paragraphs would have simple words."""
        return sum(len(section.said) for section in self.sections)

    @property
    def changed(self) -> int:
        """How many would be told otherwise than now, those that lose their words among them."""
        return sum(len(section.changes) for section in self.sections) + len(self.lost)


@dataclass(frozen=True, kw_only=True)
class Stale:
    """Simple words that would come out beside official words that they were not written for."""

    section_id: UUID | None
    section_title: str
    number: int
    official: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """Simple words by paragraph, as they are read `now` and as they are `ready`; `standing` gives the SHA-256 of the
    official words in the editor."""

    now: Mapping[UUID, Said]
    ready: Mapping[UUID, Said]
    standing: Mapping[UUID, str]

    def beside(self, twin: VersionParagraph) -> Said | None:
        """Return what would be read beside a paragraph of the version that people read."""
        identity, official = twin.paragraph_id, fingerprint(twin.plain)
        ready = self.ready.get(identity)
        if ready is not None and ready.official == official:
            return ready
        is_emptied = ready is None and self.standing.get(identity) == official
        return None if is_emptied else self.now.get(identity)


@dataclass(frozen=True, kw_only=True)
class ComingEdition:
    """What would be put beside a section of the version that people read; the version stays as it is."""

    version: Version
    section: VersionSection
    twins: Sequence[VersionParagraph]
    current: SimpleSection | None
    said: Mapping[UUID, Said]
    changes: tuple[Change, ...]
    kept: tuple[int, ...]

    @property
    def number(self) -> int:
        """The number of the edition."""
        return self.current.edition + 1 if self.current else 1

    @cached_property
    def digest(self) -> str:
        """What a form sends back, so that nothing else comes out than what was looked at."""
        return _digest([self.version.sha256, self.number, *_told(self.said)])


def with_version(draft: NextVersion) -> Coming:
    """Return what would come out with the next version, against what people read now."""
    ready = ready_in(draft)
    now = simple.said_now(draft.latest) if draft.latest else {}
    found = []
    for section in draft.sections:
        here = [block for block in section.blocks if block.paragraph_id and not block.is_heading]
        said = told([block.paragraph_id for block in here if block.paragraph_id], ready)
        numbers = {block.paragraph_id: block.number for block in here if block.paragraph_id}
        changes = _changes(numbers, now, said)
        if said or changes:
            found.append(ComingSection(title=section.title, section_id=section.section_id, said=said, changes=changes))
    staying = {block.paragraph_id for block in draft.blocks}
    gone = {twin.paragraph_id: twin.number for twin in draft.pairing.old if twin.paragraph_id not in staying}
    return Coming(sections=tuple(found), lost=_changes(gone, now, {}))


def digest(draft: NextVersion) -> str:
    """Return what the form that publishes sends back: the official words, and the simple ones where there are any."""
    told_here = [line for section in with_version(draft).sections for line in _told(section.said)]
    return _digest([draft.digest, *told_here]) if told_here else draft.digest


def stale_in(draft: NextVersion) -> list[Stale]:
    """Return the ready simple words whose official paragraph is not the one that they were written for."""
    ready = ready_in(draft)
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
        if block.paragraph_id and (row := ready.get(block.paragraph_id)) and row.official != fingerprint(block.plain)
    ]


def ready_in(draft: NextVersion) -> dict[UUID, Said]:
    """Return the simple words that are ready for what is ready: a recognised block brings those written beside it."""
    fresh = _fresh(draft.pairing.recognised)
    wanted = {block.paragraph_id for block in draft.blocks if block.paragraph_id} | set(fresh)
    found: dict[UUID, Said] = {}
    rows = SimpleDraft.objects.filter(paragraph_id__in=wanted, is_ready=True)
    for row in sorted(rows, key=lambda row: row.paragraph_id in fresh):  # the fresh ones take the place of the others
        host = fresh.get(row.said_with_id, row.said_with_id) if row.said_with_id else None
        found[fresh.get(row.paragraph_id, row.paragraph_id)] = Said(
            words=row.words, said_with=host, official=row.official
        )
    return found


def edition(text: Text, section_id: UUID) -> ComingEdition:
    """Return what would be put now beside a section that people read.

    :raises NotReadable: the latest version has not the section.
    """
    found = editions(text, simple_sheets.sheets(text)).get(section_id)
    if found is None:
        raise NotReadable
    return found


def editions(text: Text, sheets: Iterable[Sheet]) -> dict[UUID, ComingEdition]:
    """Return for each section that people read what would be put beside it now; five queries.

    Words come out only beside the official ones that they were written for. Where the official words are being
    changed in the editor, what people read in simple words stays: `kept` numbers those paragraphs.
    """
    version = texts.latest_version_of(text)
    if version is None:
        return {}
    sections = texts.sections_of(version)
    held: dict[int, list[VersionParagraph]] = {}
    for twin in texts.all_paragraphs_of(version):
        if not twin.is_heading:
            held.setdefault(twin.section_id, []).append(twin)
    ready = said_of(simple_sheets.ready_for(twin.paragraph_id for twins in held.values() for twin in twins).values())
    standing = {line.identity: line.official for sheet in sheets for line in sheet.lines}
    current, now = simple.current_of(sections), simple.said_now(version)
    return {
        section.section_id: _edition(
            version,
            section,
            held.get(section.pk, []),
            current.get(section.pk),
            Words(now=now, ready=ready, standing=standing),
        )
        for section in sections
    }


def _edition(
    version: Version,
    section: VersionSection,
    twins: Sequence[VersionParagraph],
    current: SimpleSection | None,
    words: Words,
) -> ComingEdition:
    chosen = {twin.paragraph_id: words.beside(twin) for twin in twins}
    wanted = {identity: one for identity, one in chosen.items() if one is not None}
    kept = [twin.number for twin in twins if (one := chosen[twin.paragraph_id]) and not one.official]
    said = told([twin.paragraph_id for twin in twins], wanted)
    return ComingEdition(
        version=version,
        section=section,
        twins=twins,
        current=current,
        said=said,
        changes=_changes({twin.paragraph_id: twin.number for twin in twins}, words.now, said),
        kept=tuple(kept),
    )


def said_of(rows: Iterable[SimpleDraft]) -> dict[UUID, Said]:
    """Return what these rows say, by paragraph."""
    return {row.paragraph_id: Said(words=row.words, said_with=row.said_with_id, official=row.official) for row in rows}


def _changes(
    numbers: Mapping[UUID, int], before: Mapping[UUID, Said], after: Mapping[UUID, Said]
) -> tuple[Change, ...]:
    nothing = Said()
    pairs = [(number, before.get(one, nothing), after.get(one, nothing)) for one, number in numbers.items()]
    return tuple(
        Change(number=number, before=old.words, after=new.words, is_told_elsewhere=new.said_with is not None)
        for number, old, new in pairs
        if (old.words, old.said_with) != (new.words, new.said_with)
    )


def _fresh(recognised: Mapping[str, str]) -> dict[UUID, UUID]:
    """Return which old paragraph each identity that is about to give way turned out to be."""
    if not recognised:
        return {}
    rows = BlockIdentity.objects.filter(page_id__in={int(key.split(":", 1)[0]) for key in recognised})
    keys = {
        f"{page_id}:{block_id}": one for page_id, block_id, one in rows.values_list("page_id", "block_id", "paragraph")
    }
    return {keys[key]: UUID(old) for key, old in recognised.items() if key in keys and keys[key] != UUID(old)}


def _told(said: Mapping[UUID, Said]) -> list[list[str]]:
    return [[str(identity), one.words, str(one.said_with or "")] for identity, one in said.items()]


def _digest(body: object) -> str:
    return hashlib.sha256(json.dumps(body).encode()).hexdigest()
