# SPDX-License-Identifier: AGPL-3.0-or-later
"""From when to when one may write about a section: its own dates if it has any, else those of the window.

Where a consultation is about some sections only, the others and the text as a whole have no dates at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from documents.consultations.models import Consultation, Window


@dataclass(frozen=True, kw_only=True)
class Span:
    """From an instant, up to but not at another."""

    opens_at: datetime
    closes_at: datetime
    is_own: bool = False  # whether the section has dates of its own

    def is_open_at(self, moment: datetime) -> bool:
        """Whether one may write at this moment."""
        return self.opens_at <= moment < self.closes_at


def is_reopened(consultation: Consultation, section_identity: UUID | str) -> bool:
    """Return whether a consultation is about this section: about all of them, unless it names some."""
    only = {str(section.pk) for section in consultation.only_sections.all()}
    return not only or str(section_identity) in only


def spans_of(consultation: Consultation, windows: Iterable[Window], section_identity: UUID | str) -> list[Span]:
    """Return the spans of a section, first to last; an empty identity is the text as a whole.

    Asks the database nothing when windows were read with `section_windows`, and the consultation with `only_sections`.
    """
    if not is_reopened(consultation, section_identity):
        return []
    found = [_span(window, str(section_identity)) for window in windows]
    return sorted(found, key=lambda span: span.opens_at)


def open_now(spans: Iterable[Span], moment: datetime) -> Span | None:
    """Return the span in which one may write now."""
    return next((span for span in spans if span.is_open_at(moment)), None)


def _span(window: Window, section_identity: str) -> Span:
    own = [one for one in window.section_windows.all() if str(one.section_id) == section_identity]
    if section_identity and own:
        return Span(opens_at=own[0].opens_at, closes_at=own[0].closes_at, is_own=True)
    return Span(opens_at=window.opens_at, closes_at=window.closes_at)
