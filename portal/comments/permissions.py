# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may do what with observations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.core import roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.comments.models import Observation
    from portal.core.models import User

MODERATORS = (roles.MODERATOR, roles.OFFICE, roles.COORDINATOR)


def can_moderate(user: User | AnonymousUser) -> bool:
    """Return whether a person decides what is published; the one who drafts the text does not."""
    return user.is_authenticated and user.is_staff and roles.has_role(user, *MODERATORS)


def can_enter_papers(user: User | AnonymousUser) -> bool:
    """Return whether a person types in what came by other doors."""
    return can_moderate(user)


def can_read(user: User | AnonymousUser, observation: Observation) -> bool:
    """Return whether a person may read the words: anyone what is published, its author and moderators the rest."""
    if observation.is_published:
        return True
    if not user.is_authenticated:
        return False
    return observation.user_id == user.pk or can_moderate(user)
