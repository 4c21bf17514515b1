# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work on files that strangers made, in a process of its own with little time and little memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CHILD = """
import resource, runpy, sys
megabytes, seconds, module = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.argv = [module, *sys.argv[4:]]
runpy.run_module(module, run_name="__main__")
"""


class BoundsExceeded(Exception):  # noqa: N818 -- a fact about a file, not a fault of ours
    """The child used up its time or memory, or could not read the file; the message is for logs."""


def run_module(module: str, arguments: Sequence[str] = (), *, megabytes: int = 700, seconds: int = 30) -> bytes:
    """Return what a module of ours prints when run as a program with these arguments, within bounds.

    :raises BoundsExceeded: it took too long, asked for too much memory or failed.
    """
    command = [sys.executable, "-c", CHILD, str(megabytes), str(seconds), module, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 -- a fixed command; the arguments are paths of ours
            command, capture_output=True, check=False, timeout=seconds + 5, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
        )
    except subprocess.TimeoutExpired as error:
        raise BoundsExceeded(f"{module}: {seconds} s") from error
    if done.returncode != 0:
        raise BoundsExceeded(f"{module}: {done.stderr.decode(errors='replace')[-300:]}")
    return done.stdout
