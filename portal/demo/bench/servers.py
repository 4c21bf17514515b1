# SPDX-License-Identifier: AGPL-3.0-or-later
"""Web servers started for a measure and ended after it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

Command = list[str]
WORKERS = 2
THREADS = 4


def granian(application: str, port: int) -> Command:
    """Return the command line of granian as `manage.py serve` starts it."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS)),
        *("--backpressure", str(THREADS * 16), "--log-level", "error", f"{application}:application"),
    ]


def gunicorn(application: str, port: int) -> Command:
    """Return the command line of gunicorn with threads, as many workers as granian."""
    return [
        *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)),
        *("--worker-class", "gthread", "--threads", str(THREADS), "--keep-alive", "30", "--log-level", "error"),
        f"{application}:application",
    ]


SERVERS = {"granian": granian, "gunicorn": gunicorn}


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextlib.contextmanager
def running(server: str, application: str) -> Iterator[tuple[int, int]]:
    """Start a server on a free port; give the port and the process id, and end it afterwards.

    :raises TimeoutError: it does not answer within forty seconds.
    """
    port = free_port()
    process = subprocess.Popen(SERVERS[server](application, port))  # noqa: S603 -- our own words
    try:
        _wait_until_it_answers(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(port)
