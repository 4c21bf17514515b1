# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py portal_setup`: what a new portal must have before its office signs in. It may be run again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.pages import services


class Command(BaseCommand):
    """Make the home page and the standing pages that are missing."""

    help = "Crea la pagina iniziale e le pagine fisse che mancano; quelle che ci sono restano come sono."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the pages and say where the home page is.

        :raises CommandError: migrations have not run.
        """
        try:
            home = services.install_standing_pages()
        except services.NoRoot as missing:
            raise CommandError("Prima va eseguito «manage.py migrate».") from missing
        count = home.get_children().count()
        self.stdout.write(f"Pagina iniziale pronta, con {count} pagine fisse.")
