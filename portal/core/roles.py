# SPDX-License-Identifier: AGPL-3.0-or-later
"""The roles of staff, as Django groups (Regolamento, artt. 4 e 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

DRAFTER: Final = "Redazione"
MODERATOR: Final = "Moderazione"
OFFICE: Final = "Ufficio di Piano"
COORDINATOR: Final = "Coordinamento dell'ufficio"
HEALTH_REFERENT: Final = "Referente sanitario"
DPO: Final = "Protezione dei dati"
ADMINISTRATOR: Final = "Amministrazione del portale"

ALL_ROLES: Final = (DRAFTER, MODERATOR, OFFICE, COORDINATOR, HEALTH_REFERENT, DPO, ADMINISTRATOR)


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """Return the names of the roles a person holds now; none when signed out or switched off."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    cached: frozenset[str] | None = getattr(user, "_roles", None)
    if cached is None:
        cached = frozenset(user.groups.filter(name__in=ALL_ROLES).values_list("name", flat=True))
        user._roles = cached  # type: ignore[union-attr]  # noqa: SLF001 -- asked many times in one request
    return cached


def has_role(user: User | AnonymousUser, *roles: str) -> bool:
    """Return whether the person holds one of these roles, or is the administrator."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or not roles_of(user).isdisjoint(roles)
