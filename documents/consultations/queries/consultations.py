# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading consultations: where each stands at a moment, and which one a text is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from documents.consultations.enums import Phase
from documents.consultations.models import Consultation, Window
from portal.core.exceptions import NotReadable


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A consultation with where it stands at a moment, and the dates that matter then."""

    consultation: Consultation
    phase: Phase
    opens_at: datetime | None
    closes_at: datetime | None
    windows: tuple[Window, ...] = ()

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
    found = (
        Consultation.objects.for_audience(audience)
        .filter(slug=slug)
        .select_related("text", "version", "notice", "closed_version")
        .prefetch_related("windows")
        .first()
    )
    if found is None:
        raise NotReadable
    return dated(found, moment=moment)


def announced(*, moment: datetime) -> list[Dated]:
    """Return every consultation that the public knows of, newest first: three queries however many."""
    rows = Consultation.objects.announced().select_related("text", "version").prefetch_related("windows")
    return [dated(row, moment=moment) for row in rows]


def current_for(text_id: int, *, moment: datetime) -> Dated | None:
    """Return the consultation that a text is in: the open one, else the one being answered, the next, the last."""
    rows = Consultation.objects.announced().filter(text_id=text_id)
    rows = rows.select_related("text", "version", "notice").prefetch_related("windows")
    found = [dated(row, moment=moment) for row in rows]
    order = (Phase.OPEN, Phase.CLOSED, Phase.COMING, Phase.RESULTS)
    found.sort(key=lambda one: (order.index(one.phase), -one.consultation.pk))
    return found[0] if found else None


def _dated(consultation: Consultation, windows: tuple[Window, ...], moment: datetime) -> Dated:
    def made(phase: Phase, window: Window | None) -> Dated:
        return Dated(
            consultation=consultation,
            phase=phase,
            opens_at=window.opens_at if window else None,
            closes_at=window.closes_at if window else None,
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
