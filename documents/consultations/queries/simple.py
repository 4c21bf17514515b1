# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sections in simple words as people read them: what a version has, and nothing that is still being written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.safestring import SafeString

from documents.consultations.models import SimpleParagraph, SimpleSection, Version, VersionSection
from documents.consultations.simple_words import Said, html_of
from portal.core.exceptions import NotReadable

if TYPE_CHECKING:
    from documents.consultations.queries.reading_pieces import ReadParagraph


@dataclass(frozen=True, kw_only=True)
class SimpleTold:
    """What a paragraph says in simple words; empty where they stand with another, which has that number."""

    words: str
    said_with: str = ""
    said_with_number: int = 0


@dataclass(frozen=True, kw_only=True)
class SimpleRead:
    """A place in the simple version: paragraphs told together in simple words, or official ones that have none."""

    paragraphs: tuple[ReadParagraph, ...]
    html: SafeString | None

    @property
    def first(self) -> ReadParagraph:
        """The paragraph that the place is named after."""
        return self.paragraphs[0]

    @property
    def others(self) -> tuple[ReadParagraph, ...]:
        """The paragraphs that are told together with the first."""
        return self.paragraphs[1:]


def marked(sections: QuerySet[VersionSection]) -> QuerySet[VersionSection]:
    """Return the same sections, each with `simple_edition`: the key of the edition that is read now, or none."""
    last = SimpleSection.objects.filter(section=OuterRef("pk")).order_by("-edition").values("pk")[:1]
    return sections.annotate(simple_edition=Subquery(last))


def only_told(sections: QuerySet[VersionSection]) -> QuerySet[VersionSection]:
    """Keep the sections that have simple words."""
    return sections.filter(Exists(SimpleSection.objects.filter(section=OuterRef("pk"))))


def editions_of(section: VersionSection) -> list[SimpleSection]:
    """Return every edition of a section in simple words, the newest first; one query."""
    return list(SimpleSection.objects.filter(section=section).order_by("-edition"))


def edition_among(editions: Sequence[SimpleSection], number: int | None) -> SimpleSection:
    """Return an edition by its number, or the one that is read now.

    :raises NotReadable: there is none.
    """
    found = next((one for one in editions if number is None or one.edition == number), None)
    if found is None:
        raise NotReadable
    return found


def said_in(edition: SimpleSection) -> dict[UUID, Said]:
    """Return what the paragraphs of an edition say, by identity; one query."""
    return dict(_said(SimpleParagraph.objects.filter(section=edition)))


def said_now(version: Version) -> dict[UUID, Said]:
    """Return what the paragraphs of a version say in simple words now, by identity; one query."""
    return dict(_said(_current(version)))


def arranged(paragraphs: Iterable[ReadParagraph], said: Mapping[UUID, Said]) -> tuple[SimpleRead, ...]:
    """Return a section in simple words, in its order. What has none is read as it stands."""
    together: dict[UUID, list[ReadParagraph]] = {}
    places: list[tuple[UUID, SafeString | None]] = []
    for paragraph in paragraphs:
        one = said.get(paragraph.identity)
        host = one.said_with if one is not None else None
        together.setdefault(host or paragraph.identity, []).append(paragraph)
        if host is None:
            places.append((paragraph.identity, html_of(one.words) if one is not None else None))
    return tuple(
        SimpleRead(paragraphs=tuple(sorted(together[identity], key=lambda one: one.identity != identity)), html=html)
        for identity, html in places
    )


def of_version(version: Version) -> dict[str, SimpleTold]:
    """Return what the paragraphs of a version say in simple words, by identity; one query."""
    return {
        str(row.twin.paragraph_id): SimpleTold(
            words=row.words,
            said_with=str(row.said_with.paragraph_id) if row.said_with else "",
            said_with_number=row.said_with.number if row.said_with else 0,
        )
        for row in _current(version).select_related("twin", "said_with")
    }


def fingerprint(version: Version) -> str:
    """Return what tells the simple words of a version from others: empty while it has none; one query."""
    found = SimpleSection.objects.current().filter(section__version=version).order_by("section__position")
    told = ",".join(found.values_list("sha256", flat=True))
    return hashlib.sha256(told.encode()).hexdigest() if told else ""


def current_of(sections: Sequence[VersionSection]) -> dict[int, SimpleSection]:
    """Return the edition that is read now of each of these sections (by key) that has one; one query."""
    return {one.section_id: one for one in SimpleSection.objects.current().filter(section__in=sections)}


def words_of(sections: Sequence[VersionSection]) -> dict[int, list[str]]:
    """Return the simple words of these sections (by key) in their order; one query."""
    found: dict[int, list[str]] = {}
    current = SimpleSection.objects.current().filter(section__in=sections)
    rows = SimpleParagraph.objects.filter(section__in=current).exclude(words="").order_by("twin__position")
    for section_id, words in rows.values_list("section__section__pk", "words"):
        found.setdefault(section_id, []).append(words)
    return found


def _current(version: Version) -> QuerySet[SimpleParagraph]:
    return SimpleParagraph.objects.filter(section__in=SimpleSection.objects.current().filter(section__version=version))


def _said(rows: QuerySet[SimpleParagraph]) -> Iterable[tuple[UUID, Said]]:
    for row in rows.select_related("twin", "said_with").order_by("twin__position"):
        yield (
            row.twin.paragraph_id,
            Said(words=row.words, said_with=row.said_with.paragraph_id if row.said_with else None),
        )
