# SPDX-License-Identifier: AGPL-3.0-or-later
"""Experts, positions of the office, and the role of the health referent that lives as long as its mandate."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from partners.models import Candidate, Expert, Invitation, StaffFunction, StaffPosition
from partners.queries.people import health_referents, lapsed_health_referents
from portal.core import audit, copies, roles
from portal.core.services import TOMBSTONE_DOMAIN

if TYPE_CHECKING:
    from portal.core.models import User


@transaction.atomic
def end_expert(*, expert: Expert, by: User, moment: datetime) -> bool:
    """End the time of an expert at once; return whether it was running."""
    is_done = bool(Expert.objects.filter(pk=expert.pk, ended_at=None).update(ended_at=moment))
    if is_done:
        audit.record(actor=by, action="expert.ended", target=expert)
        copies.forget()
    return is_done


@transaction.atomic
def leave_places(*, user: User, moment: datetime) -> None:
    """Take a person who leaves the portal out of what still names them: experts, candidacies, invitations."""
    Expert.objects.filter(user=user, ended_at=None).update(ended_at=moment, is_name_public=False)
    Candidate.objects.filter(user=user).update(presentation="", is_name_public=False)
    Candidate.objects.filter(user=user, votes=None, withdrawn_at=None).update(withdrawn_at=moment)
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    gone = f"vuoto-{user.pk}@{TOMBSTONE_DOMAIN}"
    Invitation.objects.filter(email__in=addresses, accepted_at=None, revoked_at=None).update(revoked_at=moment)
    Invitation.objects.filter(email__in=addresses).update(email=gone)


@transaction.atomic
def note_position(*, row: StaffPosition | StaffFunction, is_new: bool, by: User | None) -> None:
    """Record that a position or a function of the office was written, and forget the copies of the public page."""
    what = "staff_position" if isinstance(row, StaffPosition) else "staff_function"
    audit.record(actor=by, action=f"{what}.made" if is_new else f"{what}.changed", target=row)
    copies.forget()


@transaction.atomic
def health_roles_follow(moment: datetime) -> int:
    """Give the role to who holds a mandate of health referent, take it from who held one; return how many moved.

    Until the worker comes by, `roles.holds` already asks the mandate: the role ends with it, at midnight.
    """
    group = Group.objects.get_or_create(name=roles.HEALTH_REFERENT)[0]
    moved = 0
    for user in health_referents(moment=moment).exclude(groups=group):
        user.groups.add(group)
        roles.follow(user)
        audit.record(actor=None, action="role.given", target=user, after={"role": roles.HEALTH_REFERENT})
        moved += 1
    for user in lapsed_health_referents(moment=moment).filter(groups=group):
        user.groups.remove(group)
        roles.follow(user)
        audit.record(actor=None, action="role.taken", target=user, before={"role": roles.HEALTH_REFERENT})
        moved += 1
    return moved
