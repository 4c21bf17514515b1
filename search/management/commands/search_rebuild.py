# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read everything again into a new index."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from search import sync
from search.engines.base import EngineDown


class Command(BaseCommand):
    """Rebuild the index beside the one in use, with a progress bar, and swap them at the end."""

    help = "Rifà l'indice della ricerca accanto a quello in uso e li scambia alla fine."

    def handle(self, *args: Any, **options: Any) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=self.stdout)) as bar:  # type: ignore[arg-type]
            count = self._rebuild(bar)
        self.stdout.write(f"Indice rifatto: {count} voci.")

    def _rebuild(self, bar: Progress) -> int:
        tasks: dict[str, TaskID] = {}

        def show(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = bar.add_task(label, total=total)
            bar.update(tasks[label], completed=done)

        try:
            return sync.rebuild(show)
        except EngineDown as fault:
            raise CommandError("Il motore di ricerca non risponde: l'indice in uso resta com'era.") from fault
        except sync.AlreadyRunning as fault:
            raise CommandError("Un altro processo sta scrivendo l'indice: riprova tra poco.") from fault
