# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py reset_demo`: throw away the demo site's data, to start over."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

FOLDERS = ("MEDIA_ROOT", "PRIVATE_ROOT", "SEARCH_INDEX_DIR", "EMAIL_FILE_PATH", "STATIC_ROOT")


class Command(BaseCommand):
    help = "Cancella i dati del sito dimostrativo: banca dati SQLite, file, indice, messaggi."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("Questo non è un sito dimostrativo: non cancello niente.")
        if connection.vendor != "sqlite":
            raise CommandError("I dati non sono in un file SQLite: svuota la banca dati con i suoi strumenti.")
        database = Path(settings.DATABASES["default"]["NAME"])
        connection.close()
        for path in (database, *(database.with_name(database.name + ending) for ending in ("-wal", "-shm"))):
            path.unlink(missing_ok=True)
        for name in FOLDERS:
            folder = Path(getattr(settings, name))
            if folder.is_relative_to(settings.VAR_DIR):
                shutil.rmtree(folder, ignore_errors=True)
        self.stdout.write("Dati cancellati.")
