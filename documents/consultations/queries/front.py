# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the home page and lists say of consultations: a few queries, however many they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from documents.consultations.models import Consultation
from documents.consultations.queries.consultations import Dated, announced
from documents.consultations.queries.outcomes import Numbers, numbers_by_consultation
from portal.comments import queries as comments


@dataclass(frozen=True, kw_only=True)
class Told:
    """A consultation with its numbers: observations anyone may read, how many accepted, how many answered."""

    dated: Dated
    observations: int
    accepted: int
    answered: int
    awaited: int

    @property
    def consultation(self) -> Consultation:
        """The consultation."""
        return self.dated.consultation

    @property
    def are_all_answered(self) -> bool:
        """Whether every observation that asks for something has its answer."""
        return self.awaited == 0


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Every consultation that the public knows of, by where it stands."""

    opened: list[Told]
    coming: list[Told]
    over: list[Told]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.opened) + len(self.coming) + len(self.over)


def listed(*, moment: datetime) -> Listed:
    """Return all consultations with their numbers: open ones by closing, coming ones by opening, then the others."""
    told = _told(announced(moment=moment))
    return Listed(
        opened=sorted((one for one in told if one.dated.is_open), key=_closes),
        coming=sorted((one for one in told if one.dated.is_coming), key=_opens),
        over=sorted((one for one in told if one.dated.is_over), key=_closes, reverse=True),
    )


def open_now(*, moment: datetime) -> list[Told]:
    """Return what is open for comment, the first to close first."""
    return listed(moment=moment).opened


def coming(*, moment: datetime) -> list[Told]:
    """Return what will open, the first to open first."""
    return listed(moment=moment).coming


def last_closed_with_results(*, moment: datetime) -> Told | None:
    """Return the consultation whose results were published last, with its numbers («64 osservazioni, 21 accolte»)."""
    done = [one for one in listed(moment=moment).over if one.consultation.has_results]
    return max(done, key=_results, default=None)


def numbers_of(dated: Dated) -> Told:
    """Return one consultation with its numbers."""
    return _told([dated])[0]


def voices(consultation: Consultation) -> int:
    """Return how many people have spoken so that anyone may read it."""
    return comments.people_count(consultation.scope)


def _told(found: list[Dated]) -> list[Told]:
    numbers = numbers_by_consultation([one.consultation for one in found])
    return [_one(dated, numbers[dated.consultation.pk]) for dated in found]


def _one(dated: Dated, numbers: Numbers) -> Told:
    return Told(
        dated=dated,
        observations=numbers.shown,
        accepted=numbers.accepted,
        answered=numbers.published,
        awaited=numbers.awaited,
    )


def _closes(one: Told) -> datetime:
    assert one.dated.closes_at is not None  # noqa: S101 -- what was announced has a window
    return one.dated.closes_at


def _opens(one: Told) -> datetime:
    assert one.dated.opens_at is not None  # noqa: S101 -- what was announced has a window
    return one.dated.opens_at


def _results(one: Told) -> datetime:
    assert one.consultation.results_published_at is not None  # noqa: S101 -- asked for those that have results
    return one.consultation.results_published_at
