# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long the office has to decide (L. 241/1990, artt. 2, 2-bis and 10-bis): days, pauses, days off.

Note [When the clock stops]
---------------------------
The first request of integration stops the clock until it is answered, for thirty days at most, and only once
(art. 2 c. 7). The notice that comes before a refusal stops it until ten days after the answer or, without one, until
its term is over (art. 10-bis as it reads since 2020). A term that ends on a day off ends on the next working day.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

OBJECTION_DAYS = 10
LONGEST_INTEGRATION = timedelta(days=30)
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Something that was asked of who applied; `ended_on` is the day of the answer."""

    began_on: date
    due_on: date
    ended_on: date | None
    is_objection: bool


def decision_due(*, received_on: date, days: int, pauses: Iterable[Pause], today: date) -> date:
    """Return the day by which the decision is owed, as it stands today."""
    due = received_on + timedelta(days=days)
    has_integration = False
    for pause in pauses:
        if not pause.is_objection and has_integration:
            continue
        has_integration = has_integration or not pause.is_objection
        due += max(_end(pause, today) - pause.began_on, timedelta(0))
    return next_working_day(due)


def is_stopped(pauses: Iterable[Pause], *, today: date) -> bool:
    """Return whether the clock stands still today."""
    return any(pause.ended_on is None and today <= pause.due_on for pause in pauses)


def objection_due(asked_on: date) -> date:
    """Return the last day to answer the notice before a refusal: ten days, never ending on a day off."""
    return next_working_day(asked_on + timedelta(days=OBJECTION_DAYS))


def next_working_day(day: date) -> date:
    """Return the day itself, or the first one after it on which offices work."""
    while is_day_off(day):
        day += timedelta(days=1)
    return day


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_day_off(day: date) -> bool:
    """Return whether it is a Saturday, a Sunday or a national holiday."""
    return day.weekday() >= SATURDAY or day in holidays.country_holidays("IT", years=day.year)


def _end(pause: Pause, today: date) -> date:
    """Return the last day on which the clock stood still."""
    if pause.is_objection:
        return pause.ended_on + timedelta(days=OBJECTION_DAYS) if pause.ended_on else pause.due_on
    last = min(pause.due_on, pause.began_on + LONGEST_INTEGRATION)
    return min(pause.ended_on, last) if pause.ended_on else min(last, max(today, pause.began_on))
