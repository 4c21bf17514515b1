# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who agrees with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.comments.models import Observation, Support

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User


def with_supports(rows: QuerySet[Observation], viewer: User | AnonymousUser) -> QuerySet[Observation]:
    """Read observations so that `supports_of` asks nothing: how many agree, and whether this visitor does."""
    own = Support.objects.filter(observation=OuterRef("pk"))
    per_row: QuerySet[Support, Any] = own.order_by().values("observation").annotate(total=Count("pk")).values("total")
    mine = own.filter(user_id=viewer.pk) if viewer.is_authenticated else own.none()
    told: QuerySet[Observation] = rows.annotate(
        supports_in_all=Coalesce(Subquery(per_row), 0), is_supported=Exists(mine)
    )
    return told


def supports_of(row: Observation) -> tuple[int, bool]:
    """Return how many agree with a row read `with_supports`, and whether the visitor does."""
    return getattr(row, "supports_in_all"), getattr(row, "is_supported")  # noqa: B009 -- annotations
