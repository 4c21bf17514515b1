# SPDX-License-Identifier: AGPL-3.0-or-later
"""The SQLite database as the migrations leave it, kept between runs: making it anew takes half a minute."""

import hashlib
import os
import shutil
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.db import connection

LIBRARIES = ("django", "wagtail")


def key() -> str:
    """Return what the database depends on, in a few letters: every migration of every app, and the libraries."""
    digest = hashlib.sha256("".join(version(name) for name in LIBRARIES).encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for file in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(f"{config.label}/{file.name}".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def fetch(kept: Path, name: Path) -> bool:
    """Put the kept database where the tests expect theirs; return whether there was one."""
    if not kept.exists():
        return False
    shutil.copyfile(kept, name)
    return True


def keep(kept: Path) -> None:
    """Keep the database of this run for the next, whole or not at all."""
    fresh = kept.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(fresh)])
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    fresh.replace(kept)
