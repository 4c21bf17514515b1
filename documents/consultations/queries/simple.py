# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sections in simple words as people read them: what a version has, and nothing that is still being written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from documents.consultations.models import SimpleParagraph, SimpleSection, Version, VersionSection
from documents.consultations.simple_words import html_of

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


def of_section(section: VersionSection, paragraphs: Iterable[ReadParagraph]) -> tuple[SimpleRead, ...]:
    """Return a section in simple words, in its order; one query. What has none is read as it stands."""
    rows = {
        str(row.twin.paragraph_id): row
        for row in SimpleParagraph.objects.filter(section__section=section).select_related("twin", "said_with")
    }
    together: dict[str, list[ReadParagraph]] = {}
    places: list[tuple[str, SafeString | None]] = []
    for paragraph in paragraphs:
        identity = str(paragraph.identity)
        row = rows.get(identity)
        host = str(row.said_with.paragraph_id) if row is not None and row.said_with is not None else ""
        together.setdefault(host or identity, []).append(paragraph)
        if not host:
            places.append((identity, html_of(row.words) if row is not None else None))
    return tuple(
        SimpleRead(
            paragraphs=tuple(sorted(together[identity], key=lambda one: str(one.identity) != identity)), html=html
        )
        for identity, html in places
    )


def of_version(version: Version) -> dict[str, SimpleTold]:
    """Return what the paragraphs of a version say in simple words, by identity; one query."""
    rows = SimpleParagraph.objects.filter(twin__version=version).select_related("twin", "said_with")
    return {
        str(row.twin.paragraph_id): SimpleTold(
            words=row.words,
            said_with=str(row.said_with.paragraph_id) if row.said_with else "",
            said_with_number=row.said_with.number if row.said_with else 0,
        )
        for row in rows
    }


def fingerprint(version: Version) -> str:
    """Return what tells the simple words of a version from others: empty while it has none; one query."""
    found = SimpleSection.objects.filter(section__version=version).order_by("section__position")
    told = ",".join(found.values_list("sha256", flat=True))
    return hashlib.sha256(told.encode()).hexdigest() if told else ""


def words_of(sections: Sequence[VersionSection]) -> dict[int, list[str]]:
    """Return the simple words of these sections (by key) in their order; one query."""
    found: dict[int, list[str]] = {}
    rows = SimpleParagraph.objects.filter(section__section__in=sections).exclude(words="").order_by("twin__position")
    for section_id, words in rows.values_list("section__section__pk", "words"):
        found.setdefault(section_id, []).append(words)
    return found
