# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the outbox to the index: `drain` for what changed, `rebuild` for everything."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from search import engines
from search.engines.base import Building, EngineDown
from search.enums import Key
from search.indexing import Indexed, indexed
from search.models import Rebuild, Refresh
from search.sources import Source, all_sources, source_of

logger = logging.getLogger(__name__)

BATCH = 200
LONGEST_PAUSE = 30.0
LONGEST_WAIT = timedelta(hours=1)
REBUILD_IS_DEAD = timedelta(minutes=2)
Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]


class AlreadyRunning(Exception):  # noqa: N818 -- a state of the world
    """Another process is writing the index."""


@dataclass
class _Pause:
    """How long to leave an engine alone that did not answer; forgotten with the process."""

    seconds: float = 0.0
    until: float = 0.0

    def is_over(self) -> bool:
        return time.monotonic() >= self.until

    def lengthen(self) -> None:
        self.seconds = min(LONGEST_PAUSE, self.seconds * 2 or 1.0)
        self.until = time.monotonic() + self.seconds

    def end(self) -> None:
        self.seconds = self.until = 0.0


pause = _Pause()


def drain(limit: int = BATCH) -> int:
    """Tell the index of one batch of changes; return how many rows were settled, zero when there is nothing to do.

    An engine that does not answer is left alone for a while; the rows stay. See Note [No refresh is lost].
    """
    if not pause.is_over():
        return 0
    with contextlib.suppress(AlreadyRunning), _alone(is_patient=False):
        return _drain(limit)
    return 0


def _drain(limit: int) -> int:
    rows = list(_due(timezone.now())[:limit])
    if not rows or is_rebuilding():
        return 0
    failed: set[Key] = set()
    entries, gone = _truth({(row.kind, row.thing) for row in rows}, failed)
    try:
        engines.current().write(entries, gone, version=max(row.pk for row in rows))
    except EngineDown:
        logger.warning("The search engine does not answer: %s rows wait.", len(rows))
        pause.lengthen()
        return 0
    pause.end()
    settled = [row.pk for row in rows if (row.kind, row.thing) not in failed]
    Refresh.objects.filter(pk__in=settled).delete()
    _put_off([row for row in rows if (row.kind, row.thing) in failed])
    return len(rows)


def rebuild(progress: Progress = lambda label, done, total: None) -> int:
    """Read everything again into a new index, then put it in the place of the old one; return how many entries.

    Readers keep the old index until the new one is whole; what changes meanwhile waits in the outbox.

    :raises EngineDown: the engine does not answer; the old index stays.
    :raises AlreadyRunning: another process has been writing the index for a minute.
    """
    with _alone(is_patient=True):
        covered = list(Refresh.objects.values_list("pk", flat=True))
        now = timezone.now()
        mark = Rebuild.objects.create(started_at=now, beat_at=now)
        try:
            count = _build_whole(mark, progress)
        finally:
            mark.delete()
        for chunk in _chunks(covered, BATCH):
            Refresh.objects.filter(pk__in=chunk, attempts=0).delete()
        pause.end()
        return count


def is_rebuilding() -> bool:
    """Tell whether a rebuild is under way, on this machine or on another."""
    return Rebuild.objects.filter(beat_at__gt=timezone.now() - REBUILD_IS_DEAD).exists()


# Note [A rebuild misses nothing]
# -------------------------------
# A drain selects its rows first and looks for a rebuild afterwards: if there is none, all it selected was committed
# before any rebuild began to read, so the rebuild reads it too. Once the mark stands, rows stay in the outbox until
# the new index is in place. The mark beats while it works, so that a killed rebuild blocks nobody for long.


def _build_whole(mark: Rebuild, progress: Progress) -> int:
    building = engines.current().rebuild()
    try:
        count = _build(building, mark, progress)
        building.finish()
    except BaseException:
        building.abandon()
        raise
    return count


def _build(building: Building, mark: Rebuild, progress: Progress) -> int:
    count = 0
    for source in all_sources():
        pks = list(source.pks())
        for place, chunk in enumerate(_chunks(pks, BATCH)):
            failed: set[Key] = set()
            entries, _ = _truth({(source.kind, str(pk)) for pk in chunk}, failed)
            building.add(entries)
            count += len(entries)
            _owe(failed)
            Rebuild.objects.filter(pk=mark.pk).update(beat_at=timezone.now())
            progress(str(source.label), min(len(pks), (place + 1) * BATCH), len(pks))
    return count


def _truth(keys: Iterable[Key], failed: set[Key]) -> tuple[list[Indexed], list[Key]]:
    """Read these things again; return what can be found and what is gone, and add to `failed` what cannot be read."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, thing in sorted(keys):
        by_kind[kind].append(thing)
    found: list[Indexed] = []
    for kind, things in by_kind.items():
        source = source_of(kind)
        found += _read(source, things, failed) if source else []
    known = {entry.key for entry in found} | failed
    return found, [(kind, thing) for kind, things in by_kind.items() for thing in things if (kind, thing) not in known]


def _read(source: Source, things: Sequence[str], failed: set[Key]) -> list[Indexed]:
    """Read many at once; when one of them cannot be read or kept, one by one, so that the others are not held up."""
    try:
        entries = [indexed(entry) for entry in source.entries(things)]
    except Exception:
        if len(things) == 1:
            logger.exception("«%s:%s» cannot be indexed.", source.kind, things[0])
            failed.add((source.kind, things[0]))
            return []
        return [entry for thing in things for entry in _read(source, [thing], failed)]
    return [entry for entry in entries if entry.tokens]


def _due(moment: datetime) -> models.QuerySet[Refresh]:
    is_due = models.Q(wait_until=None) | models.Q(wait_until__lte=moment)
    return Refresh.objects.filter(is_due).order_by("pk")


def _put_off(rows: Sequence[Refresh]) -> None:
    for row in rows:
        wait = min(LONGEST_WAIT, timedelta(seconds=10 * 2 ** min(row.attempts, 10)))
        Refresh.objects.filter(pk=row.pk).update(attempts=models.F("attempts") + 1, wait_until=timezone.now() + wait)


def _owe(keys: Iterable[Key]) -> None:
    """Leave what could not be read in the outbox, for nobody until it can."""
    later = timezone.now() + timedelta(minutes=1)
    Refresh.objects.bulk_create([Refresh(kind=kind, thing=thing, attempts=1, wait_until=later) for kind, thing in keys])


def _chunks(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


@contextlib.contextmanager
def _alone(*, is_patient: bool, patience: float = 60.0) -> Iterator[None]:
    """Hold the lock of whoever writes the index.

    :raises AlreadyRunning: someone else holds it, for longer than our patience.
    """
    folder = Path(settings.SEARCH_INDEX_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    give_up = time.monotonic() + (patience if is_patient else 0)
    with (folder / "lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= give_up:
                    raise AlreadyRunning from None
                time.sleep(0.1)
        yield
