# SPDX-License-Identifier: AGPL-3.0-or-later
"""The people who speak for an organisation now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count

from partners.enums import MandateRole, Power
from partners.models.mandate import WHOLE_DISTRICT, Mandate


def speakers(partner_id: int, *, moment: datetime, scope: str = WHOLE_DISTRICT) -> list[Mandate]:
    """Return one mandate for each person who may speak for a partner now, the legal representative first."""
    held = (
        Mandate.objects.active_at(moment)
        .for_a_partner()
        .with_power(Power.SPEAK)
        .covering(scope)
        .filter(partner_id=partner_id)
    )
    found: dict[int, Mandate] = {}
    rows = list(held.select_related("user", "partner").order_by("starts_on", "pk"))
    for mandate in sorted(rows, key=lambda row: row.role != MandateRole.LEGAL_REPRESENTATIVE):
        found.setdefault(mandate.user_id, mandate)
    return list(found.values())


def with_colleagues(partner_ids: Iterable[int], *, moment: datetime) -> set[int]:
    """Return those of these partners for which more than one person may speak now."""
    held = Mandate.objects.active_at(moment).for_a_partner().with_power(Power.SPEAK).covering(WHOLE_DISTRICT)
    counted = held.filter(partner_id__in=list(partner_ids)).order_by().values("partner_id")
    rows = counted.annotate(people=Count("user", distinct=True)).filter(people__gt=1)
    return set(rows.values_list("partner_id", flat=True))
