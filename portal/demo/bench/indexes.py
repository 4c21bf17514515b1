# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages about a whole consultation cost with few observations and with many: the same queries."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.models import User
from portal.demo import scale
from portal.demo.bench.measures import Row, queries_of
from portal.demo.scale import Scale

FEW = 100


def of_a_consultation(large: Scale) -> list[Row]:
    """Count the queries of a consultation's index, of the list of all its observations, and of its text."""
    client = Client()
    client.force_login(User.objects.filter(email__endswith="@misura.example").order_by("pk")[0])
    with scale.beside(FEW, moment=timezone.now()) as small:
        return [
            _row(name, [_queries(client, reverse(view, args=[one.text.slug])) for one in (small, large)], large)
            for name, view in (
                ("indice della consultazione", "consultations:consultation"),
                ("elenco delle sue osservazioni", "consultations:observations"),
                ("indice del testo", "consultations:text"),
            )
        ]


def _row(name: str, counts: list[int], large: Scale) -> Row:
    few, many = counts
    return Row(
        what=f"{name}, con {FEW} e con {scale.count(large)} osservazioni",
        measured=f"{few} e {many} interrogazioni",
        wanted="uguali",
        is_met=few == many,
    )


def _queries(client: Client, path: str) -> int:
    """Return how many queries a page costs who signed in, the second time."""
    client.get(path, headers={"host": "localhost"})
    return queries_of(lambda: client.get(path, headers={"host": "localhost"}))
