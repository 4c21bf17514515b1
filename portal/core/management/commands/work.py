# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py work`: mail, index, audit seals, longer tasks and whatever a clock asks."""

import os
import signal
import sys
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV, run_with_reloader

from portal.core import worker


class Command(BaseCommand):
    help = "Fa il lavoro in sottofondo: posta, indice, sigilli, scadenze. Uno solo basta."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="fa quel che c'è da fare adesso e finisce")
        parser.add_argument("--reload", action="store_true", help="riparte quando il codice cambia (per sviluppare)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"Fatte {worker.run_once()} cose.")
        elif options["reload"]:
            is_child = os.environ.get(DJANGO_AUTORELOAD_ENV) == "true"
            run_with_reloader(worker.run_until, _stop_when_asked() if is_child else threading.Event())
        elif not worker.run_until(_stop_when_asked()):
            sys.exit(1)


def _stop_when_asked() -> threading.Event:
    stop = threading.Event()

    def ask(signum: int, frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(1)  # asked twice: whoever waits has lost patience
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    return stop
