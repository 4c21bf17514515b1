# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py check_catalogues`: is every sentence of the portal there in English?"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.core import extraction

FOLDERS = ("portal", "documents", "partners", "tavoli", "search")
# The sentences in the code are Italian: only the other languages need a translation of each.
LANGUAGES = ("en",)
MOST_SHOWN = 40


class Command(BaseCommand):
    help = "Controlla che ogni frase detta dal portale sia tradotta."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        top = Path(settings.BASE_DIR)
        said = list(extraction.sentences_under([top / name for name in FOLDERS], top=top))
        for language in LANGUAGES:
            path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            faults = list(extraction.faults_of(path, said))
            for fault in faults[:MOST_SHOWN]:
                self.stderr.write(fault)
            if faults:
                raise CommandError(f"Catalogo «{language}»: {len(faults)} frasi da sistemare.")
            self.stdout.write(
                f"Catalogo «{language}»: {len({(one.words, one.context) for one in said})} frasi, tutte tradotte."
            )
