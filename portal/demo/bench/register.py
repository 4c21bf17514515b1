# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole list of the RUNTS read by a process of its own, and the public register with few partners and with many."""

from __future__ import annotations

import csv
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from stdnum import luhn

from partners.enums import PartnerKind, RuntsSection
from partners.models import Partner, PartnerArea
from portal.core.models import Area, User
from portal.demo.bench.measures import Row, most_resident, queries_of

ROWS = 150_000
MOST_SECONDS = 180
MOST_MEGABYTES = 400
MOST_QUERIES = 12
LOOK_EVERY = 0.02
FEW, MANY = 50, 5_000
SECTIONS = (
    "ORGANIZZAZIONI DI VOLONTARIATO", "ASSOCIAZIONI DI PROMOZIONE SOCIALE", "IMPRESE SOCIALI",
    "ALTRI ENTI DEL TERZO SETTORE", "SOCIETA' DI MUTUO SOCCORSO", "ENTI FILANTROPICI",
)  # fmt: skip
HEADINGS = (
    "Codice fiscale / Steuernummer", "Repertorio", "Denominazione / Bezeichnung", "Sezione (*)",
    "Cognome e nome legali rapp.", "Rete", "Comune sede legale", "Provincia sede legale", "5x1000", "Data iscrizione",
)  # fmt: skip


def write_list(path: Path, rows: int) -> None:
    """Write a list with the headings of the public one and invented bodies."""
    chance = random.Random(7)  # noqa: S311 -- invented data
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        for number in range(1, rows + 1):
            stem = f"{number:07d}{chance.randint(1, 100):03d}"
            writer.writerow(
                [
                    stem + luhn.calc_check_digit(stem), number, f"ASSOCIAZIONE NUMERO {number}",
                    chance.choice(SECTIONS), f"COGNOME{number} NOME", "", f"COMUNE {number % 7900}", "POTENZA",
                    chance.choice(["SI", "NO"]), f"{number % 28 + 1:02d}/03/2022",
                ]
            )  # fmt: skip


def whole_list() -> list[Row]:
    """Read so many rows into an empty database with the real command, and again when all of them are there."""
    with tempfile.TemporaryDirectory(prefix="portale-runts-") as folder:
        path = Path(folder) / "runts.csv"
        write_list(path, ROWS)
        environment = {"VAR_DIR": folder, "PATH": os.defpath, "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
        _run(["migrate", "--verbosity", "0"], environment)
        rows = []
        for name in ("su un registro vuoto", "la seconda volta"):
            seconds, busy, megabytes = _run(["import_runts", str(path)], environment)
            is_met = seconds < MOST_SECONDS and megabytes < MOST_MEGABYTES
            rows.append(
                Row(
                    what=f"elenco RUNTS di {ROWS} righe, {name}",
                    measured=f"{seconds:.0f} s ({busy:.0f} di processore), {megabytes:.0f} MB, {_kept(Path(folder))}",
                    wanted=f"< {MOST_SECONDS} s e < {MOST_MEGABYTES} MB",
                    is_met=is_met,
                )
            )
        return rows


def _run(arguments: list[str], environment: dict[str, str]) -> tuple[float, float, float]:
    """Run a command of ours; return its seconds, those it kept a processor busy, and the most memory it held, in MB.

    The memory is read while it runs: what the system tells at the end is never less than what this process holds.
    """
    began = time.monotonic()
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments]
    megabytes = 0.0
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:  # noqa: S603 -- ours
        while not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            megabytes = max(megabytes, most_resident(process.pid))
            time.sleep(LOOK_EVERY)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(arguments)
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, megabytes


def _kept(folder: Path) -> int:
    for path in folder.glob("*.sqlite3"):
        with closing(sqlite3.connect(path)) as database:
            return int(database.execute("SELECT COUNT(*) FROM partners_runtsrecord").fetchone()[0])
    return 0


def public_list() -> list[Row]:
    """Count the queries of the public register with few partners and with many, for anybody and for who signed in."""
    rows = []
    for who in ("anonimo", "entrato"):
        counts, times = [], []
        for size in (FEW, MANY):
            with transaction.atomic():
                _fill(size)
                client = Client()
                if who == "entrato":
                    client.force_login(User.objects.create_user("misura-registro@portale.example"))
                client.get("/partner/", headers={"host": "localhost"})
                began = time.monotonic()
                address = f"/partner/?testo=servizio&misura={size}"
                counts.append(queries_of(partial(client.get, address, headers={"host": "localhost"})))
                times.append(time.monotonic() - began)
                transaction.set_rollback(True)
        rows.append(
            Row(
                what=f"registro pubblico con {FEW} e con {MANY} partner, {who}",
                measured=f"{counts[0]} e {counts[1]} interrogazioni, {times[0] * 1000:.0f} e {times[1] * 1000:.0f} ms",
                wanted=f"uguali, ≤ {MOST_QUERIES}",
                is_met=counts[0] == counts[1] <= MOST_QUERIES,
            )
        )
    return rows


def _fill(size: int) -> None:
    area = Area.objects.get_or_create(slug="misura-registro", defaults={"name": "Misura"})[0]
    partners = Partner.objects.bulk_create(
        [
            Partner(
                name=f"Associazione misurata {number}", slug=f"misurata-{number}", kind=PartnerKind.ETS,
                runts_section=RuntsSection.ODV, municipality=f"Comune {number % 12}", what_it_does="Un servizio",
            )
            for number in range(size)
        ]
    )  # fmt: skip
    PartnerArea.objects.bulk_create([PartnerArea(partner=partner, area=area) for partner in partners])
    connection.queries_log.clear()
