# SPDX-License-Identifier: AGPL-3.0-or-later
"""The work behind the pages: what fails stops nothing else, what was missed is made up once."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from datetime import time as hour

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.core import clock, queue, turns, worker
from portal.core.models import ClockTurn, WorkerPulse

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)  # the day summer time begins


@pytest.fixture
def nothing_registered(monkeypatch):
    monkeypatch.setattr(clock, "_drains", {})
    monkeypatch.setattr(clock, "_periodics", {})


@pytest.mark.django_db
def test_a_box_that_fails_does_not_stop_the_next(nothing_registered):
    waiting = [3, 2, 0]

    def broken():
        raise OSError("the mail server is away")

    clock.register_drain("broken", broken, is_urgent=True)
    clock.register_drain("sound", lambda: waiting.pop(0), is_urgent=True)

    handled = worker.Drainer(is_urgent=True)(NOON)

    assert (handled, waiting) == (5, [])


@pytest.mark.django_db
def test_a_box_that_fails_is_left_alone_longer_and_longer(nothing_registered):
    tries = []

    def broken():
        tries.append(1)
        raise OSError

    clock.register_drain("broken", broken)
    drainer = worker.Drainer(is_urgent=False)

    for second in range(8):
        drainer(NOON + timedelta(seconds=second))

    assert len(tries) == 4  # after 0, 1, 3 and 7 seconds


def test_only_urgent_boxes_are_in_the_loop_of_codes(nothing_registered):
    clock.register_drain("mail", lambda: 0, is_urgent=True)
    clock.register_drain("index", lambda: 0)

    assert [drain.name for drain in clock.drains(is_urgent=True)] == ["mail"]
    assert [drain.name for drain in clock.drains(is_urgent=False)] == ["index"]


@pytest.mark.parametrize(
    ("moment", "turn"),
    [
        (datetime(2026, 3, 28, 1, 59, tzinfo=UTC), datetime(2026, 3, 27, 2, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 2, 0, tzinfo=UTC), datetime(2026, 3, 28, 2, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 12, 0, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 12, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_daily_turn_is_at_its_hour_in_rome(moment, turn):
    periodic = clock.Periodic(name="night", function=print, interval=timedelta(days=1), at=hour(3, 0))

    assert periodic.turn_at(moment) == turn


@pytest.mark.django_db
def test_missed_turns_are_made_up_once_and_a_second_worker_does_nothing():
    done = []
    periodic = clock.Periodic(name="remind", function=done.append, interval=timedelta(minutes=1))
    three_days_later = NOON + timedelta(days=3)

    ran = [
        turns.run_if_due(periodic, moment=moment)
        for moment in (NOON, NOON, NOON + timedelta(seconds=59), three_days_later, three_days_later)
    ]

    assert ran == [True, False, False, True, False]
    assert done == [NOON, three_days_later]


@pytest.mark.django_db
def test_a_turn_under_way_elsewhere_is_left_to_it():
    done = []
    periodic = clock.Periodic(name="remind", function=done.append, interval=timedelta(minutes=1))
    ClockTurn.objects.create(name="remind", claimed_until=NOON + timedelta(minutes=5))

    assert turns.run_if_due(periodic, moment=NOON) is False
    assert done == []


# THREATS: 57
@pytest.mark.django_db
def test_a_turn_whose_worker_was_killed_half_way_is_done_again():
    done = []
    periodic = clock.Periodic(name="close", function=done.append, interval=timedelta(days=1))
    ClockTurn.objects.create(name="close", claimed_until=NOON)  # claimed ten minutes ago, never done

    assert turns.run_if_due(periodic, moment=NOON) is True
    assert done == [NOON]


@pytest.mark.django_db
def test_a_turn_that_fails_is_tried_again_later_and_not_at_once():
    def broken(moment):
        raise OSError

    periodic = clock.Periodic(name="broken", function=broken, interval=timedelta(days=1))
    turns.run_if_due(periodic, moment=NOON)
    turns.run_if_due(periodic, moment=NOON + timedelta(seconds=1))

    row = ClockTurn.objects.get(name="broken")
    assert (row.done_turn_at, row.failures, row.claimed_until) == (None, 1, NOON + timedelta(seconds=30))


def _running_task(*, workers, started_at):
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="documents.library.tasks.extract",
        worker_ids=workers,
        backend_name=queue.ALIAS,
        run_after=get_date_max(),
        started_at=started_at,
    )


# THREATS: 57
@pytest.mark.django_db
def test_a_task_whose_worker_was_killed_is_taken_back_and_given_up_the_third_time():
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    gone = f"{queue.socket.gethostname()[:40]}:{dead.pid}"
    now = timezone.now()
    once = _running_task(workers=[gone], started_at=now)
    thrice = _running_task(workers=[gone, gone, gone], started_at=now)
    elsewhere = _running_task(workers=["another-machine:1"], started_at=now)
    forgotten = _running_task(workers=["another-machine:1"], started_at=now - timedelta(hours=1))

    queue.take_back_abandoned(moment=now)

    statuses = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert [statuses[task.pk] for task in (once, thrice, elsewhere, forgotten)] == [
        TaskResultStatus.READY,
        TaskResultStatus.FAILED,
        TaskResultStatus.RUNNING,
        TaskResultStatus.READY,
    ]


@pytest.mark.django_db
def test_one_run_does_all_that_is_owed_and_leaves_a_sign_of_life(nothing_registered):
    waiting = [1, 1, 0]
    done = []
    clock.register_drain("index", lambda: waiting.pop(0) if waiting else 0)
    clock.every(seconds=60, name="tick")(done.append)

    worker.run_once()

    assert (waiting, len(done)) == ([], 1)
    assert set(WorkerPulse.objects.values_list("loop", flat=True)) == {"mail", "chores", "tasks"}


def test_a_slow_task_does_not_hold_up_a_code_by_mail(monkeypatch):
    """The loops stand side by side: while one waits, another goes round."""
    stop, slow_started, rounds_of_mail = threading.Event(), threading.Event(), []

    def slow(moment):
        slow_started.set()
        stop.wait(10)
        return 0

    def mail(moment):
        if slow_started.is_set():
            rounds_of_mail.append(moment)
            if len(rounds_of_mail) == 2:
                stop.set()
        return 0

    monkeypatch.setattr(worker, "rounds", lambda: {"mail": mail, "tasks": slow})
    monkeypatch.setattr(worker, "beat", lambda loop, *, moment: None)

    assert worker.run_until(stop) is True
    assert len(rounds_of_mail) == 2


@pytest.mark.parametrize("asked_with", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_ends_by_itself_when_asked(asked_with, tmp_path):
    """Without a single table its rounds all fail: it says so, goes on, and still ends cleanly."""
    environment = {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": "",
    }
    work = subprocess.Popen([sys.executable, "manage.py", "work"], env=environment, stderr=subprocess.PIPE, text=True)
    said = next(line for line in work.stderr if "A round failed" in line)

    work.send_signal(asked_with)
    work.communicate(timeout=30)

    assert ("A round failed" in said, work.returncode) == (True, 0)
