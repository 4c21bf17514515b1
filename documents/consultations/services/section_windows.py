# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates of single sections, inside those of the consultation: for a reason that everybody may read once it is open."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from documents.consultations.models import Section, SectionWindow, Window, WindowChange
from documents.consultations.models.consultation import SHORTEST_REASON
from documents.consultations.services.consultations import (
    AlreadyOver,
    ClosesBeforeOpening,
    ClosesInThePast,
    ReasonTooShort,
    lock_text,
    record_and_tell,
    tell_pages,
)
from portal.core import audit

if TYPE_CHECKING:
    from portal.core.models import User


class OutsideTheWindow(Exception):  # noqa: N818 -- a fact about two dates
    """A section cannot be open while its consultation is not."""


@transaction.atomic
def set_dates(
    *,
    window: Window,
    section: Section,
    opens_at: datetime,
    closes_at: datetime,
    by: User,
    moment: datetime,
    reason: str = "",
) -> SectionWindow:
    """Give a section dates of its own in a window; the same dates again change nothing.

    Once the window is open people have read when it closes: whatever moves that needs a public reason.

    :raises ClosesBeforeOpening, ClosesInThePast: the dates make no sense.
    :raises OutsideTheWindow: they do not lie inside those of the window.
    :raises ReasonTooShort: the window is open, and no reason of fifteen characters was given.
    :raises AlreadyOver: the section has closed already.
    """
    window = _locked(window)
    if closes_at <= opens_at:
        raise ClosesBeforeOpening
    if opens_at < window.opens_at or closes_at > window.closes_at:
        raise OutsideTheWindow
    known = SectionWindow.objects.filter(window=window, section=section).first()
    if known is not None and (known.opens_at, known.closes_at) == (opens_at, closes_at):
        return known
    before = known.closes_at if known else window.closes_at
    if before <= moment:
        raise AlreadyOver
    if closes_at <= moment:
        raise ClosesInThePast
    if window.opens_at <= moment and len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShort
    made, _is_new = SectionWindow.objects.update_or_create(
        window=window, section=section, defaults={"opens_at": opens_at, "closes_at": closes_at}
    )
    _note(window, section, before=before, after=closes_at, reason=reason, by=by, moment=moment)
    return made


@transaction.atomic
def take_away(*, window: Window, section: Section, by: User, moment: datetime, reason: str = "") -> None:
    """Let the dates of the window count for a section again; without dates of its own nothing changes.

    :raises ReasonTooShort: the window is open, and no reason of fifteen characters was given.
    :raises AlreadyOver: the section has closed already.
    """
    window = _locked(window)
    known = SectionWindow.objects.filter(window=window, section=section).first()
    if known is None:
        return
    if known.closes_at <= moment:
        raise AlreadyOver
    if window.opens_at <= moment and len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShort
    known.delete()
    _note(window, section, before=known.closes_at, after=window.closes_at, reason=reason, by=by, moment=moment)


def _locked(window: Window) -> Window:
    lock_text(window.consultation)
    return Window.objects.select_related("consultation").get(pk=window.pk)


def _note(
    window: Window, section: Section, *, before: datetime, after: datetime, reason: str, by: User, moment: datetime
) -> None:
    consultation = window.consultation
    if window.opens_at > moment or before == after:
        audit.record(
            actor=by,
            action="consultation.section_dated",
            target=consultation,
            after={"section": str(section.pk), "closes_at": after},
            reason=reason.strip(),
        )
        tell_pages(consultation)
        return
    change = WindowChange.objects.create(
        window=window,
        section=section,
        old_closes_at=before,
        new_closes_at=after,
        reason=reason.strip(),
        decided_by=by,
        decided_at=moment,
    )
    record_and_tell(change, consultation, by)
