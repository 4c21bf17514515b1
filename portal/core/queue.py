# SPDX-License-Identifier: AGPL-3.0-or-later
"""The queue of longer work (`portal` in `TASKS`): one at a time, taken back when whoever did it was killed."""

from __future__ import annotations

import logging
import os
import socket
from datetime import datetime, timedelta
from typing import Any

from django_tasks import task_backends
from django_tasks.base import TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

ALIAS = "portal"
LONGEST_TASK = timedelta(minutes=30)
MOST_ATTEMPTS = 3


def run_one() -> int:
    """Run the first task that is ready; return 1, or 0 when there was none."""
    if not isinstance(task_backends[ALIAS], DatabaseBackend):
        return 0
    if not DBTaskResult.objects.ready().filter(backend_name=ALIAS).exists():
        return 0
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=ALIAS,
        startup_delay=False,
        max_tasks=1,
        worker_id=_my_name(),
        excluded_queue_names=[],
    )
    worker.run()
    return 1


def take_back_abandoned(*, moment: datetime) -> int:
    """Put back the tasks whose worker was killed; give up on one that killed three. Return how many were touched."""
    running = DBTaskResult.objects.running().filter(backend_name=ALIAS)
    abandoned = [task for task in running if _is_abandoned(task, moment)]
    for task in abandoned:
        is_hopeless = len(task.worker_ids) >= MOST_ATTEMPTS
        same = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING, worker_ids=task.worker_ids)
        if is_hopeless:
            same.update(status=TaskResultStatus.FAILED, finished_at=moment, traceback="its worker was killed each time")
            logger.error("Gave up on a task that ended its worker %s times: %s", MOST_ATTEMPTS, task.task_path)
        else:
            same.update(status=TaskResultStatus.READY, started_at=None)
            logger.warning("Took back a task whose worker was killed: %s", task.task_path)
    return len(abandoned)


def _my_name() -> str:
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def _is_abandoned(task: DBTaskResult[Any, Any], moment: datetime) -> bool:
    if task.started_at is not None and task.started_at < moment - LONGEST_TASK:
        return True
    host, _, pid = (task.worker_ids or [""])[-1].rpartition(":")
    is_of_this_machine = host == socket.gethostname()[:40] and pid.isdigit()
    return is_of_this_machine and int(pid) != os.getpid() and not _is_running(int(pid))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
