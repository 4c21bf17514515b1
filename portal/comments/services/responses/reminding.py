# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reminders to those who wrote together and have not sent: from how things stand, so that a missed hour loses none."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy, override

from partners.queries import speakers
from portal.comments import scopes
from portal.comments.models import PartnerResponse, ResponseDraft
from portal.notifications.services import notify

STORED_LANGUAGE = "it"
DAYS_BEFORE = (2, 7)


def remind(moment: datetime) -> int:
    """Tell the people of each partner with something written and not sent, 7 and 2 days before the close.

    Who reads only the subject of the mail (staff see subjects in «Posta in uscita») learns nothing of the partner.
    After days without a worker the nearest reminder is sent, once; after the close none.
    """
    written = Exists(ResponseDraft.objects.filter(response_id=OuterRef("pk")))
    waiting = list(PartnerResponse.objects.unsent().filter(written))
    known = scopes.told({one.scope for one in waiting}, moment=moment)
    told = 0
    for response in waiting:
        scope = known.get(response.scope)
        if scope is None or not scope.is_open:
            continue
        left = scope.closes_at - moment
        days = next((days for days in DAYS_BEFORE if left <= timedelta(days=days)), None)
        if days is not None:
            told += _remind(response, days=days, closes_at=scope.closes_at, moment=moment)
    return told


def _remind(response: PartnerResponse, *, days: int, closes_at: datetime, moment: datetime) -> int:
    with override(STORED_LANGUAGE):
        url = response.workspace_url
    return notify(
        recipients=[mandate.user for mandate in speakers(response.partner_id, moment=moment)],
        event="response.reminder",
        subject=gettext_lazy("Una consultazione sta per chiudersi"),
        url=url,
        context={"response": response.pk, "days": days},
        key=f"{response.pk}:{days}:{closes_at:%Y%m%d%H%M}",
        audience=[f"partner:{response.partner_id}"],
    )
