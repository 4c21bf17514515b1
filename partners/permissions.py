# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may change the register, decide applications, and manage the people of an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.core import roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

REGISTER_EDITORS: Final = (roles.OFFICE, roles.COORDINATOR, roles.ADMINISTRATOR)
REGISTER_READERS: Final = (roles.DRAFTER, roles.MODERATOR, roles.HEALTH_REFERENT, roles.DPO)
DECIDERS: Final = (roles.OFFICE, roles.COORDINATOR)


def can_keep_register(user: User | AnonymousUser) -> bool:
    """Return whether a person keeps the register of partners and the mandates: the office does."""
    return user.is_staff and roles.has_role(user, *REGISTER_EDITORS)


def can_decide_applications(user: User | AnonymousUser) -> bool:
    """Return whether a person checks and decides applications to join: the office and who coordinates it."""
    return user.is_staff and roles.has_role(user, *DECIDERS)


def can_run_designations(user: User | AnonymousUser) -> bool:
    """Return whether a person keeps seats and runs the designations of collective ones."""
    return can_decide_applications(user)
