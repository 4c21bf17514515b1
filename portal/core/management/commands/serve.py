# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py serve`: the web server and the worker side by side, started and ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

Child = subprocess.Popen[bytes]

GRACE_SECONDS = 25
RESTART_AFTER_SECONDS = 2.0
PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    help = "Avvia il server web e, accanto, il lavoro in sottofondo; Ctrl-C chiude entrambi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="indirizzo su cui ascoltare (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="porta (8000)")
        parser.add_argument("--workers", type=int, default=2, help="processi del server web (2)")
        parser.add_argument("--threads", type=int, default=4, help="richieste insieme in ciascun processo (4)")
        parser.add_argument("--reload", action="store_true", help="riparte quando il codice cambia (per sviluppare)")
        parser.add_argument("--no-work", action="store_true", help="solo il server web: il lavoro gira altrove")

    def handle(self, *args: Any, **options: Any) -> None:
        web = reloading_web(options) if options["reload"] else granian(options)
        work = None if options["no_work"] else manage("work", *(["--reload"] if options["reload"] else []))
        self.stdout.write(greeting(options["host"], options["port"]))
        self.stdout.flush()
        sys.exit(Supervisor(web=web, work=work, say=self.stderr.write).run())


def granian(options: dict[str, Any]) -> list[str]:
    """Return the command line of the web server (why this one: `docs/adr/0003-web-server.md`)."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"),
        *("--host", options["host"], "--port", str(options["port"]), "--workers", str(options["workers"])),
        *("--blocking-threads", str(options["threads"]), "--backpressure", str(options["threads"] * 16)),
        *("--http1-header-read-timeout", "10000", "--http1-buffer-size", "65536"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "20"),
        *("--log-level", "warning", "portal.wsgi:application"),
    ]


def reloading_web(options: dict[str, Any]) -> list[str]:
    """Return the command line of Django's auto-reloading server."""
    return manage("runserver", f"{options['host']}:{options['port']}")


def manage(*words: str) -> list[str]:
    """Return the command line of one of our own commands."""
    return [sys.executable, str(Path(sys.argv[0]).resolve()), *words]


def greeting(host: str, port: int) -> str:
    """Return what to tell who started us: the address and, in the demo, with which accounts to enter."""
    shown = "localhost" if host in {"127.0.0.1", "::1", "0.0.0.0"} else host  # noqa: S104 -- compared, not bound
    lines = [
        "",
        f"  Il portale risponde su  http://{shown}:{port}/",
        f"  Per l'ufficio           http://{shown}:{port}/gestione/",
    ]
    if settings.IS_DEMO:
        lines += demo_accounts()
    return "\n".join([*lines, "", "  Ctrl-C per chiudere.", ""])


def demo_accounts() -> list[str]:
    """Return a line for each demo account; none when the demo site is not there."""
    if find_spec("portal.demo.accounts") is None:
        return []
    return ["", *import_module("portal.demo.accounts").lines_for_terminal()]


class Supervisor:
    """Keeps the two going: the worker is started again when it dies, the end of the web server is the end of all."""

    def __init__(self, *, web: list[str], work: list[str] | None, say: Callable[[str], object]) -> None:
        self._web_command, self._work_command, self._say = web, work, say
        self._is_stopping = False

    def run(self) -> int:
        """Run until a signal or the end of the web server; return the exit code to leave with."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        web = start(self._web_command)
        work = start(self._work_command) if self._work_command else None
        while not self._is_stopping and web.poll() is None:
            if self._work_command and work is not None and work.poll() is not None:
                self._say(f"Il lavoro in sottofondo è finito (codice {work.returncode}): riparte.")
                time.sleep(RESTART_AFTER_SECONDS)
                work = start(self._work_command)
            time.sleep(0.2)
        died_with = web.poll()
        end([child for child in (web, work) if child is not None])
        if self._is_stopping:
            return 0
        self._say(f"Il server web è finito da solo (codice {died_with}).")
        return died_with if died_with and died_with > 0 else 1

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self._is_stopping = True


def start(command: list[str]) -> Child:
    """Start a child in a group of its own, so that Ctrl-C reaches it only through us."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: S603, PLW1509 -- our own words, one thread


def end(children: list[Child]) -> None:
    """Ask the children to finish what is under way; whoever does not in time is killed with its group."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _end_with_parent() -> None:
    """On Linux, have the kernel end the child when we are killed without a chance to do it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
