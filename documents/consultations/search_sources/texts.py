# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts and their sections, as people read them now: what the latest version has, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from documents.consultations import links, search_kinds
from documents.consultations.models import Version, VersionParagraph, VersionSection
from documents.consultations.queries import texts
from portal.core import audiences
from search.sources import Entry, Source, Title, register


@register
class TextSource(Source):
    """A whole text: its title and what it is, in a few words."""

    kind = search_kinds.TEXT
    label = _("Testi")

    def pks(self) -> Iterable[int | str]:
        """Return every text that people may read."""
        return texts.published_texts().prefetch_related(None).order_by("pk").values_list("pk", flat=True).iterator()

    def entries(self, pks: Sequence[int | str]) -> Iterable[Entry]:
        """Return these texts, with the titles of their sections."""
        titles: dict[int, list[str]] = {}
        for text_id, title in (
            current_sections().filter(version__text__in=[int(pk) for pk in pks]).values_list("version__text", "title")
        ):
            titles.setdefault(text_id, []).append(title)
        found = texts.published_texts().filter(pk__in=pks).select_related("area")
        found = found.annotate(latest_at=Max("versions__published_at"))
        return [self._entry(text, titles.get(text.pk, [])) for text in found]

    def entry(self, pk: int | str) -> Entry | None:
        """Return one text, if people may read it."""
        return next(iter(self.entries([pk])), None)

    def _entry(self, text: Any, titles: list[str]) -> Entry:
        return Entry(
            kind=self.kind,
            pk=text.pk,
            title=text.title,
            text="\n".join([text.summary, *titles]),
            url=links.stored(links.text, text.slug),
            tokens=audiences.EVERYBODY,
            areas=(text.area.slug,) if text.area else (),
            date=text.latest_at.date(),
        )

    def audience(self, pks: Sequence[int | str]) -> Mapping[int | str, Iterable[str]]:
        """Return that everybody may read what is published."""
        found = texts.published_texts().filter(pk__in=pks).values_list("pk", flat=True)
        return dict.fromkeys(found, audiences.EVERYBODY)

    def titles(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterable[Title]:
        """Return texts whose title holds all the words."""
        found = texts.published_texts().prefetch_related(None).order_by("title")
        for word in words:
            found = found.filter(title__icontains=word)
        return [Title(kind=self.kind, title=text.title, url=links.text(text.slug)) for text in found[:limit]]


@register
class SectionSource(Source):
    """A section in the latest version of its text: title and all its words."""

    kind = search_kinds.SECTION
    label = _("Sezioni dei testi")

    def pks(self) -> Iterable[int | str]:
        """Return every section of every latest version."""
        return (str(pk) for pk in current_sections().values_list("section_id", flat=True).iterator())

    def entries(self, pks: Sequence[int | str]) -> Iterable[Entry]:
        """Return these sections as they read now; one that the latest version has not is to be forgotten."""
        found = list(wanted_sections(pks).select_related("version__text", "section__area"))
        words: dict[int, list[str]] = {}
        twins = VersionParagraph.objects.filter(section__in=found).order_by("position")
        for section_id, plain in twins.values_list("section_id", "plain"):
            words.setdefault(section_id, []).append(plain)
        return [self._entry(section, words.get(section.pk, [])) for section in found]

    def entry(self, pk: int | str) -> Entry | None:
        """Return one section, if the latest version has it."""
        return next(iter(self.entries([pk])), None)

    def _entry(self, section: VersionSection, words: list[str]) -> Entry:
        version, area = section.version, section.section.area
        return Entry(
            kind=self.kind,
            pk=str(section.section_id),
            title=f"{section.title} · {version.text.title}",
            text="\n".join(words),
            url=links.stored(links.section, version.text.slug, section.slug),
            tokens=audiences.EVERYBODY,
            areas=(area.slug,) if area else (),
            date=version.published_at.date(),
        )

    def audience(self, pks: Sequence[int | str]) -> Mapping[int | str, Iterable[str]]:
        """Return that everybody may read what the latest version has."""
        found = wanted_sections(pks).values_list("section_id", flat=True)
        return {str(pk): audiences.EVERYBODY for pk in found}

    def titles(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterable[Title]:
        """Return sections whose title holds all the words."""
        found = current_sections().select_related("version__text").order_by("title")
        for word in words:
            found = found.filter(title__icontains=word)
        return [
            Title(
                kind=self.kind,
                title=f"{section.title} · {section.version.text.title}",
                url=links.section(section.version.text.slug, section.slug),
            )
            for section in found[:limit]
        ]


def current_sections() -> QuerySet[VersionSection]:
    """Return the sections of the latest versions."""
    latest = Version.objects.filter(text=OuterRef("version__text")).order_by("-number").values("pk")[:1]
    return VersionSection.objects.annotate(latest=Subquery(latest)).filter(version=F("latest"))


def wanted_sections(pks: Sequence[int | str]) -> QuerySet[VersionSection]:
    """Return those of these sections that a latest version has."""
    ids = []
    for pk in pks:
        try:
            ids.append(UUID(str(pk)))
        except ValueError:
            continue
    return current_sections().filter(section_id__in=ids)
