# SPDX-License-Identifier: AGPL-3.0-or-later
"""Is the portal ready to answer? One small check for each thing it leans on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.core.models.pulse import WorkerPulse

logger = logging.getLogger(__name__)

LONGEST_LAG = timedelta(seconds=60)
LOOPS_THAT_COUNT = ("mail", "chores")

Check = Callable[[datetime], str]
_checks: dict[str, Check] = {}
_known: dict[str, bool] = {}


def register(name: str, check: Check) -> None:
    """Have `/readyz` ask this too: the check takes the moment and returns what is wrong, or an empty string."""
    _checks[name] = check


def is_ready(*, moment: datetime) -> tuple[bool, dict[str, str]]:
    """Return whether everything answers, and one word or two about each thing; never an error's own text."""
    answers = {name: _ask(name, check, moment) for name, check in {**OWN_CHECKS, **_checks}.items()}
    return all(answer == "ok" for answer in answers.values()), answers


def _ask(name: str, check: Check, moment: datetime) -> str:
    try:
        return check(moment) or "ok"
    except Exception:
        logger.exception("Not ready: %s", name)
        return "does not answer"


def _database(moment: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations(moment: datetime) -> str:
    """Once applied they stay so while this process lives: then the loader is not asked again."""
    if not _known.get("migrations"):
        executor = MigrationExecutor(connection)
        _known["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "" if _known["migrations"] else "some are not applied"


def _worker(moment: datetime) -> str:
    beats = dict(WorkerPulse.objects.filter(loop__in=LOOPS_THAT_COUNT).values_list("loop", "beat_at"))
    if not beats:
        return "never seen"
    slowest = min(beats.values())
    if len(beats) < len(LOOPS_THAT_COUNT) or moment - slowest > LONGEST_LAG:
        return f"last seen {int((moment - slowest).total_seconds())} seconds ago"
    return ""


OWN_CHECKS: dict[str, Check] = {"database": _database, "migrations": _migrations, "worker": _worker}
