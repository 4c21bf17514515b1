# SPDX-License-Identifier: AGPL-3.0-or-later
"""The dates of single sections, as readers and staff see them."""

from __future__ import annotations

from dataclasses import dataclass

from documents.consultations import links
from documents.consultations.models import Consultation, SectionWindow, VersionSection, Window
from documents.consultations.queries.consultations import Dated
from documents.consultations.queries.spans import Span


@dataclass(frozen=True, kw_only=True)
class SectionDates:
    """A section with its dates."""

    identity: str
    title: str
    url: str
    spans: tuple[Span, ...]


def of_sections(dated: Dated) -> list[SectionDates]:
    """Return the sections that have dates of their own, or all those that a consultation reopens; one query."""
    found = dated.consultation
    own = {one.section_id for window in dated.windows for one in window.section_windows.all()}
    only = {section.pk for section in found.only_sections.all()}
    if not own and not only:
        return []
    rows = VersionSection.objects.filter(version_id=found.version_id, section_id__in=only or own).order_by("position")
    return [
        SectionDates(
            identity=str(row.section_id),
            title=row.title,
            url=links.section(found.text.slug, row.slug),
            spans=tuple(dated.spans(row.section_id)),
        )
        for row in rows
    ]


def of_window(window: Window) -> list[tuple[VersionSection, SectionWindow | None]]:
    """Return every section that a consultation is about, with its own dates in a window if it has any."""
    consultation: Consultation = window.consultation
    own = {one.section_id: one for one in window.section_windows.all()}
    only = set(consultation.only_sections.values_list("pk", flat=True))
    rows = VersionSection.objects.filter(version_id=consultation.version_id).select_related("section")
    rows = rows.filter(section_id__in=only) if only else rows
    return [(row, own.get(row.section_id)) for row in rows.order_by("position")]
