# SPDX-License-Identifier: AGPL-3.0-or-later
"""The work behind the pages: three loops side by side, so that a slow one never holds up a code by e-mail."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import close_old_connections
from django.utils import timezone

from portal.core import clock, queue, turns
from portal.core.models.pulse import WorkerPulse

logger = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
PULSE_EVERY = timedelta(seconds=5)
LONGEST_PATIENCE = timedelta(seconds=60)
LONGEST_URGENT_PATIENCE = timedelta(seconds=5)
MOST_BATCHES_IN_A_ROUND = 20

Round = Callable[[datetime], int]


@dataclass
class Patience:
    """How long to leave a failing part alone: one second, then twice as long each time, up to a limit."""

    longest: timedelta
    wait: timedelta = timedelta(0)
    resumes_at: datetime | None = None

    def is_over(self, moment: datetime) -> bool:
        return self.resumes_at is None or self.resumes_at <= moment

    def lose(self, moment: datetime) -> None:
        self.wait = min(self.wait * 2 or timedelta(seconds=1), self.longest)
        self.resumes_at = moment + self.wait

    def restore(self) -> None:
        self.wait, self.resumes_at = timedelta(0), None


@dataclass
class Drainer:
    """Empties the registered boxes of one kind, each in its own try."""

    is_urgent: bool
    _patience: dict[str, Patience] = field(default_factory=dict)

    def __call__(self, moment: datetime) -> int:
        """Handle what is there, a bounded number of batches for each box; return how many rows were handled."""
        return sum(self._empty(drain, moment) for drain in clock.drains(is_urgent=self.is_urgent))

    def _empty(self, drain: clock.Drain, moment: datetime) -> int:
        longest = LONGEST_URGENT_PATIENCE if self.is_urgent else LONGEST_PATIENCE
        patience = self._patience.setdefault(drain.name, Patience(longest))
        handled = 0
        if not patience.is_over(moment):
            return handled
        try:
            for _ in range(MOST_BATCHES_IN_A_ROUND):
                batch = drain.function()
                handled += batch
                if not batch:
                    break
        except Exception:
            patience.lose(moment)
            logger.exception("A box could not be emptied: %s (again in %s)", drain.name, patience.wait)
        else:
            patience.restore()
        return handled


def run_clock(moment: datetime) -> int:
    """Do everything whose turn has come; return how many things were done."""
    done = 0
    for periodic in clock.periodics():
        try:
            done += turns.run_if_due(periodic, moment=moment)
        except Exception:  # the database may be away for a while
            logger.exception("The turn of a thing to do on time could not be read: %s", periodic.name)
    return done


def run_chores(drain_all: Drainer) -> Round:
    """Return the round of the loop that empties what is not urgent and does what the clock asks."""
    return lambda moment: drain_all(moment) + run_clock(moment)


def run_tasks(moment: datetime) -> int:
    """Run one task of the `portal` queue, if there is one; return how many were run."""
    queue.take_back_abandoned(moment=moment)
    return queue.run_one()


def rounds() -> dict[str, Round]:
    """Return what each loop does in one round."""
    return {
        "mail": Drainer(is_urgent=True),
        "chores": run_chores(Drainer(is_urgent=False)),
        "tasks": run_tasks,
    }


def run_once(*, most_rounds: int = 1000) -> int:
    """Do all that is owed now, in this thread; return how much was done. Used by `work --once` and by tests."""
    done = 0
    for name, one_round in rounds().items():
        for _ in range(most_rounds):
            handled = one_round(timezone.now())
            done += handled
            if not handled:
                break
        beat(name, moment=timezone.now())
    return done


def beat(loop: str, *, moment: datetime) -> None:
    """Leave a sign of life of a loop."""
    WorkerPulse.objects.update_or_create(loop=loop, defaults={"beat_at": moment})


class Loop(threading.Thread):
    """One loop of the worker: a round, a pulse now and then, a short sleep when there was nothing to do."""

    def __init__(self, name: str, one_round: Round, stop: threading.Event) -> None:
        super().__init__(name=f"work-{name}", daemon=True)
        self._loop_name, self._one_round, self._stop_asked = name, one_round, stop
        self._beat_due_at: datetime | None = None

    def run(self) -> None:
        patience = Patience(LONGEST_URGENT_PATIENCE)
        while not self._stop_asked.is_set():
            close_old_connections()
            moment = timezone.now()
            try:
                self._beat(moment)
                handled = self._one_round(moment)
                patience.restore()
            except Exception:
                patience.lose(moment)
                logger.exception("A round failed: %s (again in %s)", self._loop_name, patience.wait)
                handled = 0
            if not handled:
                self._stop_asked.wait(IDLE_SECONDS + patience.wait.total_seconds())
        close_old_connections()

    def _beat(self, moment: datetime) -> None:
        if self._beat_due_at is None or moment >= self._beat_due_at or self._beat_due_at > moment + PULSE_EVERY:
            beat(self._loop_name, moment=moment)
            self._beat_due_at = moment + PULSE_EVERY


def run_until(stop: threading.Event, *, grace_seconds: float = 20.0) -> bool:
    """Run the loops until asked to stop; return whether all of them ended by themselves in time.

    What is under way is finished; a loop that died ends the others too, so that whoever started us can start anew.
    """
    loops = [Loop(name, one_round, stop) for name, one_round in rounds().items()]
    for loop in loops:
        loop.start()
    while not stop.wait(1.0):
        has_lost_one = not all(loop.is_alive() for loop in loops)
        if has_lost_one and not stop.is_set():  # asked in this order: who is asked to stop ends after the asking
            logger.error("A loop of the worker ended by itself")
            stop.set()
            return False
    for loop in loops:
        loop.join(timeout=grace_seconds)
    return not any(loop.is_alive() for loop in loops)
