# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the people of an organisation, invitations, experts and the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from partners.enums import MandateRole
from partners.models import Expert, Invitation, Mandate, Partner, StaffFunction, StaffPosition
from partners.models.mandate import WHOLE_DISTRICT, day_of
from partners.models.partner import PARTNER_TOKEN
from partners.queries.mandates import active_mandates
from portal.core.exceptions import NotReadable

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User


def managing_mandate(user: User | AnonymousUser, partner: Partner, *, moment: datetime) -> Mandate | None:
    """Return the mandate by which a person manages the people of an organisation: who represents it by law."""
    if not user.is_authenticated or not user.is_active:
        return None
    held = Mandate.objects.active_at(moment).for_a_partner().filter(user_id=user.pk, partner=partner)
    return held.filter(role=MandateRole.LEGAL_REPRESENTATIVE).order_by("-ends_on", "pk").first()


def managed_partner(slug: str, *, user: User, moment: datetime) -> tuple[Partner, Mandate]:
    """Return an organisation to who manages its people, with the mandate that lets them.

    :raises NotReadable: it does not exist, or the person does not manage it.
    """
    partner = Partner.objects.filter(slug=slug).first()
    own = managing_mandate(user, partner, moment=moment) if partner else None
    if partner is None or own is None:
        raise NotReadable
    return partner, own


def people_of(partner: Partner, *, moment: datetime) -> list[Mandate]:
    """Return who acts for an organisation now or soon."""
    held = Mandate.objects.filter(partner=partner, revoked_at=None, user__is_active=True).select_related("user", "seat")
    today = day_of(moment)
    return [one for one in held.order_by("role", "starts_on", "pk") if one.last_day is None or one.last_day >= today]


def open_invitations(partner: Partner, *, moment: datetime) -> list[Invitation]:
    """Return the invitations of an organisation that wait."""
    return list(Invitation.objects.open_at(moment).filter(partner=partner).order_by("created_at", "pk"))


def mandate_of_partner(partner: Partner, pk: int) -> Mandate:
    """Return a mandate of an organisation.

    :raises NotReadable: it is of another.
    """
    found = Mandate.objects.filter(partner=partner, pk=pk, revoked_at=None).select_related("user", "partner").first()
    if found is None:
        raise NotReadable
    return found


def invitation_of_partner(partner: Partner, pk: int) -> Invitation:
    """Return an invitation of an organisation.

    :raises NotReadable: it is of another.
    """
    found = Invitation.objects.filter(partner=partner, pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def invitation_with(fingerprint: str, *, moment: datetime) -> Invitation | None:
    """Return the invitation that may be accepted now with this token's fingerprint."""
    found = Invitation.objects.open_at(moment).filter(fingerprint=fingerprint)
    return found.select_related("partner", "seat", "invited_by").first()


def invitations_for_staff() -> QuerySet[Invitation]:
    """Return every invitation, newest first."""
    return Invitation.objects.select_related("partner", "seat", "invited_by")


def invitation_for_staff(pk: int) -> Invitation:
    """Return an invitation.

    :raises NotReadable: it does not exist.
    """
    found = Invitation.objects.filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def experts_shown(*, moment: datetime) -> list[Expert]:
    """Return the experts who help now, with their names only if they said so."""
    return list(Expert.objects.active_at(moment).select_related("user"))


def reader_tokens(user: User, *, moment: datetime) -> set[str]:
    """Return, with one question, the tokens of the partners that a person acts for and of the tavoli where one helps
    as an expert, now.
    """
    partner = Concat(Value("partner:"), Cast("partner_id", CharField()), output_field=CharField())
    acts = active_mandates(user, moment=moment).order_by().values_list(partner)
    helps = Expert.objects.active_at(moment).filter(user=user).exclude(scope=WHOLE_DISTRICT)
    return {token for (token,) in acts.union(helps.order_by().values_list("scope"))}


def experts_for_staff() -> list[Expert]:
    """Return every expert, newest first."""
    return list(Expert.objects.select_related("user"))


def expert_for_staff(pk: int) -> Expert:
    """Return an expert.

    :raises NotReadable: there is none.
    """
    found = Expert.objects.filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """A function of the office: who holds it, and whether they are enough."""

    function: StaffFunction
    held: list[StaffPosition]

    @property
    def missing(self) -> int:
        """How many people are missing."""
        return max(self.function.minimum - len(self.held), 0)

    @property
    def is_met(self) -> bool:
        """Whether the least number is reached."""
        return not self.missing


def composition(*, moment: datetime) -> list[Staffing]:
    """Return every function of the office with who holds it today (Regolamento, art. 7)."""
    held: dict[int, list[StaffPosition]] = {}
    for position in StaffPosition.objects.held_on(day_of(moment)).select_related("function"):
        held.setdefault(position.function_id, []).append(position)
    return [Staffing(function=one, held=held.get(one.pk, [])) for one in StaffFunction.objects.all()]


def health_referents(*, moment: datetime) -> QuerySet[User]:
    """Return the people who hold a mandate of health referent now."""
    held = Mandate.objects.active_at(moment).filter(role=MandateRole.HEALTH_REFERENT)
    return get_user_model().objects.filter(pk__in=held.values("user"))


def lapsed_health_referents(*, moment: datetime) -> QuerySet[User]:
    """Return the people whose every mandate of health referent is over; who never had one keeps what was given."""
    ever = Mandate.objects.filter(role=MandateRole.HEALTH_REFERENT)
    people = get_user_model().objects.filter(pk__in=ever.values("user"))
    return people.exclude(pk__in=health_referents(moment=moment).values("pk"))


def may_be_health_referent(user: User, *, moment: datetime) -> bool:
    """Return whether the role of health referent holds for a person now: it ends with the mandate that gave it."""
    return not lapsed_health_referents(moment=moment).filter(pk=user.pk).exists()


def invitations_told(user: User) -> list[dict[str, Any]]:
    """Return the invitations a person accepted, for who asks for the own data."""
    found = Invitation.objects.filter(accepted_by=user).select_related("partner")
    return [{"per": one.partner.name if one.partner else one.subject, "accettato_il": one.accepted_at} for one in found]


def partners_as_readers() -> list[tuple[str, str]]:
    """Return the partners as readers that the office may look as: audience token and name."""
    found = Partner.objects.admitted().order_by("name", "pk").values_list("pk", "name")
    return [(f"{PARTNER_TOKEN}{pk}", name) for pk, name in found]
