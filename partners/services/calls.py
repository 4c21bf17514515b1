# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls to join: prepared, published, given more time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from partners.models import Call, CallExtension
from portal.core import audit, copies

if TYPE_CHECKING:
    from portal.core.models import User


class ClosingMoved(Exception):  # noqa: N818 -- a fact, not a fault
    """Somebody changed the closing a moment before."""


@transaction.atomic
def note_call(*, call: Call, is_new: bool, by: User | None) -> None:
    """Record that a call was written or changed, and forget the copies of its page."""
    audit.record(actor=by, action="call.prepared" if is_new else "call.changed", target=call)
    copies.forget()


@transaction.atomic
def move_closing(*, call: Call, closes_at: datetime | None, reason: str, by: User, moment: datetime) -> CallExtension:
    """Give a call another closing (or none), with its public reason.

    :raises ClosingMoved: it no longer closes when the officer saw it close.
    """
    former = call.closes_at
    if not Call.objects.filter(pk=call.pk, closes_at=former).update(closes_at=closes_at):
        raise ClosingMoved
    call.closes_at = closes_at
    row = CallExtension.objects.create(
        call=call, closed_at=former, closes_at=closes_at, reason=reason, decided_by=by, decided_at=moment
    )
    audit.record(
        actor=by, action="call.moved", target=call, before={"closes_at": former}, after={"closes_at": closes_at},
        reason=reason,
    )  # fmt: skip
    copies.forget()
    return row
