# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the worker does by itself: boxes to empty and things to do when a clock says so.

An app registers its own in `AppConfig.ready()`; the worker (`manage.py work`) knows them only through here.
A box to empty (mail, index) is a function without arguments that handles one batch and returns how many rows
it handled: the worker calls it again at once while it is not zero. A thing to do on time takes the moment, and
must be safe to repeat: see Note [Once for each turn] in `portal.core.turns`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DrainFunction = Callable[[], int]
PeriodicFunction = Callable[[datetime], object]

ROME = ZoneInfo("Europe/Rome")
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Drain:
    """A box of rows that are owed to someone; the urgent ones are emptied first, in a thread of their own."""

    name: str
    function: DrainFunction
    is_urgent: bool


@dataclass(frozen=True, kw_only=True)
class Periodic:
    """Something to do each time a span has passed, or each day at an hour of Rome."""

    name: str
    function: PeriodicFunction
    interval: timedelta
    at: time | None = None

    def turn_at(self, moment: datetime) -> datetime:
        """Return the latest instant, not after the moment, at which this was due."""
        if self.at is None:
            return EPOCH + ((moment - EPOCH) // self.interval) * self.interval
        day = moment.astimezone(ROME).date()
        today = datetime.combine(day, self.at, tzinfo=ROME).astimezone(UTC)
        if today <= moment:
            return today
        return datetime.combine(day - timedelta(days=1), self.at, tzinfo=ROME).astimezone(UTC)


_drains: dict[str, Drain] = {}
_periodics: dict[str, Periodic] = {}


def register_drain(name: str, function: DrainFunction, *, is_urgent: bool = False) -> None:
    """Have the worker empty this box; registering the same name again replaces it."""
    _drains[name] = Drain(name=name, function=function, is_urgent=is_urgent)


def register_periodic(name: str, function: PeriodicFunction, *, every: timedelta) -> None:
    """Have the worker call this once for each span of time.

    :raises ValueError: the span is not positive.
    """
    if every <= timedelta(0):
        raise ValueError(name)
    _periodics[name] = Periodic(name=name, function=function, interval=every)


def register_daily(name: str, function: PeriodicFunction, *, at: time) -> None:
    """Have the worker call this once a day, at or after this hour in Rome."""
    _periodics[name] = Periodic(name=name, function=function, interval=timedelta(days=1), at=at)


def every(*, seconds: int, name: str = "") -> Callable[[PeriodicFunction], PeriodicFunction]:
    """Decorate a function of the moment that the worker calls once every so many seconds."""

    def add(function: PeriodicFunction) -> PeriodicFunction:
        register_periodic(name or _name_of(function), function, every=timedelta(seconds=seconds))
        return function

    return add


def daily(*, at: time = time(3, 0), name: str = "") -> Callable[[PeriodicFunction], PeriodicFunction]:
    """Decorate a function of the moment that the worker calls once a day, at this hour in Rome."""

    def add(function: PeriodicFunction) -> PeriodicFunction:
        register_daily(name or _name_of(function), function, at=at)
        return function

    return add


def drains(*, is_urgent: bool) -> list[Drain]:
    """Return the boxes of one kind, in the order they were registered."""
    return [drain for drain in _drains.values() if drain.is_urgent == is_urgent]


def periodics() -> list[Periodic]:
    """Return what is to be done on time, in the order it was registered."""
    return list(_periodics.values())


def _name_of(function: PeriodicFunction) -> str:
    return f"{function.__module__}.{function.__qualname__}"
