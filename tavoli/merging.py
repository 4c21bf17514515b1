# SPDX-License-Identifier: AGPL-3.0-or-later
"""The seats at tavoli of two records that become one partner."""

from __future__ import annotations

from django.db import transaction

from partners import merging
from partners.models import Partner
from portal.core import audit, copies
from search import feed
from tavoli.models import TavoloSeat
from tavoli.search_kinds import TAVOLO


@merging.register("tavoli.tavoloseat")
@transaction.atomic
def move_seats(kept: Partner, gone: Partner) -> merging.Moved:
    """Give the seats of one record to the other. Where both sit one seat stays; what the other was is in the register.

    A seat kept for organisations of users is not lost with who sat there: it waits for another.
    """
    taken = set(TavoloSeat.objects.filter(partner=kept).values_list("tavolo_id", flat=True))
    seats = list(TavoloSeat.objects.select_for_update(of=("self",)).filter(partner=gone).select_related("tavolo"))
    for seat in seats:
        if seat.tavolo_id not in taken:
            seat.partner = kept
            seat.save(update_fields=["partner"])
        elif seat.is_for_users:
            seat.partner = None
            seat.save(update_fields=["partner"])
        else:
            TavoloSeat.objects.filter(pk=seat.pk).delete()
        audit.record(
            actor=None, action="tavolo.seat_merged", target=seat.tavolo, partner_id=kept.pk,
            before={"partner": gone.pk, "for_users": seat.is_for_users},
            after={"partner": kept.pk, "was_there": seat.tavolo_id in taken},
        )  # fmt: skip
    feed.refresh(TAVOLO, [seat.tavolo_id for seat in seats])
    copies.forget()
    return len(seats), 0
