# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the search is, for `/readyz` and `manage.py search_status`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from search import engines, sync
from search.engines.base import EngineDown
from search.models import Refresh

LATE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class State:
    """What can be said of engine and outbox. `stuck` rows could not be read and wait for another try."""

    engine: str
    is_answering: bool
    is_built: bool
    is_rebuilding: bool
    entries: int
    waiting: int
    stuck: int
    oldest_at: datetime | None
    lag: timedelta

    @property
    def is_ready(self) -> bool:
        """The engine answers with an index, and changes reach it in time."""
        return self.is_answering and self.is_built and (self.lag < LATE or self.is_rebuilding)


def state() -> State:
    """Return how the search is now; it never raises because of the engine."""
    engine = engines.current()
    try:
        is_built = engine.is_built()
        entries, is_answering = (engine.count() if is_built else 0), True
    except EngineDown:
        is_built, entries, is_answering = False, 0, False
    fresh = Q(attempts=0)
    rows = Refresh.objects.aggregate(
        waiting=Count("pk", filter=fresh), stuck=Count("pk", filter=~fresh), oldest=Min("created_at", filter=fresh)
    )
    return State(
        engine=engine.name,
        is_answering=is_answering,
        is_built=is_built,
        is_rebuilding=sync.is_rebuilding(),
        entries=entries,
        waiting=rows["waiting"],
        stuck=rows["stuck"],
        oldest_at=rows["oldest"],
        lag=timezone.now() - rows["oldest"] if rows["oldest"] else timedelta(0),
    )
