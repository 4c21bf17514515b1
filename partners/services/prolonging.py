# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letting a mandate hold a little longer while its renewal is under way."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models import Mandate, MandateProlongation
from partners.services.mandates import mandates_moved, tell_of
from portal.core import audit
from portal.core.models import User


class CannotProlong(Exception):  # noqa: N818 -- a refusal, not a fault
    """It was revoked, has no end, or already holds until then."""


@transaction.atomic
def prolong(*, mandate: Mandate, until: date, reason: str, by: User, moment: datetime) -> MandateProlongation:
    """Let a mandate hold until a later day, for a reason; that it is prolonged is public.

    :raises CannotProlong: as above.
    """
    shorter = Q(prolonged_until=None) | Q(prolonged_until__lt=until)
    changed = Mandate.objects.filter(shorter, pk=mandate.pk, revoked_at=None, ends_on__lt=until)
    if not changed.update(prolonged_until=until):
        raise CannotProlong(_("Il mandato è revocato, non ha una fine, oppure vale già fino a quel giorno."))
    mandate.refresh_from_db()
    row = MandateProlongation.objects.create(
        mandate=mandate, until=until, reason=reason, decided_by=by, decided_at=moment
    )
    audit.record(
        actor=by, action="mandate.prolonged", target=mandate, partner_id=mandate.partner_id,
        before={"ends_on": mandate.ends_on}, after={"until": until}, reason=reason,
    )  # fmt: skip
    tell_of(mandate, event="mandate.prolonged", subject=_("Un tuo mandato è prolungato"))
    mandates_moved(mandate)
    return row
