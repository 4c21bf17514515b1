# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may do what in the admin, decided by the roles of `portal.core.roles` and not by ticked permissions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from portal.core import roles
from portal.core.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

VIEW = "view"


class RolePolicy(BasePermissionPolicy):
    """Editors may do the given actions, readers may look; nobody else enters, whatever the address."""

    def __init__(
        self,
        model: type[Model],
        *,
        editors: Collection[str],
        readers: Collection[str] = (),
        actions: Collection[str] = ("add", "change"),
    ) -> None:
        super().__init__(model)
        self.editors = frozenset(editors)
        self.readers = frozenset(readers) | self.editors
        self.actions = frozenset(actions)

    def _roles_for(self, action: str) -> frozenset[str]:
        if action == VIEW:
            return self.readers
        return self.editors if action in self.actions else frozenset()

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        """Return whether a member of staff holds a role that allows this action."""
        allowed = self._roles_for(action)
        return bool(allowed) and user.is_staff and roles.has_role(user, *allowed)

    def user_has_any_permission(self, user: User | AnonymousUser, actions: Iterable[str]) -> bool:
        """Return whether a member of staff may do at least one of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        """Return the people who may do at least one of these."""
        names = frozenset().union(*(self._roles_for(action) for action in actions))
        if not names:
            return User.objects.none()
        staff = User.objects.filter(is_active=True, is_staff=True)
        return staff.filter(Q(is_superuser=True) | Q(groups__name__in=names)).distinct()
