# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking a person not to write for a time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.comments.models import Ban
from portal.core import audit
from portal.core.models import User


@transaction.atomic
def ban(*, user: User, reason: str, until: datetime | None, by: User, moment: datetime) -> Ban:
    """Suspend a person from writing; what was said stays. The person reads the reason when trying to write."""
    row = Ban.objects.create(user=user, reason=reason, until=until, decided_by=by, created_at=moment)
    audit.record(actor=by, action="person.banned", target=user, after={"ban": row.pk, "until": until}, reason=reason)
    return row


@transaction.atomic
def lift_ban(*, user: User, by: User, moment: datetime) -> int:
    """Let a person write again; return how many suspensions ended."""
    lifted = Ban.objects.active_at(moment).filter(user=user).update(lifted_at=moment)
    if lifted:
        audit.record(actor=by, action="person.ban_lifted", target=user)
    return lifted
