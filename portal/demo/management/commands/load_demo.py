# SPDX-License-Identifier: AGPL-3.0-or-later
"""Load the demo site."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.demo import scale, site


class Command(BaseCommand):
    """`manage.py load_demo [--once] [--scale N]`."""

    help = "Carica il sito dimostrativo: l'ambito inventato della Val Sarva, con un regolamento vero."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="non fa nulla se il sito è già caricato")
        parser.add_argument(
            "--scale", type=int, default=0, help="aggiunge un testo grande per misurare: 1 = 1.000 osservazioni"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is missing.

        :raises CommandError: the site is already there and `--once` was not said.
        """
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # a hundred lines about pages made
        if site.is_loaded():
            if not options["once"] and not options["scale"]:
                raise CommandError("Il sito dimostrativo c'è già: «make reset» lo rifà da capo.")
        else:
            site.load(moment=timezone.now(), tell=self.stdout.write)
        if options["scale"]:
            scale.load(options["scale"], moment=timezone.now(), tell=self.stdout.write)
