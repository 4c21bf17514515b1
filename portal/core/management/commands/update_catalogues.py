# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py update_catalogues`: put every sentence of the portal in the catalogues, translated or still to be."""

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand

from portal.core import extraction
from portal.core.management.commands.check_catalogues import FOLDERS, LANGUAGES


class Command(BaseCommand):
    help = "Aggiorna i cataloghi: aggiunge le frasi nuove, toglie quelle che nessuno dice più."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        top = Path(settings.BASE_DIR)
        said = list(extraction.sentences_under([top / name for name in FOLDERS], top=top))
        for language in LANGUAGES:
            path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            missing = update(path, said, language=language)
            self.stdout.write(f"Catalogo «{language}»: {missing} frasi da tradurre.")


def update(path: Path, said: list[extraction.Said], *, language: str) -> int:
    """Rewrite a catalogue so that it holds these sentences and no other; return how many lack a translation."""
    known = _read(path, language)
    fresh = Catalog(locale=language, project="portale-distretto-inclusione", fuzzy=False)
    missing = 0
    for one in sorted(said, key=lambda each: (each.words, each.context)):
        if fresh.get(one.words, one.context or None) is not None:
            continue
        former = known.get(one.words, one.context or None)
        string = former.string if former is not None else ("", "") if one.plural else ""
        fresh.add((one.words, one.plural) if one.plural else one.words, string, context=one.context or None)
        missing += not all(string if isinstance(string, list | tuple) else (string,))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=120, omit_header=False, no_location=True, sort_output=True)
    return missing


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)
