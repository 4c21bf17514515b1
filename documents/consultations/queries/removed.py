# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paragraphs that are no longer in a text and that people spoke about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from documents.consultations import links
from documents.consultations.models import VersionParagraph
from documents.consultations.queries.reading_frames import Reading


@dataclass(frozen=True, kw_only=True)
class RemovedWords:
    """A paragraph that is no longer in the text and that people spoke about."""

    plain: str
    url: str
    version_number: int
    count: int


def gone_and_spoken_of(reading: Reading) -> list[str]:
    """Return the paragraphs that people spoke about and whose words are nowhere in this version."""
    if reading.places is None:
        return []
    return sorted(identity for identity in reading.counts.by_target if identity in reading.places.gone)


def removed_words(reading: Reading) -> list[RemovedWords]:
    """Return the paragraphs that people spoke about and that this version no longer has, where they were last read."""
    gone = gone_and_spoken_of(reading)
    if not gone:
        return []
    twins: dict[UUID, VersionParagraph] = {}
    rows = VersionParagraph.objects.filter(paragraph_id__in=gone, version__text=reading.text)
    for twin in rows.select_related("section", "version").order_by("version__number"):
        twins[twin.paragraph_id] = twin
    slug = reading.text.slug
    return [
        RemovedWords(
            plain=twin.plain,
            url=links.version_paragraph(slug, twin.version.number, twin.section.slug, twin.paragraph_id),
            version_number=twin.version.number,
            count=reading.counts.target(twin.paragraph_id),
        )
        for twin in twins.values()
    ]
