# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long a newcomer waits for the first page: a fresh clone, `make run`, the libraries already in pip's cache."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from portal.demo.bench.measures import Row
from portal.demo.bench.servers import free_port

LONGEST = 1_200


def first_run(project: Path) -> list[Row]:
    """Time `make run` in a fresh clone of the project until it says that it is ready, and a second one."""
    if shutil.which("git") is None or not (project / ".git").exists():
        return [Row(what="primo `make run`", measured="non misurato: serve git", wanted="")]
    with tempfile.TemporaryDirectory(prefix="portale-nuovo-") as folder:
        clone = Path(folder) / "portale"
        subprocess.run(["git", "clone", "--quiet", str(project), str(clone)], check=True)  # noqa: S603, S607
        first, second = _seconds_until_ready(clone), _seconds_until_ready(clone)
    return [
        Row(what="primo `make run`, con le librerie nella cache di pip", measured=f"{first:.0f} s"),
        Row(what="secondo `make run`", measured=f"{second:.0f} s"),
    ]


def _seconds_until_ready(clone: Path) -> float:
    """Return the seconds from the command to the first «ready»; the whole group of processes ends afterwards.

    :raises TimeoutError: it took more than twenty minutes.
    """
    port = free_port()
    python = getattr(sys, "_base_executable", sys.executable)
    own_ground = ["env", "-u", "VAR_DIR", "-u", "DATABASE_URL"]  # the clone keeps its data in a folder of its own
    words = [*own_ground, "make", "run", f"PORT={port}", f"PYTHON={python}"]
    start = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 -- our own words
        words, cwd=clone, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        while time.monotonic() - start < LONGEST:
            if _is_ready(port):
                return time.monotonic() - start
            time.sleep(0.5)
        raise TimeoutError(LONGEST)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return int(answer.status) == 200  # noqa: PLR2004 -- ready
    except OSError:
        return False
