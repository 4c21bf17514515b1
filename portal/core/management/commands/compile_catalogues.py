# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py compile_catalogues`: from `.po` to `.mo`, without the gettext programs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.core import catalogues


class Command(BaseCommand):
    help = "Compila i cataloghi dei messaggi che sono cambiati, senza bisogno di gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        written = [path for root in settings.LOCALE_PATHS for path in catalogues.compile_under(Path(root))]
        self.stdout.write(f"Cataloghi compilati: {len(written)}")
