# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading texts, their versions, sections and paragraphs. A frozen version is public: its address answers for ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Count, Max, Prefetch, QuerySet

from documents.consultations.models import (
    Paragraph,
    Section,
    Text,
    Version,
    VersionParagraph,
    VersionSection,
    VersionStage,
)
from portal.core.exceptions import NotReadable


def published_texts() -> QuerySet[Text]:
    """Return the texts that have at least one version, by title, each with `latest_number`."""
    return Text.objects.annotate(latest_number=Max("versions__number")).filter(latest_number__isnull=False)


def text_by_slug(slug: str) -> Text:
    """Return a text that people may read.

    :raises NotReadable: there is none, or no version of it is published.
    """
    found = published_texts().select_related("area").filter(slug=slug).first()
    if found is None:
        raise NotReadable
    return found


def current_version(slug: str) -> Version:
    """Return the latest version of a text, with its text and stages.

    :raises NotReadable: there is no such text, or no version of it is published.
    """
    return _one_version(_versions().filter(text__slug=slug).order_by("-number"))


def version(slug: str, number: int) -> Version:
    """Return a version of a text by its number; it answers for ever.

    :raises NotReadable: there is none.
    """
    return _one_version(_versions().filter(text__slug=slug, number=number))


def latest_version_of(text: Text) -> Version | None:
    """Return the latest version of a text, or none before the first."""
    return _versions().filter(text=text).order_by("-number").first()


def versions_of(text: Text) -> list[Version]:
    """Return every version of a text, the newest first, with its stages."""
    return list(_versions().filter(text=text).order_by("-number"))


def sections_of(version: Version) -> list[VersionSection]:
    """Return the sections of a version in their order, each with `paragraph_count`."""
    return list(
        VersionSection.objects.filter(version=version)
        .select_related("section")
        .annotate(paragraph_count=Count("paragraphs"))
        .order_by("position")
    )


def version_section(version: Version, slug: str) -> VersionSection:
    """Return a section of a version by its address.

    :raises NotReadable: this version has none there.
    """
    found = VersionSection.objects.filter(version=version, slug=slug).select_related("section__area").first()
    if found is None:
        raise NotReadable
    return found


def section_twin(version: Version, section_id: UUID | str) -> VersionSection | None:
    """Return a section as it stands in a version, by identity; none when the version has it not."""
    return VersionSection.objects.filter(version=version, section_id=section_id).select_related("section").first()


def paragraphs_of(section: VersionSection) -> list[VersionParagraph]:
    """Return the paragraphs and sub-headings of a section in their order."""
    return list(VersionParagraph.objects.filter(section=section).order_by("position"))


def paragraph_in(version: Version, paragraph_id: UUID | str) -> VersionParagraph | None:
    """Return a paragraph as it stands in a version, with its section; none when the version has it not."""
    return (
        VersionParagraph.objects.filter(version=version, paragraph_id=paragraph_id)
        .select_related("section", "version__text")
        .first()
    )


def paragraphs_in(version: Version, paragraph_ids: Iterable[UUID | str]) -> dict[UUID, VersionParagraph]:
    """Return several paragraphs as they stand in a version, by identity, with their sections; one query."""
    found = VersionParagraph.objects.filter(version=version, paragraph_id__in=list(paragraph_ids))
    return {twin.paragraph_id: twin for twin in found.select_related("section")}


def last_twin(paragraph_id: UUID | str) -> VersionParagraph | None:
    """Return a paragraph in the latest version that had it: where a retired one was last read."""
    return (
        VersionParagraph.objects.filter(paragraph_id=paragraph_id)
        .select_related("section", "version__text")
        .order_by("-version__number")
        .first()
    )


def all_paragraphs_of(version: Version) -> Sequence[VersionParagraph]:
    """Return every paragraph and sub-heading of a version in reading order, with its section; one query."""
    return list(VersionParagraph.objects.filter(version=version).select_related("section").order_by("position"))


def text_of_section(section_id: UUID | str) -> Text | None:
    """Return the text that a section belongs to."""
    found = Section.objects.filter(pk=section_id).select_related("text").first()
    return found.text if found else None


def text_of_paragraph(paragraph_id: UUID | str) -> Text | None:
    """Return the text that a paragraph belongs to."""
    found = Paragraph.objects.filter(pk=paragraph_id).select_related("text").first()
    return found.text if found else None


def _versions() -> QuerySet[Version]:
    stages = Prefetch("stages", queryset=VersionStage.objects.order_by("pk"))
    return Version.objects.select_related("text").prefetch_related(stages)


def _one_version(found: QuerySet[Version]) -> Version:
    one = found.first()
    if one is None:
        raise NotReadable
    return one
