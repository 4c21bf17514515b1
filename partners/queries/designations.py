# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading seats, who holds them, and how they are chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from partners.enums import DesignationState, Power
from partners.models import Candidate, Designation, Mandate, Partner, RollEntry, Seat
from partners.models.mandate import WHOLE_DISTRICT, day_of
from partners.models.partner import PARTNER_TOKEN
from portal.core import audiences
from portal.core.exceptions import NotReadable

if TYPE_CHECKING:
    from portal.core.models import PrivateUpload, User


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds a seat, as everybody may read it."""

    name: str
    role: str
    since: object
    prolonged_until: object


@dataclass(frozen=True, kw_only=True)
class SeatShown:
    """A seat of the Distretto as the public page tells it; `chosen_by` holds who may be named to this reader."""

    seat: Seat
    partner: Partner | None
    holders: list[Holder]
    is_empty: bool
    chosen_by: list[Partner]


def seats_shown(audience: frozenset[str], *, moment: datetime) -> list[SeatShown]:
    """Return the seats with who holds them now; names only of those who said so, and of readable partners."""
    active = Mandate.objects.active_at(moment).select_related("user").order_by("role", "starts_on", "pk")
    seats = Seat.objects.there_on(day_of(moment)).select_related("partner")
    readable = Q(partner=None) | Q(partner__in=Partner.objects.for_audience(audience).belonging())
    choosing = Partner.objects.for_audience(audience).belonging().order_by("name", "pk")
    found = seats.filter(readable).prefetch_related(Prefetch("mandates", queryset=active, to_attr="holders"))
    found = found.prefetch_related(Prefetch("constituents", queryset=choosing, to_attr="chosen_by"))
    return [_shown(seat, moment) for seat in found.order_by("position", "name", "partner__name", "pk")]


def _shown(seat: Seat, moment: datetime) -> SeatShown:
    held: list[Mandate] = seat.__dict__.get("holders", [])  # fetched together with the seats
    holders = [
        Holder(
            name=mandate.user.get_full_name() if mandate.is_name_public else "",
            role=mandate.get_role_display(),
            since=mandate.starts_on,
            prolonged_until=mandate.prolonged_until if mandate.is_prolonged_at(moment) else None,
        )
        for mandate in held
    ]
    chosen_by: list[Partner] = seat.__dict__.get("chosen_by", [])
    return SeatShown(seat=seat, partner=seat.partner, holders=holders, is_empty=not holders, chosen_by=chosen_by)


def readable_designation(pk: int, *, audience: frozenset[str]) -> Designation:
    """Return a designation to staff and to the people of the organisations that choose.

    :raises NotReadable: it is of others, or does not exist.
    """
    found = Designation.objects.select_related("seat", "minutes").filter(pk=pk).first()
    if found is None or not _may_read(found, audience):
        raise NotReadable
    return found


def _may_read(designation: Designation, audience: frozenset[str]) -> bool:
    if audiences.STAFF in audience:
        return True
    own = [token.removeprefix(PARTNER_TOKEN) for token in audience if token.startswith(PARTNER_TOKEN)]
    return designation.roll.filter(partner_id__in=own).exists()


def minutes_file(designation: Designation) -> PrivateUpload:
    """Return the minutes of a concluded designation.

    :raises NotReadable: there are none yet.
    """
    if designation.minutes is None or designation.state != DesignationState.CLOSED:
        raise NotReadable
    return designation.minutes


def standing_candidates(designation: Designation) -> list[Candidate]:
    """Return who stands, in the order of names; with the result, in the order of votes."""
    found = designation.candidates.filter(withdrawn_at=None).select_related("user", "partner")
    if designation.counted_at is not None:
        return list(found.order_by("-votes", "lot", "pk"))
    return sorted(found, key=lambda one: (one.name.casefold(), one.pk))


def own_voices(designation: Designation, user: User, *, moment: datetime, power: Power) -> list[RollEntry]:
    """Return the names on the roll for which a person holds a power now."""
    held = Mandate.objects.active_at(moment).for_a_partner().filter(user_id=user.pk).with_power(power)
    entries = designation.roll.filter(partner__in=held.covering(WHOLE_DISTRICT).values("partner"))
    return list(entries.select_related("partner"))


def own_voters(designation: Designation, *, moment: datetime) -> list[User]:
    """Return the people who may speak or vote for the organisations on the roll."""
    partners = designation.roll.values("partner")
    held = Mandate.objects.active_at(moment).for_a_partner().filter(partner__in=partners)
    return list({mandate.user_id: mandate.user for mandate in held.select_related("user")}.values())


def running_for(user: User, *, moment: datetime) -> list[Designation]:
    """Return the rounds under way in which a person's organisations choose."""
    held = Mandate.objects.active_at(moment).for_a_partner().filter(user=user).values("partner")
    found = Designation.objects.filter(state=DesignationState.RUNNING, roll__partner__in=held)
    return list(found.select_related("seat").distinct())


def straddling_ties(designation: Designation) -> list[list[Candidate]]:
    """Return the groups of equal votes that a boundary divides: between elected and not, titolare and substitute."""
    standing = list(designation.candidates.filter(withdrawn_at=None, votes__gt=0).order_by("-votes", "lot", "pk"))
    edges = [designation.principals, designation.principals + designation.substitutes]
    groups: dict[tuple[int, int], list[Candidate]] = {}
    for edge in edges:
        if not 0 < edge < len(standing):
            continue
        above, below = standing[edge - 1], standing[edge]
        if above.votes == below.votes and above.lot == below.lot:
            key = (above.votes or 0, above.lot)
            groups[key] = [one for one in standing if (one.votes or 0, one.lot) == key]
    return list(groups.values())


def designations_for_staff() -> list[Designation]:
    """Return every designation, newest first."""
    return list(Designation.objects.select_related("seat").order_by("-opened_at", "-pk"))


def to_count(*, moment: datetime) -> list[Designation]:
    """Return the rounds whose vote is over and not counted."""
    return list(Designation.objects.filter(state=DesignationState.RUNNING, voting_closes_at__lte=moment))


def staff_owed_count(*, moment: datetime) -> int:
    """Return how many designations wait for the office: a tie, a result to conclude, a vote to count."""
    waiting = [DesignationState.COUNTED, DesignationState.TIED]
    over = Q(state=DesignationState.RUNNING, voting_closes_at__lte=moment)
    return Designation.objects.filter(Q(state__in=waiting) | over).count()


def seat_for_staff(pk: int) -> Seat:
    """Return a seat.

    :raises NotReadable: it does not exist.
    """
    found = Seat.objects.select_related("partner").filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def collective_seats() -> list[Seat]:
    """Return the collective seats that are there."""
    return list(Seat.objects.filter(partner=None, ended_on=None))


def mandate_for_staff(pk: int) -> Mandate:
    """Return a mandate.

    :raises NotReadable: it does not exist.
    """
    found = Mandate.objects.select_related("user", "partner", "seat").filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def expiring_mandates(*, moment: datetime, days: int) -> Iterable[Mandate]:
    """Return the mandates that end within some days, soonest first, with person and partner."""
    today = day_of(moment)
    held = Mandate.objects.active_at(moment).exclude(ends_on=None).select_related("user", "partner", "seat")
    found = [one for one in held if one.last_day is not None and (one.last_day - today).days <= days]
    return sorted(found, key=lambda one: (one.last_day, one.pk))
