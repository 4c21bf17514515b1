# SPDX-License-Identifier: AGPL-3.0-or-later
"""Web server and worker: started together, ended together."""

import os
import signal
import subprocess
import sys
import threading
import time

from portal.core.management.commands import serve

FOREVER = [sys.executable, "-c", "import time; time.sleep(60)"]


def _ends_with(code, *, after=0.3):
    return [sys.executable, "-c", f"import sys, time; time.sleep({after}); sys.exit({code})"]


def _is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _remember_children(monkeypatch):
    started = []
    really_start = serve.start

    def start(command):
        started.append(really_start(command))
        return started[-1]

    monkeypatch.setattr(serve, "start", start)
    return started


def test_the_end_of_the_web_server_is_the_end_of_all_with_its_code(monkeypatch):
    started = _remember_children(monkeypatch)

    code = serve.Supervisor(web=_ends_with(3), work=FOREVER, say=lambda line: None).run()

    assert (code, [_is_running(child.pid) for child in started]) == (3, [False, False])


# THREATS: 57
def test_a_worker_that_dies_is_started_again(monkeypatch):
    monkeypatch.setattr(serve, "RESTART_AFTER_SECONDS", 0)
    started = _remember_children(monkeypatch)
    said = []

    serve.Supervisor(web=_ends_with(0, after=2), work=_ends_with(9, after=0), say=said.append).run()

    assert len(started) >= 3
    assert said[0] == "Il lavoro in sottofondo è finito (codice 9): riparte."


def test_a_signal_ends_both_cleanly(monkeypatch):
    started = _remember_children(monkeypatch)
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGTERM)).start()
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)

    code = serve.Supervisor(web=FOREVER, work=FOREVER, say=lambda line: None).run()

    signal.signal(signal.SIGTERM, before[0])
    signal.signal(signal.SIGINT, before[1])
    assert (code, [_is_running(child.pid) for child in started]) == (0, [False, False])


def test_whoever_does_not_end_in_time_is_killed(monkeypatch):
    monkeypatch.setattr(serve, "GRACE_SECONDS", 0.5)
    stubborn = serve.start(
        [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"]
    )
    time.sleep(0.5)

    serve.end([stubborn])

    assert stubborn.returncode == -signal.SIGKILL


def test_the_web_server_is_told_to_wait_little_for_slow_headers():
    line = serve.granian({"host": "127.0.0.1", "port": 8000, "workers": 2, "threads": 4})

    assert line[line.index("--http1-header-read-timeout") + 1] == "10000"


def test_a_wrong_port_is_told_at_once():
    run = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", "otto"], capture_output=True, text=True, check=False
    )

    assert run.returncode == 2
