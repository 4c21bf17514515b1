# SPDX-License-Identifier: AGPL-3.0-or-later
"""The votes of a round whose time is over are counted by the house, without anybody pressing a button."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from partners.enums import DesignationKind, DesignationState
from partners.models import Designation
from partners.permissions import DECIDERS
from partners.services.designations import NotNow, count
from portal.core.models import User
from portal.notifications.services import notify


def count_finished(moment: datetime) -> int:
    """Count every round that is over and tell the office; return how many. What somebody counted first is left so."""
    over = Designation.objects.filter(
        kind=DesignationKind.ROUND, state=DesignationState.RUNNING, voting_closes_at__lte=moment
    )
    return sum(_count_one(designation, moment) for designation in over.order_by("voting_closes_at", "pk"))


@transaction.atomic
def _count_one(designation: Designation, moment: datetime) -> bool:
    try:
        count(designation=designation, by=None, moment=moment)
    except NotNow:
        return False
    with override(settings.LANGUAGE_CODE):
        url = reverse("designations_admin:detail", args=[designation.pk])
    people = User.objects.filter(is_active=True, is_staff=True, groups__name__in=DECIDERS).distinct()
    notify(
        recipients=people,
        event="designation.counted",
        subject=_("I voti per un seggio sono contati: guarda e concludi"),
        url=url,
        context={"designation": designation.pk},
    )
    return True
