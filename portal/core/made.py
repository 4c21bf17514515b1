# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that cost time to make: each made once, kept in private by what it is made of, one at a time.

Note [Dear files]
-----------------
Anybody may ask for a PDF, and making one takes a second of one core. So a file is named by the digest of all that goes
into it and kept out of the public tree; who asks for it again gets what is kept. Making is limited for each address,
and a lock lets one be made at a time on each host: who waits too long is told to come back, and readers are not slowed.
"""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.http import FileResponse, HttpRequest

from portal.core import limits

MOST_FILES: Final = 2000
LONGEST_WAIT: Final = 20.0

limits.add(file__made="60/h/ip")


def digest(*parts: object) -> str:
    """Return the name of a file made of these things."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def fetch(request: HttpRequest, key: str, make: Callable[[], bytes]) -> Path:
    """Return where the file of this digest is, made now if nobody asked for it before.

    :raises limits.TooMany: this address had too many made, or too many are being made at once.
    """
    path = _folder() / key[:2] / key
    if not path.exists():
        limits.consume(request, "file.made")
        with _one_at_a_time():
            if not path.exists():
                _write(path, make())
    return path


def answer(path: Path, *, name: str, content_type: str) -> FileResponse:
    """Return the file as a download with a name of ours."""
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["ETag"] = f'"{path.name}"'
    response["Cache-Control"] = "public, max-age=300"
    return response


def _folder() -> Path:
    return Path(settings.PRIVATE_ROOT) / "made"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{uuid4().hex}")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    _forget_the_oldest()


def _forget_the_oldest() -> None:
    files = sorted(_folder().glob("??/*"), key=lambda one: one.stat().st_mtime)
    for old in files[: max(0, len(files) - MOST_FILES)]:
        old.unlink(missing_ok=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold the lock of this host. See Note [Dear files].

    :raises limits.TooMany: others are being made, for too long.
    """
    _folder().mkdir(parents=True, exist_ok=True)
    with (_folder() / ".lock").open("w") as lock:
        until = time.monotonic() + LONGEST_WAIT
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise limits.TooMany(int(LONGEST_WAIT)) from None
                time.sleep(0.1)
        yield
