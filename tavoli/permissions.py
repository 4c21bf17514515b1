# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may call tavoli together and keep their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.core import roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

TAVOLI_EDITORS: Final = (roles.OFFICE, roles.COORDINATOR, roles.ADMINISTRATOR)
TAVOLI_READERS: Final = (roles.DRAFTER, roles.MODERATOR, roles.HEALTH_REFERENT, roles.DPO)


def can_keep_tavoli(user: User | AnonymousUser) -> bool:
    """Return whether a person keeps tavoli, meetings and verbali: the office does."""
    return user.is_staff and roles.has_role(user, *TAVOLI_EDITORS)
