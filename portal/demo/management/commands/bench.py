# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measure the portal on this machine."""

from __future__ import annotations

import logging
import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from portal.demo import scale, site
from portal.demo.bench import (
    answering,
    doors,
    first_run,
    indexes,
    matching,
    measures,
    redlines,
    register,
    search,
    words,
)
from portal.demo.bench.measures import Row

ORDER = (
    "redline", "matching", "words", "pages", "queries", "search", "register", "answers", "doors", "memory", "first",
)  # fmt: skip
MARKS = {True: "sì", False: "NO", None: "—"}


class Command(BaseCommand):
    """`manage.py bench [--scale N] [--only NAME]`."""

    help = "Misura il portale su questa macchina e scrive docs/benchmarks.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--scale", type=int, default=10, help="migliaia di osservazioni nel testo grande (10)")
        parser.add_argument("--entries", type=int, default=100_000, help="voci nell'indice di ricerca (100.000)")
        parser.add_argument(
            "--only",
            default="",
            choices=["", *ORDER],
            help=f"una sola: {', '.join(ORDER)}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is measured, measure it, print a table and write it down."""
        logging.disable(logging.WARNING)
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        parts = of_themselves(options["entries"])
        if options["only"] not in parts:
            if not site.is_loaded():
                site.load(moment=timezone.now(), tell=self.stdout.write)
            parts |= of_a_site(scale.load(options["scale"], moment=timezone.now(), tell=self.stdout.write))
        rows = [row for name in ORDER if options["only"] in {"", name} for row in parts[name]()]
        self._print(rows)
        if not options["only"]:
            (Path(settings.BASE_DIR) / "docs" / "benchmarks.md").write_text(as_markdown(rows), encoding="utf-8")

    def _print(self, rows: list[Row]) -> None:
        table = Table("misura", "trovato", "voluto", "raggiunto")
        for row in rows:
            table.add_row(row.what, row.measured, row.wanted, MARKS[row.is_met])
        Console(width=150).print(table)


def of_themselves(entries: int) -> dict[str, Callable[[], list[Row]]]:
    """Return the measures that need no data but those they make: they begin at once."""
    return {
        "search": lambda: search.full_text(entries),
        "redline": redlines.rows,
        "matching": matching.redrafts_without_ids,
        "words": words.rows,
        "first": lambda: first_run.first_run(Path(settings.BASE_DIR)),
    }


def of_a_site(large: scale.Scale) -> dict[str, Callable[[], list[Row]]]:
    """Return the measures that are taken on the demo site, with its large text."""
    return {
        "pages": lambda: measures.anonymous_pages(large),
        "queries": lambda: [
            *measures.first_visitors(large),
            *measures.signed_in_pages(large),
            *indexes.of_a_consultation(large),
            *measures.thread_list(large),
            *measures.sending(large),
        ],
        "register": lambda: [*register.public_list(), *register.whole_list()],
        "answers": lambda: [*answering.register(large), *answering.table(large), *answering.similar()],
        "doors": doors.differences,
        "memory": lambda: measures.memory(large),
    }


def as_markdown(rows: list[Row]) -> str:
    """Return the page `docs/benchmarks.md`: machine, day, table."""
    head = (
        "# Misure\n\nFatte con `make bench` su una macchina qualsiasi; i rapporti contano più dei numeri assoluti.\n\n"
        f"- giorno: {timezone.localdate():%d/%m/%Y}\n"
        f"- macchina: {os.cpu_count()} processori, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}\n"
        f"- banca dati: {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}\n\n"
        "| misura | trovato | voluto | raggiunto |\n| --- | --- | --- | --- |\n"
    )
    return head + "".join(f"| {row.what} | {row.measured} | {row.wanted} | {MARKS[row.is_met]} |\n" for row in rows)
