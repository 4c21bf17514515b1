# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read the public list of the RUNTS from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from partners.models import RuntsImport
from partners.runts.listing import numbered_rows
from partners.runts.tables import Unreadable
from partners.services import read_list


class Command(BaseCommand):
    """Legge l'elenco pubblico del RUNTS (CSV o XLSX) e aggiorna ciò che il registro ne sa."""

    help = "Legge l'elenco pubblico del RUNTS: CSV con «;» o «,», oppure XLSX. Le schede curate non si toccano."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="dice che cosa cambierebbe e non cambia nulla")
        parser.add_argument("--force", action="store_true", help="accetta un elenco molto più corto del precedente")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"Non trovo il file {path}.")
        moment = timezone.now()
        reading = RuntsImport.objects.create(
            started_at=moment, file_name=path.name[:255], is_dry_run=options["dry_run"]
        )
        try:
            with _bar() as bar:
                task = bar.add_task("Elenco RUNTS", total=2 * sum(1 for _row in numbered_rows(path)))
                read_list(
                    reading=reading, path=path, moment=moment, force=options["force"],
                    tell=lambda done: bar.update(task, completed=done),
                )  # fmt: skip
                bar.update(task, completed=bar.tasks[0].total)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        self._say(reading)

    def _say(self, reading: RuntsImport) -> None:
        if reading.is_dry_run:
            self.stdout.write("Prova: non ho cambiato nulla.")
        self.stdout.write(
            f"Righe {reading.total_rows}: nuovi {reading.new_count}, cambiati {reading.changed_count}, come prima "
            f"{reading.same_count}, non più in elenco {reading.missing_count}, righe non lette {reading.refused_count}."
        )
        for problem in reading.report["righe_non_lette"][:20]:
            self.stdout.write(f"  riga {problem['riga']}: {problem['perche']}")
        register = reading.report["registro"]
        self.stdout.write(
            f"Registro: schede completate {len(register['riempiti'])}, con dati diversi {len(register['diversi'])}, "
            f"cancellate dal RUNTS {len(register['cancellati'])}, non trovate {len(register['non_trovati'])}."
        )
        for title, key in (
            ("diversi", "diversi"),
            ("cancellati dal RUNTS", "cancellati"),
            ("non trovati", "non_trovati"),
        ):
            for row in register[key][:20]:
                self.stdout.write(f"  {title}: {row['nome']} ({row['codice']})")


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), transient=False
    )
