# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seats of the Distretto: made, given to who holds them, ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from partners import signals
from partners.enums import MandateRole, SeatKind
from partners.models import Mandate, Partner, Seat
from partners.models.mandate import day_of
from partners.services.mandates import mandates_moved, revoke_mandate, save_mandate
from portal.core import audit, copies

if TYPE_CHECKING:
    from portal.core.models import User


@transaction.atomic
def note_seat(*, seat: Seat, is_new: bool, by: User | None) -> None:
    """Record that a seat was made or changed, and forget the copies of the pages that show it."""
    audit.record(actor=by, action="seat.made" if is_new else "seat.changed", target=seat, partner_id=seat.partner_id)
    copies.forget()
    transaction.on_commit(partial(signals.seat_changed.send, sender=Seat, seat_id=seat.pk))


@transaction.atomic
def seat_of(*, partner: Partner, by: User | None, moment: datetime) -> Seat:
    """Return the seat of an organisation, making it if there is none."""
    found = Seat.objects.select_for_update().filter(partner=partner, ended_on=None).first()
    if found is not None:
        return found
    made = Seat.objects.create(kind=SeatKind.SINGLE, partner=partner, since=day_of(moment))
    note_seat(seat=made, is_new=True, by=by)
    return made


@transaction.atomic
def sit(*, seat: Seat, mandate: Mandate, by: User | None) -> None:
    """Let a mandate that exists hold a seat of its own organisation."""
    Mandate.objects.filter(pk=mandate.pk, partner=seat.partner).update(seat=seat)
    mandate.refresh_from_db()
    audit.record(actor=by, action="seat.taken", target=seat, partner_id=mandate.partner_id, after={"by": mandate.pk})
    mandates_moved(mandate)


@transaction.atomic
def give_seat(
    *,
    seat: Seat,
    user: User,
    partner: Partner,
    role: MandateRole,
    starts_on: date,
    ends_on: date | None,
    by: User | None,
    **fields: object,
) -> Mandate:
    """Give a person the mandate that holds a seat; who held it in that role until then holds it no more."""
    before = Mandate.objects.filter(seat=seat, role=role, revoked_at=None, starts_on__lt=starts_on)
    for former in before.exclude(ends_on__lt=starts_on, prolonged_until=None):
        former.ends_on, former.prolonged_until = starts_on - timedelta(days=1), None
        save_mandate(mandate=former, by=by)
    mandate = Mandate(
        seat=seat, user=user, partner=partner, role=role, starts_on=starts_on, ends_on=ends_on, can_speak=True,
        can_vote=True, **fields,
    )  # fmt: skip
    return save_mandate(mandate=mandate, by=by)


@transaction.atomic
def end_seat(*, seat: Seat, on: date, by: User, moment: datetime) -> None:
    """End a seat: the mandates that hold it end with it, at once."""
    Seat.objects.filter(pk=seat.pk).update(ended_on=on)
    for mandate in Mandate.objects.filter(seat=seat, revoked_at=None):
        revoke_mandate(mandate=mandate, by=by, moment=moment)
    audit.record(actor=by, action="seat.ended", target=seat, partner_id=seat.partner_id)
    copies.forget()
    transaction.on_commit(partial(signals.seat_changed.send, sender=Seat, seat_id=seat.pk))
