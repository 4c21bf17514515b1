# SPDX-License-Identifier: AGPL-3.0-or-later
"""What answering costs with many contributions, and how often similar ones are proposed rightly."""

from __future__ import annotations

import tracemalloc

from django.test import Client
from django.urls import reverse

from documents.consultations import likeness
from documents.consultations.exports import answer_sheet
from portal.core.models import User
from portal.core.spreadsheets import csv_lines
from portal.demo.bench.measures import Row, queries_of
from portal.demo.scale import Scale
from search.likeness import ways

MOST_QUERIES = 19
MOST_MEGABYTES = 40


def register(scale: Scale) -> list[Row]:
    """Count the queries of a page of the register."""
    client = Client()
    client.force_login(User.objects.filter(is_superuser=True).order_by("pk")[0])
    path = reverse("answers_admin:register", args=[scale.consultation.pk])
    client.get(path, headers={"host": "localhost"})
    count = queries_of(lambda: client.get(path, headers={"host": "localhost"}))
    return [
        Row(
            what="pagina del registro dei contributi, testo grande",
            measured=f"{count} interrogazioni",
            wanted=f"≤ {MOST_QUERIES}",
            is_met=count <= MOST_QUERIES,
        )
    ]


def table(scale: Scale) -> list[Row]:
    """Follow the memory while the whole table of answers leaves."""
    tracemalloc.start()
    rows = sum(1 for _ in csv_lines(answer_sheet.heading(), answer_sheet.rows(scale.consultation)))
    megabytes = tracemalloc.get_traced_memory()[1] / 1024**2
    tracemalloc.stop()
    return [
        Row(
            what=f"tabella delle risposte, {rows - 1} righe: memoria in più",
            measured=f"{megabytes:.0f} MB",
            wanted=f"< {MOST_MEGABYTES} MB",
            is_met=megabytes < MOST_MEGABYTES,
        )
    ]


def similar() -> list[Row]:
    """Judge each way of seeing likeness on the labelled pairs."""
    pairs = likeness.labelled()
    judged = [likeness.judge(way, pairs) for way in ways()]
    return [
        Row(
            what=f"osservazioni simili, per {one.name}: {len(pairs)} coppie, {one.same} uguali",
            measured=f"proposte {one.proposed}, giuste {one.right}: "
            f"precisione {one.precision:.2f}, richiamo {one.recall:.2f}",
        )
        for one in judged
    ]
