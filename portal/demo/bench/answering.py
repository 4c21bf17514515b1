# SPDX-License-Identifier: AGPL-3.0-or-later
"""What answering costs with many contributions, and how often similar ones are proposed rightly."""

from __future__ import annotations

import tracemalloc
from itertools import islice

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.consultations import likeness
from documents.consultations.exports import answer_sheet
from portal.core.models import User
from portal.core.spreadsheets import csv_lines
from portal.demo import scale as scales
from portal.demo.bench.measures import Row, queries_of
from portal.demo.scale import Scale
from search.likeness import ways

MOST_QUERIES = 19
MOST_MEGABYTES = 40
FLAT = 1.5  # times the memory of the beginning, at most, for the whole
FEW, BEGINNING = 100, 1_000


def register(scale: Scale) -> list[Row]:
    """Count the queries of a page of the register, with few contributions and with many."""
    with scales.beside(FEW, moment=timezone.now()) as small:
        few, many = (_queries(one) for one in (small, scale))
    return [
        Row(
            what=f"pagina del registro dei contributi, con {FEW} e con {scales.count(scale)}",
            measured=f"{few} e {many} interrogazioni",
            wanted=f"uguali, ≤ {MOST_QUERIES}",
            is_met=few == many <= MOST_QUERIES,
        )
    ]


def _queries(scale: Scale) -> int:
    client = Client()
    client.force_login(User.objects.filter(is_superuser=True).order_by("pk")[0])
    path = reverse("answers_admin:register", args=[scale.consultation.pk])
    client.get(path, headers={"host": "localhost"})
    return queries_of(lambda: client.get(path, headers={"host": "localhost"}))


def table(scale: Scale) -> list[Row]:
    """Follow the memory while the table of answers leaves: its first rows, and the whole."""
    beginning, _ = _memory_of(scale, most=BEGINNING)
    whole, rows = _memory_of(scale)
    return [
        Row(
            what=f"tabella delle risposte che parte riga per riga: memoria per le prime {BEGINNING} e per {rows - 1}",
            measured=f"{beginning:.0f} e {whole:.0f} MB",
            wanted=f"piatta (al più {FLAT} volte), < {MOST_MEGABYTES} MB",
            is_met=whole < MOST_MEGABYTES and whole <= FLAT * beginning,
        )
    ]


def _memory_of(scale: Scale, *, most: int | None = None) -> tuple[float, int]:
    """Return the most megabytes held while so many rows leave, and how many did."""
    tracemalloc.start()
    lines = csv_lines(answer_sheet.heading(), answer_sheet.rows(scale.consultation))
    rows = sum(1 for _ in islice(lines, most))
    megabytes = tracemalloc.get_traced_memory()[1] / 1024**2
    tracemalloc.stop()
    return megabytes, rows


def similar() -> list[Row]:
    """Judge each way of seeing likeness: on the labelled pairs, on all that they say together, on its held-out half."""
    pairs = likeness.labelled()
    everything = likeness.said(pairs)
    rows = []
    for way in ways():
        hard, whole = likeness.judge(way, pairs), likeness.judge_all(way, everything)
        held_out = likeness.judge_all(way, everything, half=1)
        told = {
            f"{len(pairs)} coppie, {hard.same} uguali": hard,
            f"due qualsiasi di {len(everything)} osservazioni": whole,
            "la metà su cui la soglia non è stata scelta": held_out,
        }
        rows += [
            Row(what=f"osservazioni simili, per {way.name}: {of}", measured=one.summary) for of, one in told.items()
        ]
    return rows
