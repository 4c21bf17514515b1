# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may write and publish good practices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.core import roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

PRACTICE_EDITORS: Final = (roles.DRAFTER, roles.OFFICE, roles.COORDINATOR, roles.ADMINISTRATOR)
PRACTICE_READERS: Final = (roles.MODERATOR, roles.HEALTH_REFERENT, roles.DPO)


def can_keep_practices(user: User | AnonymousUser) -> bool:
    """Return whether a person writes and publishes good practices."""
    return user.is_staff and roles.has_role(user, *PRACTICE_EDITORS)
