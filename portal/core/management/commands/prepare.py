# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py prepare`: all that must be in place before the portal starts; what is in place already is skipped."""

from __future__ import annotations

import hashlib
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.core import neighbours


class Command(BaseCommand):
    help = "Prepara il portale: cataloghi, banca dati, file statici, sito dimostrativo (una volta), indice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="carica anche il sito dimostrativo, se non c'è ancora")
        parser.add_argument("--no-static", action="store_true", help="non raccoglie i file statici")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("compile_catalogues", stdout=self.stdout)
        self._migrate()
        if not options["no_static"]:
            self._collect_static()
        if options["demo"]:
            self._call("load_demo", "--once")
        if not neighbours.is_index_built():
            self._call("search_rebuild")

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparo la banca dati…")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)

    def _collect_static(self) -> None:
        """Collect and compress, unless nothing has changed since the last time."""
        stamp = Path(settings.STATIC_ROOT) / ".stamp"
        now = _fingerprint_of_static_files()
        if stamp.exists() and stamp.read_text() == now:
            return
        self.stdout.write("Raccolgo e comprimo i file statici…")
        call_command("collectstatic", interactive=False, verbosity=0, clear=stamp.exists())
        stamp.write_text(now)

    def _call(self, name: str, *words: str) -> None:
        """Call a command of a higher floor, if that floor is installed."""
        if name in get_commands():
            call_command(name, *words, stdout=self.stdout)


def _fingerprint_of_static_files() -> str:
    """Return a digest of the installed packages' versions and of our own static files' sizes and times."""
    digest = hashlib.sha256()
    for name, version in sorted((found.name, found.version) for found in distributions()):
        digest.update(f"{name}={version};".encode())
    root = Path(settings.BASE_DIR)
    for finder in get_finders():
        for path, storage in finder.list([]):
            full = Path(storage.path(path))
            if full.is_relative_to(root) and ".venv" not in full.parts:
                facts = full.stat()
                digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns};".encode())
    return digest.hexdigest()
