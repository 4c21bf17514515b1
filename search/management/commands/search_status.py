# SPDX-License-Identifier: AGPL-3.0-or-later
"""Say how the search is."""

from typing import Any

from django.core.management.base import BaseCommand

from search import health


class Command(BaseCommand):
    """Print engine, entries and what waits; end with 1 when the search is not ready."""

    help = "Dice come sta la ricerca; esce con 1 se non è pronta."

    def handle(self, *args: Any, **options: Any) -> None:
        state = health.state()
        answers = "risponde" if state.is_answering else "non risponde"
        self.stdout.write(f"Motore: {state.engine}, {answers}")
        self.stdout.write(f"Indice: {state.entries} voci" if state.is_built else "Indice: da fare (search_rebuild)")
        self.stdout.write(f"In attesa: {state.waiting} (la più vecchia da {int(state.lag.total_seconds())} s)")
        self.stdout.write(f"Da riprovare: {state.stuck}")
        if state.is_rebuilding:
            self.stdout.write("È in corso un rifacimento dell'indice.")
        if not state.is_ready:
            raise SystemExit(1)
