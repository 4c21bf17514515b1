# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may change the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.core import roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

REGISTER_EDITORS: Final = (roles.OFFICE, roles.COORDINATOR, roles.ADMINISTRATOR)
REGISTER_READERS: Final = (roles.DRAFTER, roles.MODERATOR, roles.HEALTH_REFERENT, roles.DPO)


def can_keep_register(user: User | AnonymousUser) -> bool:
    """Return whether a person keeps the register of partners and the mandates: the office does."""
    return user.is_staff and roles.has_role(user, *REGISTER_EDITORS)
