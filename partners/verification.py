# SPDX-License-Identifier: AGPL-3.0-or-later
"""How fresh the data of a partner are: pure reckoning on days, shared by pages, reminders and suspension."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DISTANCES: Final = (60, 30, 7, 0)
SOON: Final = 60


def due_on(verified_on: date | None, *, months: int) -> date | None:
    """Return the day by which the data must be confirmed again; none when they never were."""
    if verified_on is None:
        return None
    year, month = divmod(verified_on.year * 12 + verified_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(verified_on.day, last))


def distance_reached(due: date, today: date) -> int | None:
    """Return the reminder whose time has come (60, 30, 7 days before, or the day itself); none while it is early."""
    left = (due - today).days
    reached = [days for days in DISTANCES if left <= days]
    return min(reached) if reached else None


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """What a badge says of the data of a partner."""

    label: StrOrPromise
    symbol: str
    tone: str
    due_on: date | None

    @property
    def is_due(self) -> bool:
        """Whether somebody should confirm the data now."""
        return self.tone != "success"


def freshness_of(verified_on: date | None, *, months: int, today: date) -> Freshness:
    """Return how fresh the data are on this day."""
    due = due_on(verified_on, months=months)
    if due is None:
        return Freshness(label=_("dati non ancora confermati"), symbol="!", tone="warning", due_on=None)
    if due < today:
        return Freshness(label=_("dati da confermare"), symbol="!", tone="warning", due_on=due)
    if due - today <= timedelta(days=SOON):
        return Freshness(label=_("dati confermati, da riconfermare presto"), symbol="✓", tone="info", due_on=due)
    return Freshness(label=_("dati confermati"), symbol="✓", tone="success", due_on=due)


def first_day_not_due(day: date, *, months: int) -> date:
    """Return the last day of confirmation whose data are due on this day or before."""
    guess = due_on(day, months=-months)
    assert guess is not None  # noqa: S101 -- a day was given
    while True:
        following = due_on(guess + timedelta(days=1), months=months)
        if following is None or following > day:
            return guess
        guess += timedelta(days=1)
