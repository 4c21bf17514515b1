# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the register knows of a person, and what happens to it when the person leaves (GDPR, artt. 15 and 17)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from partners import queries, services
from portal.core import emptying
from portal.core.models import User


@emptying.register_export("mandati")
def mandates(user: User) -> list[dict[str, Any]]:
    """Return every mandate that the person holds or held."""
    return queries.mandates_told(user)


@emptying.on_emptying
def leave_mandates(user: User) -> None:
    """End the mandates; the rows stay without a name, because words were said under them."""
    services.end_mandates_of(user=user, moment=timezone.now())
    services.leave_places(user=user, moment=timezone.now())


@emptying.register_export("domande_di_adesione")
def applications(user: User) -> list[dict[str, Any]]:
    """Return what the person applied for."""
    return queries.applications_told(user)


@emptying.on_emptying
def leave_applications(user: User) -> None:
    """Throw drafts away and empty names and addresses of people in what was sent; the application stays."""
    services.forget_drafts_of(user=user)


@emptying.register_export("inviti_accettati")
def invitations(user: User) -> list[dict[str, Any]]:
    """Return the invitations the person accepted."""
    return queries.invitations_told(user)
