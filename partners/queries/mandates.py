# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the register, always for someone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model

from partners.enums import MandateRole, Power
from partners.models.mandate import WHOLE_DISTRICT, Mandate, MandateQuerySet, day_of
from partners.models.partner import Partner
from partners.models.seat import Seat

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User


def active_mandates(user: User | AnonymousUser, *, moment: datetime) -> MandateQuerySet:
    """Return the mandates by which a person acts for one partner at this moment, whatever power they give.

    Who holds a collective seat acts for many together, and through it for none of them: see `collective_mandates`.
    """
    if not user.is_authenticated or not user.is_active:
        return Mandate.objects.none()
    return Mandate.objects.active_at(moment).for_a_partner().filter(user_id=user.pk).select_related("partner")


def mandates_of(
    user: User | AnonymousUser, *, moment: datetime, scope: str = WHOLE_DISTRICT, power: Power = Power.SPEAK
) -> list[Mandate]:
    """Return the mandates by which a person may speak (or vote, or sign) in a scope, with their partner.

    A mandate for one tavolo says nothing outside it; one for the whole Distretto holds everywhere.
    """
    return list(active_mandates(user, moment=moment).with_power(power).covering(scope))


def can_speak_for(
    user: User | AnonymousUser, partner: Partner | int, *, moment: datetime, scope: str = WHOLE_DISTRICT
) -> bool:
    """Return whether a person may speak for a partner now, in this scope."""
    return can_act_for(user, partner, moment=moment, scope=scope, power=Power.SPEAK)


def can_act_for(
    user: User | AnonymousUser, partner: Partner | int, *, moment: datetime, scope: str, power: Power
) -> bool:
    """Return whether a person holds this power for a partner now, in this scope."""
    partner_id = partner.pk if isinstance(partner, Partner) else partner
    held = active_mandates(user, moment=moment).with_power(power).covering(scope)
    return held.filter(partner_id=partner_id).exists()


def audience_tokens(user: User, *, moment: datetime) -> set[str]:
    """Return `partner:<id>` for every partner that a person acts for now."""
    held = active_mandates(user, moment=moment).order_by().values_list("partner_id", flat=True)
    return {f"partner:{partner_id}" for partner_id in held}


def mandates_with(user: User | AnonymousUser, partner: Partner, *, moment: datetime) -> list[Mandate]:
    """Return the mandates that a person holds now for one partner, whatever they allow."""
    if not user.is_authenticated:
        return []
    held = Mandate.objects.active_at(moment).filter(user_id=user.pk, partner=partner)
    return list(held.select_related("partner", "user", "seat").order_by("starts_on", "pk"))


def own_mandates(user: User, *, moment: datetime) -> list[Mandate]:
    """Return every mandate of a person that holds now or will, with its partner, for «la mia area»."""
    kept = Mandate.objects.filter(user=user, revoked_at__isnull=True).select_related("partner", "seat")
    return [mandate for mandate in kept if mandate.last_day is None or mandate.last_day >= day_of(moment)]


def collective_mandates(
    user: User | AnonymousUser, *, moment: datetime, scope: str = WHOLE_DISTRICT, power: Power = Power.SPEAK
) -> list[Mandate]:
    """Return one mandate for each collective seat for which a person may speak (vote, sign) in a scope now.

    Who holds a seat both as delegate and as substitute acts as delegate.
    """
    if not user.is_authenticated or not user.is_active:
        return []
    held = Mandate.objects.active_at(moment).for_many().with_power(power).covering(scope).filter(user_id=user.pk)
    there = held.filter(seat__in=Seat.objects.there_on(day_of(moment)).order_by().values("pk"))
    found: dict[int, Mandate] = {}
    rows = list(there.select_related("seat", "partner").order_by("seat__position", "seat__name", "pk"))
    for mandate in sorted(rows, key=lambda row: row.role == MandateRole.SUBSTITUTE):
        found.setdefault(mandate.seat_id or 0, mandate)
    return list(found.values())


def seats_with_a_voice() -> list[tuple[Seat, str]]:
    """Return each collective seat with each role in which somebody speaks or spoke for it: letters come from it."""
    held = Mandate.objects.for_many().with_power(Power.SPEAK).covering(WHOLE_DISTRICT).select_related("seat")
    rows = held.order_by("seat__position", "seat__name", "seat__pk", "role")
    found = {(mandate.seat, mandate.role): None for mandate in rows if mandate.seat is not None}
    return list(found)


def roles_in_seat(seat_id: int, *, moment: datetime) -> list[str]:
    """Return the roles in which people held a collective seat, and could speak for it, at a moment."""
    held = Mandate.objects.held_at(moment).for_many().with_power(Power.SPEAK).covering(WHOLE_DISTRICT)
    there = held.filter(seat__in=Seat.objects.there_on(day_of(moment)).order_by().values("pk"), seat=seat_id)
    return sorted(set(there.order_by().values_list("role", flat=True)))


def person_with_address(email: str) -> User | None:
    """Return the active account with this address, whatever the case it was typed in."""
    return get_user_model().objects.filter(email__iexact=email.strip(), is_active=True).first()


def mandates_told(user: User) -> list[dict[str, Any]]:
    """Return every mandate that a person holds or held, in plain words, for who asks for the own data."""
    return [
        {
            "partner": mandate.partner.name,
            "ruolo": mandate.get_role_display(),
            "poteri": [str(power.label) for power in mandate.powers],
            "dove": mandate.scope,
            "dal": mandate.starts_on,
            "al": mandate.ends_on,
            "revocato_il": mandate.revoked_at,
            "nome_visibile": mandate.is_name_public,
        }
        for mandate in Mandate.objects.filter(user=user).select_related("partner").order_by("pk")
    ]
