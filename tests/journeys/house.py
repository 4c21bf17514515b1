# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site that journeys visit: the demo, served as `make run` serves it, with the worker beside it."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Gathering and compressing the static files takes longer than all the rest: they are kept from one run to the next,
# and `prepare` gathers them again when they have changed.
KEPT_STATIC = ROOT / "var" / "journeys-static"
SECONDS_TO_START = 60


class Site:
    """A demo site in a folder of its own: a server with two processes, and the worker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers.

        :raises TimeoutError: it does not; what it said is in the message.
        """
        with (self.folder / "serve.log").open("wb") as log:
            self._server = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(self.port), "--workers", "1"],
                cwd=ROOT,
                env=_environment(self.folder),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self._server.poll() is None:
            if _answers(f"{self.url}/healthz"):
                return
            time.sleep(0.2)
        raise TimeoutError((self.folder / "serve.log").read_text(encoding="utf-8", errors="replace"))

    def stop(self) -> None:
        """Stop server and worker, as Ctrl-C does."""
        if self._server is not None:
            self._server.terminate()
            self._server.wait(timeout=40)

    def one(self, question: str, *values: object) -> str:
        """Return one value of the site's own database, read only: what a person would have on paper."""
        with sqlite3.connect(f"file:{self.folder / 'portal.sqlite3'}?mode=ro", uri=True) as connection:
            found = connection.execute(question, values).fetchone()
        assert found is not None, f"nothing for {question}"
        return str(found[0])


def prepare(folder: Path) -> None:
    """Make the demo site in an empty folder, with the command that `make run` uses."""
    KEPT_STATIC.mkdir(parents=True, exist_ok=True)
    (folder / "static").symlink_to(KEPT_STATIC)
    subprocess.run(
        [sys.executable, "manage.py", "prepare", "--demo"],
        cwd=ROOT,
        env=_environment(folder),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def copy_of(prepared: Path, folder: Path) -> Site:
    """Return a site of its own that begins as the prepared one."""
    shutil.copytree(prepared, folder, symlinks=True)
    return Site(folder)


def _environment(folder: Path) -> dict[str, str]:
    """Return this machine's environment without what would lead to another database, index or mailbox."""
    ours = {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    taken = {"DATABASE_URL", "SEARCH_URL", "CACHE_URL", "EMAIL_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG"}
    return {name: value for name, value in os.environ.items() if name not in taken} | ours


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False
