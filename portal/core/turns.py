# SPDX-License-Identifier: AGPL-3.0-or-later
"""Doing what a clock asks: each turn once, also when the worker was off, killed half way, or started twice."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import models

from portal.core.clock import Periodic
from portal.core.models.pulse import ClockTurn

logger = logging.getLogger(__name__)

CLAIM_LASTS = timedelta(minutes=10)
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)

# Note [Once for each turn]
# -------------------------
# A turn is the latest instant at which a thing was due. It is claimed with one guarded UPDATE, so that of two
# workers one does it; it counts as done only when the function has returned, so that a worker killed half way
# leaves a claim that ends by itself and the turn is done again. Turns missed while no worker ran are made up once,
# not one by one. So a function may be called twice for one turn: it writes with guarded UPDATEs and unique keys,
# like every service.


def run_if_due(periodic: Periodic, *, moment: datetime) -> bool:
    """Do this thing if its turn has come and nobody else is doing it; return whether it was done.

    A failure is logged and the turn is tried again later, with longer and longer waits.
    """
    turn = periodic.turn_at(moment)
    if not _claim(periodic.name, turn=turn, moment=moment):
        return False
    mine = ClockTurn.objects.filter(name=periodic.name, claimed_until=moment + CLAIM_LASTS)
    try:
        periodic.function(moment)
    except Exception:
        logger.exception("The thing to do on time failed: %s", periodic.name)
        _put_off(periodic.name, moment=moment)
        return False
    mine.update(done_turn_at=turn, claimed_until=None, failures=0)
    return True


def _claim(name: str, *, turn: datetime, moment: datetime) -> bool:
    is_due = models.Q(done_turn_at=None) | models.Q(done_turn_at__lt=turn)
    is_free = models.Q(claimed_until=None) | models.Q(claimed_until__lte=moment)
    known = ClockTurn.objects.filter(name=name)
    if not known.filter(is_due, is_free).exists():
        if known.exists():
            return False
        ClockTurn.objects.bulk_create([ClockTurn(name=name)], ignore_conflicts=True)
    return known.filter(is_due, is_free).update(claimed_until=moment + CLAIM_LASTS) == 1


def _put_off(name: str, *, moment: datetime) -> None:
    turn = ClockTurn.objects.get(name=name)
    wait = min(FIRST_RETRY * 2 ** min(turn.failures, 10), LONGEST_RETRY)
    ClockTurn.objects.filter(name=name).update(claimed_until=moment + wait, failures=models.F("failures") + 1)
