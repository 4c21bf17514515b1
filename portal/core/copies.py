# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copies of pages for anonymous visitors, and how they are forgotten.

Note [No copy outlives a change]
--------------------------------
A change adds a `CopyOwed` row in its own transaction. Right after the commit the stamp in the database moves, the
file of this host is rewritten, the row goes. If the process dies in between, the worker pays what is owed; on another
host its worker sees that the stamp moved and rewrites the file there. Every web process looks at the file (one `stat`)
before it serves a copy, and a copy carries the mark that was read *before* its page was made: what was read half old
and half new is never served.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.core.models.copies import CopyOwed, CopyStamp

Mark = int
Instant = Callable[[datetime], "datetime | None"]
LONGEST = timedelta(hours=1)

_instants: list[Instant] = []


def register_instant(function: Instant) -> Instant:
    """Add a function that tells the next instant, after a moment, at which pages change by themselves."""
    if function not in _instants:
        _instants.append(function)
    return function


def forget() -> None:
    """Make every process forget every copy as soon as the current transaction is committed."""
    owed = CopyOwed.objects.create()
    transaction.on_commit(partial(_pay, [owed.pk]))


def settle() -> int:
    """Pay what a dead process left owed and follow the other hosts; return how many rows were paid.

    Called again and again by the worker.
    """
    before = timezone.now() - timedelta(seconds=2)
    owed = list(CopyOwed.objects.filter(created_at__lte=before).values_list("pk", flat=True)[:1000])
    if owed:
        _pay(owed)
    number = _stamp_number()
    if _written_number() != number:
        _rewrite(number)
    return len(owed)


def mark() -> Mark:
    """Return the mark of this instant: it moves whenever copies are to be forgotten. One `stat`, no query."""
    try:
        return _file().stat().st_mtime_ns
    except FileNotFoundError:
        _rewrite(0)
        return _file().stat().st_mtime_ns


def expires_at(moment: datetime) -> datetime:
    """Return when a copy made at this moment ends by itself.

    At the next instant a window opens or closes, at midnight in Rome (days left, expiries), or after an hour.
    """
    midnight = (timezone.localtime(moment) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    instants = [function(moment) for function in _instants]
    return min([midnight, moment + LONGEST, *(instant for instant in instants if instant is not None)])


def _pay(owed: list[int]) -> None:
    if not CopyStamp.objects.filter(pk=1).update(number=F("number") + 1):
        CopyStamp.objects.get_or_create(pk=1, defaults={"number": 1})
    _rewrite(_stamp_number())
    CopyOwed.objects.filter(pk__in=owed).delete()


def _stamp_number() -> int:
    return CopyStamp.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def _file() -> Path:
    return Path(settings.COPIES_FILE)


def _written_number() -> int | None:
    try:
        return int(_file().read_text() or "0")
    except (FileNotFoundError, ValueError):
        return None


def _rewrite(number: int) -> None:
    """Write the number and give the file a time that no mark had before."""
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    last = file.stat().st_mtime_ns if file.exists() else 0
    file.write_text(str(number))
    instant = max(time.time_ns(), last + 1)
    os.utime(file, ns=(instant, instant))
