# SPDX-License-Identifier: AGPL-3.0-or-later
"""Giving, correcting and ending mandates."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from partners import signals
from partners.models import Mandate, Partner
from partners.services.changes import changes_of
from portal.core import audit, copies
from portal.notifications.services import notify

if TYPE_CHECKING:
    from portal.core.models import User

MANDATE_FACTS: Final = (
    "user_id", "partner_id", "role", "can_speak", "can_vote", "can_sign", "scope", "starts_on", "ends_on",
    "act_number", "act_date", "act_body", "act_file_id", "seat_id",
)  # fmt: skip


class AlreadyRevoked(Exception):  # noqa: N818 -- a fact, not a fault
    """The mandate was revoked before."""


class NoMandate(Exception):  # noqa: N818 -- a fact, not a fault
    """The person does not act for this partner now."""


@transaction.atomic
def save_mandate(*, mandate: Mandate, by: User | None) -> Mandate:
    """Give a person a mandate, or correct it; the person is told when it begins to exist."""
    before = Mandate.objects.select_for_update().filter(pk=mandate.pk).values(*MANDATE_FACTS).first()
    mandate.save()
    action = "mandate.changed" if before else "mandate.given"
    changes = changes_of(before, mandate)
    audit.record(actor=by, action=action, target=mandate, partner_id=mandate.partner_id, **changes)
    if before is None:
        tell_of(mandate, event="mandate.given", subject=_("Puoi agire per un'organizzazione del Distretto"))
    mandates_moved(mandate)
    return mandate


@transaction.atomic
def revoke_mandate(*, mandate: Mandate, by: User, moment: datetime, reason: str = "") -> None:
    """End a mandate at once: from the next request the person holds none of its powers.

    :raises AlreadyRevoked: somebody did it first.
    """
    changed = Mandate.objects.filter(pk=mandate.pk, revoked_at__isnull=True).update(revoked_at=moment)
    if not changed:
        raise AlreadyRevoked
    audit.record(actor=by, action="mandate.revoked", target=mandate, partner_id=mandate.partner_id, reason=reason)
    tell_of(mandate, event="mandate.revoked", subject=_("Un tuo mandato è stato revocato"))
    mandates_moved(mandate)


@transaction.atomic
def choose_public_name(*, partner: Partner, by: User, is_public: bool, moment: datetime) -> None:
    """Show or hide one's own name among those who act for a partner; nobody else can choose it.

    :raises NoMandate: the person does not act for this partner now.
    """
    held = Mandate.objects.active_at(moment).filter(partner=partner, user=by)
    chosen = list(held.values_list("pk", flat=True))
    if not chosen:
        raise NoMandate
    Mandate.objects.filter(pk__in=chosen).update(is_name_public=is_public)
    action = "mandate.name_shown" if is_public else "mandate.name_hidden"
    audit.record(actor=by, action=action, target=partner, partner_id=partner.pk)
    copies.forget()


@transaction.atomic
def end_mandates_of(*, user: User, moment: datetime) -> int:
    """End the mandates of a person who leaves the portal and hide the name; return how many were in force."""
    held = Mandate.objects.filter(user=user)
    held.filter(is_name_public=True).update(is_name_public=False)
    open_ones = list(held.filter(revoked_at__isnull=True).order_by("pk"))
    held.filter(revoked_at__isnull=True).update(revoked_at=moment)
    for mandate in open_ones:
        audit.record(actor=user, action="mandate.ended", target=mandate, partner_id=mandate.partner_id)
        mandates_moved(mandate)
    return len(open_ones)


def mandates_moved(mandate: Mandate) -> None:
    """Refresh what shows who may act for whom, and tell the apps above after the commit."""
    copies.forget()
    told = partial(
        signals.mandates_changed.send, sender=Mandate, partner_id=mandate.partner_id, user_id=mandate.user_id
    )
    transaction.on_commit(told)


def tell_of(mandate: Mandate, *, event: str, subject: Any) -> None:
    """Tell a person what happened to their mandate, once."""
    with override(settings.LANGUAGE_CODE):
        url = mandate.partner.url
    notify(recipients=[mandate.user], event=event, subject=subject, url=url, context=_context_of(mandate))


def _context_of(mandate: Mandate) -> dict[str, Any]:
    """Return what makes the fact one: prolonging twice is two facts."""
    until = mandate.prolonged_until
    return {"mandate": mandate.pk, "until": until.isoformat()} if until else {"mandate": mandate.pk}
