# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sections in simple words, as the latest version has them: found by words that the official text does not use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from documents.consultations import links, search_kinds
from documents.consultations.models import SimpleSection, VersionSection
from documents.consultations.queries import simple
from documents.consultations.search_sources.texts import current_sections, wanted_sections
from portal.core import audiences
from search.sources import Entry, Source, Title, register


@register
class SimpleSource(Source):
    """A section in simple words."""

    kind = search_kinds.SIMPLE
    label = gettext_lazy("Testi in parole semplici")

    def pks(self) -> Iterable[int | str]:
        """Return every section of every latest version that has simple words."""
        return (str(pk) for pk in simple.only_told(current_sections()).values_list("section_id", flat=True).iterator())

    def entries(self, pks: Sequence[int | str]) -> Iterable[Entry]:
        """Return these sections in simple words: three queries."""
        found = list(simple.only_told(wanted_sections(pks)).select_related("version__text", "section__area"))
        words, editions = simple.words_of(found), simple.current_of(found)
        return [_entry(section, words.get(section.pk, []), editions[section.pk]) for section in found]

    def entry(self, pk: int | str) -> Entry | None:
        """Return one section in simple words, if the latest version has it."""
        return next(iter(self.entries([pk])), None)

    def audience(self, pks: Sequence[int | str]) -> Mapping[int | str, Iterable[str]]:
        """Return that everybody may read what the latest version has."""
        found = simple.only_told(wanted_sections(pks)).values_list("section_id", flat=True)
        return {str(pk): audiences.EVERYBODY for pk in found}

    def titles(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterable[Title]:
        """Return nothing: the section itself is named already."""
        return []


def _entry(section: VersionSection, words: list[str], edition: SimpleSection) -> Entry:
    version, area = section.version, section.section.area
    with override(links.STORED_LANGUAGE):
        title = _("%(title)s, in parole semplici · %(text)s") % {"title": section.title, "text": version.text.title}
    return Entry(
        kind=search_kinds.SIMPLE,
        pk=str(section.section_id),
        title=title,
        text="\n".join(words),
        url=links.stored(links.simple, version.text.slug, section.slug),
        tokens=audiences.EVERYBODY,
        areas=(area.slug,) if area else (),
        date=edition.published_at.date(),
    )
