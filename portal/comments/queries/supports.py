# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who agrees with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from portal.comments.models import Support

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User


def supports_of(pks: list[int], viewer: User | AnonymousUser) -> dict[int, tuple[int, bool]]:
    """Return for each observation how many agree, and whether this visitor does: one query."""
    if not pks:
        return {}
    mine = Count("pk", filter=Q(user_id=viewer.pk if viewer.is_authenticated else None))
    rows = Support.objects.filter(observation_id__in=pks).values_list("observation_id")
    return {pk: (total, bool(own)) for pk, total, own in rows.annotate(total=Count("pk"), own=mine)}
