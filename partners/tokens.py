# SPDX-License-Identifier: AGPL-3.0-or-later
"""The signed link of the yearly confirmation: for one partner, one person and one due day, and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core import signing

SALT: Final = "partners.confirmation"


class BadToken(ValueError):  # noqa: N818 -- a fact about a link
    """The link was not made by us."""


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Who is asked to confirm what, and by when; person 0 is the mailbox of the organisation."""

    partner_id: int
    person_id: int
    due_on: date


def token_of(invitation: Invitation) -> str:
    """Return the token of a link."""
    facts = [invitation.partner_id, invitation.person_id, invitation.due_on.isoformat()]
    return signing.Signer(salt=SALT).sign_object(facts)


def read(token: str) -> Invitation:
    """Return what a link was made for.

    :raises BadToken: it was not made by us.
    """
    try:
        partner_id, person_id, due_on = signing.Signer(salt=SALT).unsign_object(token)
        return Invitation(partner_id=int(partner_id), person_id=int(person_id), due_on=date.fromisoformat(due_on))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadToken from error
