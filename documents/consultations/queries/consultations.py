# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading consultations: where each stands at a moment, and which one a text is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from documents.consultations import links
from documents.consultations.enums import Phase
from documents.consultations.models import (
    Consultation,
    GuidingQuestion,
    Section,
    SectionWindow,
    Window,
    WindowChange,
)
from documents.consultations.models.version import VersionSection
from documents.consultations.queries.spans import Span, open_now, spans_of
from documents.library.models import Document
from portal.core.exceptions import NotReadable
from portal.core.prefetching import prefetch_if_any

LOOKS = {
    Phase.PREPARING: ("✎", "neutral"),
    Phase.COMING: ("◔", "info"),
    Phase.OPEN: ("●", "success"),
    Phase.CLOSED: ("■", "warning"),
    Phase.RESULTS: ("✓", "info"),
}


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A consultation with where it stands at a moment, and the dates that matter then."""

    consultation: Consultation
    phase: Phase
    opens_at: datetime | None
    closes_at: datetime | None
    moment: datetime
    windows: tuple[Window, ...] = ()

    def spans(self, section_identity: UUID | str) -> list[Span]:
        """Return from when to when one may write about a section (an empty identity is the whole text)."""
        return spans_of(self.consultation, self.windows, section_identity)

    def open_span(self, section_identity: UUID | str) -> Span | None:
        """Return the span in which one may write about a section now."""
        return open_now(self.spans(section_identity), self.moment)

    @property
    def symbol(self) -> str:
        """The sign beside the words of the phase, so that colour is never alone."""
        return LOOKS[self.phase][0]

    @property
    def tone(self) -> str:
        """The tone of the badge."""
        return LOOKS[self.phase][1]

    @property
    def url(self) -> str:
        """The page of the consultation."""
        return links.consultation(self.consultation)

    @property
    def text_url(self) -> str:
        """Where its text is read."""
        return links.text(self.consultation.text.slug)

    @property
    def is_open(self) -> bool:
        """Whether one may write now."""
        return self.phase == Phase.OPEN

    @property
    def is_coming(self) -> bool:
        """Whether one will be able to write."""
        return self.phase == Phase.COMING

    @property
    def is_over(self) -> bool:
        """Whether nobody may write any more."""
        return self.phase in {Phase.CLOSED, Phase.RESULTS}


def dated(consultation: Consultation, *, moment: datetime) -> Dated:
    """Return where a consultation stands at this moment (one query, none if its windows were prefetched)."""
    windows = tuple(sorted(consultation.windows.all(), key=lambda window: window.opens_at))
    return _dated(consultation, windows, moment)


def readable(slug: str, *, audience: frozenset[str], moment: datetime) -> Dated:
    """Return the consultation at this address, with its text, version and notice.

    :raises NotReadable: it does not exist, or it is still in preparation and the visitor is not of the staff.
    """
    rows = Consultation.objects.for_audience(audience).filter(slug=slug)
    found = _with_dates(rows.select_related("text", "version", "notice", "closed_version")[:1])
    if not found:
        raise NotReadable
    return dated(found[0], moment=moment)


def with_results(slug: str, *, audience: frozenset[str], moment: datetime) -> Dated:
    """Return the consultation at this address, if its answers are published.

    :raises NotReadable: it does not exist, or there is nothing to report yet.
    """
    found = readable(slug, audience=audience, moment=moment)
    if not found.consultation.has_results:
        raise NotReadable
    return found


def announced(*, moment: datetime) -> list[Dated]:
    """Return every consultation that the public knows of, newest first: three queries however many."""
    rows = Consultation.objects.announced().select_related("text", "version").prefetch_related("windows")
    return [dated(row, moment=moment) for row in rows]


def current_for(text_id: int, *, moment: datetime) -> Dated | None:
    """Return the consultation that a text is in: the open one, else the one being answered, the next, the last."""
    rows = Consultation.objects.announced().filter(text_id=text_id)
    found = _with_dates(rows.select_related("text", "version", "notice"))
    return min((dated(row, moment=moment) for row in found), key=_first_of_a_text, default=None)


def current_of_each_text(*, moment: datetime) -> list[Dated]:
    """Return the consultation that each text is in, the newest first: three queries however many."""
    current: dict[int, Dated] = {}
    for found in announced(moment=moment):
        text_id = found.consultation.text_id
        current[text_id] = min(current.get(text_id, found), found, key=_first_of_a_text)
    return list(current.values())


def _first_of_a_text(found: Dated) -> tuple[int, int]:
    order = (Phase.OPEN, Phase.CLOSED, Phase.COMING, Phase.RESULTS)
    return order.index(found.phase), -found.consultation.pk


def changes_of(consultation: Consultation) -> list[WindowChange]:
    """Return every change of a closing, with its public reason, oldest first."""
    rows = WindowChange.objects.filter(window__consultation=consultation).order_by("pk")
    titles = VersionSection.objects.filter(version_id=consultation.version_id, section_id=OuterRef("section_id"))
    return list(rows.annotate(section_title=Subquery(titles.values("title")[:1])))


def materials_of(consultation: Consultation, *, audience: frozenset[str]) -> list[Document]:
    """Return the materials that the holder of these tokens may open, in order."""
    readable = Document.objects.for_audience(audience).filter(material__consultation=consultation)
    return list(readable.order_by("material__position"))


def questions_for_section(consultation: Consultation, section_id: UUID | str) -> list[str]:
    """Return what to ask at the end of a section: its own questions, else those asked of every section."""
    rows = list(consultation.questions.order_by("position", "pk"))
    own = [row.question for row in rows if str(row.section_id) == str(section_id)]
    return own or [row.question for row in rows if row.section_id is None]


def questions_of(consultation: Consultation) -> list[GuidingQuestion]:
    """Return the guiding questions in order, each with its section."""
    return list(consultation.questions.select_related("section").order_by("position", "pk"))


def _with_dates(rows: QuerySet[Consultation]) -> list[Consultation]:
    """Read consultations with all that says when one may write: two queries, one more for what few of them have."""
    own = SectionWindow.objects.filter(window__consultation=OuterRef("pk"))
    only = Consultation.only_sections.through.objects.filter(consultation=OuterRef("pk"))
    flagged = rows.annotate(has_own_dates=Exists(own), has_only_sections=Exists(only))
    found: list[Consultation] = list(flagged.prefetch_related("windows"))
    prefetch_if_any(found, "windows__section_windows", SectionWindow.objects.all(), flag="has_own_dates")
    prefetch_if_any(found, "only_sections", Section.objects.all(), flag="has_only_sections")
    return found


def _dated(consultation: Consultation, windows: tuple[Window, ...], moment: datetime) -> Dated:
    def made(phase: Phase, window: Window | None) -> Dated:
        return Dated(
            consultation=consultation,
            phase=phase,
            opens_at=window.opens_at if window else None,
            closes_at=window.closes_at if window else None,
            moment=moment,
            windows=windows,
        )

    if not windows:
        return made(Phase.PREPARING, None)
    for window in windows:
        if window.is_open_at(moment):
            return made(Phase.OPEN, window)
    coming = next((window for window in windows if window.opens_at > moment), None)
    if coming is not None:
        return made(Phase.COMING, coming)
    return made(Phase.RESULTS if consultation.has_results else Phase.CLOSED, windows[-1])
