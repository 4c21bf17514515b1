# SPDX-License-Identifier: AGPL-3.0-or-later
"""Related rows that are seldom there: asked for only when the rows at hand say that there are some."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects


def prefetch_if_any(rows: Sequence[Model], lookup: str, queryset: QuerySet[Any], *, flag: str) -> None:
    """Prefetch related rows, without a query when the annotation `flag` is false on every row."""
    wanted = queryset if any(getattr(row, flag) for row in rows) else queryset.none()
    prefetch_related_objects(rows, Prefetch(lookup, queryset=wanted))
