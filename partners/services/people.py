# SPDX-License-Identifier: AGPL-3.0-or-later
"""Giving seats and roles to people who perhaps have no account yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from partners.enums import InvitationKind, MandateRole
from partners.models import Application, Designation, Invitation, Mandate, Partner
from partners.models.mandate import day_of
from partners.queries.mandates import person_with_address
from partners.services.designations import record_elsewhere
from partners.services.experts import health_roles_follow
from partners.services.invitations import Offer, invite
from partners.services.mandates import save_mandate
from portal.core import uploads

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from portal.core.models import User


@transaction.atomic
def record_with_people(
    *,
    designation: Designation,
    minutes: UploadedFile[bytes],
    people: Sequence[tuple[str, Partner, bool]],
    by: User,
    moment: datetime,
) -> Designation:
    """Write a designation made elsewhere: who has an account gets the mandate, who has none an invitation to it.

    `people` are address, organisation, and whether it is a substitute.

    :raises portal.core.sniffing.FileRefused: the minutes are not a file that is accepted.
    :raises DesignationRefused: one is under way for this seat.
    """
    kept = uploads.store(file=minutes, by=by)
    known, unknown = [], []
    for email, partner, is_substitute in people:
        role = MandateRole.SUBSTITUTE if is_substitute else MandateRole.DELEGATE
        user = person_with_address(email)
        if user is None:
            unknown.append((email, partner, role))
        else:
            known.append((user, partner, role))
    done = record_elsewhere(designation=designation, minutes=kept, chosen=known, by=by, moment=moment)
    for email, partner, role in unknown:
        invitation = Invitation(
            kind=InvitationKind.SEAT, email=email, partner=partner, seat=done.seat, designation=done, role=role,
            can_vote=True, can_sign=done.can_sign, scope=done.scope, starts_on=done.mandate_starts_on,
            ends_on=done.mandate_ends_on, act_number=done.act_number, act_date=done.act_date, act_body=done.act_body,
            act_file=kept,
        )  # fmt: skip
        invite(invitation=invitation, by=by, moment=moment)
    return done


def invite_delegate(*, application: Application, partner: Partner, ends_on: date, by: User, moment: datetime) -> str:
    """Invite the delegate that an admitted application named."""
    invitation = Invitation(
        kind=InvitationKind.PERSON, email=application.delegate_email, partner=partner, role=MandateRole.DELEGATE,
        can_vote=True, starts_on=day_of(moment), ends_on=ends_on, act_number=application.number,
    )  # fmt: skip
    return invite(invitation=invitation, by=by, moment=moment)


@transaction.atomic
def invite_by_office(*, partner: Partner, offer: Offer, by: User, moment: datetime) -> str:
    """Invite somebody to act for an organisation, by the office: any role and power.

    :raises TooManyInvitations: many of this organisation wait.
    """
    invitation = Invitation(
        kind=InvitationKind.PERSON, partner=partner, email=offer.email, role=offer.role, can_speak=offer.can_speak,
        can_vote=offer.can_vote, can_sign=offer.can_sign, scope=offer.scope, starts_on=day_of(moment),
        ends_on=offer.ends_on,
    )  # fmt: skip
    return invite(invitation=invitation, by=by, moment=moment)


@transaction.atomic
def name_health_referent(*, values: dict[str, Any], by: User, moment: datetime) -> None:
    """Write whom the health authority designated: a mandate if there is an account, an invitation if there is none.

    :raises portal.core.sniffing.FileRefused: the act is not a file that is accepted.
    :raises TooManyInvitations: many of this organisation wait.
    """
    terms = {name: values[name] for name in ("partner", "starts_on", "ends_on", "act_number", "act_date", "act_body")}
    terms["act_file"] = uploads.store(file=values["act_file"], by=by)
    terms |= {"role": MandateRole.HEALTH_REFERENT, "can_speak": True, "can_sign": True}
    user = person_with_address(values["email"])
    if user is None:
        invite(invitation=Invitation(email=values["email"], **terms), by=by, moment=moment)
        return
    save_mandate(mandate=Mandate(user=user, **terms), by=by)
    health_roles_follow(moment)
