# SPDX-License-Identifier: AGPL-3.0-or-later
"""The roles of staff, as Django groups (Regolamento, artt. 4 e 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.contrib.auth.models import Group, Permission
from django.db.models import Model, Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

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
WAGTAILS_OWN_GROUPS: Final = ("Editors", "Moderators")

PageGrant = tuple[Callable[[], "Page | None"], tuple[str, ...], tuple[str, ...]]
_permissions: dict[str, set[str]] = {}
_page_grants: dict[str, PageGrant] = {}
_collection_grants: dict[str, set[str]] = {}


Condition = Callable[["User"], bool]
_conditions: dict[str, Condition] = {}


def holds_only_if(role: str, condition: Condition) -> None:
    """Have a role hold only while something else does (a mandate): asked at every request, not by the night's work."""
    _conditions[role] = condition


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """Return the names of the roles a person holds now; none when signed out or switched off."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    cached: frozenset[str] | None = user.__dict__.get("_roles")
    if cached is None:
        given = user.groups.filter(name__in=ALL_ROLES).values_list("name", flat=True)
        cached = frozenset(name for name in given if name not in _conditions or _conditions[name](user))
        user.__dict__["_roles"] = cached  # asked many times in one request
    return cached


def has_role(user: User | AnonymousUser, *roles: str) -> bool:
    """Return whether the person holds one of these roles, or is the administrator."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or not roles_of(user).isdisjoint(roles)


def follow(user: User) -> None:
    """Let being of the office follow the roles: who holds one, or may do everything, opens the admin."""
    user.__dict__.pop("_roles", None)
    is_staff = user.is_superuser or user.groups.filter(name__in=ALL_ROLES).exists()
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])


def allow(permissions: Iterable[str], *roles: str) -> None:
    """Give permissions (`consultations.change_window`) to roles; an app says so in `AppConfig.ready()`."""
    for role in roles:
        _permissions.setdefault(role, set()).update(permissions)


def allow_on_page(name: str, page: Callable[[], Page | None], permissions: Iterable[str], *roles: str) -> None:
    """Give permissions on a page and what lies below it (`add`, `change`, `publish`, `lock`, `unlock`…).

    `page` is asked when permissions are installed and may return none while the page does not exist; `name` is unique.
    """
    _page_grants[name] = (page, tuple(permissions), tuple(roles))


def allow_on_collections(permissions: Iterable[str], *roles: str) -> None:
    """Give permissions on every collection of files (`wagtailimages.add_image`, `library.add_document`…)."""
    for role in roles:
        _collection_grants.setdefault(role, set()).update(permissions)


def install() -> None:
    """Make the groups and give them what apps registered; safe to repeat, and takes nothing away.

    Called after every migrate; a loader that makes pages calls it again.
    """
    Group.objects.filter(name__in=WAGTAILS_OWN_GROUPS, user=None).delete()
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in ALL_ROLES}
    _grant(groups)
    _grant_on_collections(groups)
    for find, codenames, roles in _page_grants.values():
        page = find()
        if page is not None:
            _grant_on(page, codenames, [groups[role] for role in roles])


def _grant(groups: Mapping[str, Group]) -> None:
    of_groups = Group.permissions.through
    pairs = [(groups[role], one) for role, names in _permissions.items() for one in _found(names)]
    _add_missing([of_groups(group=group, permission=permission) for group, permission in pairs])


def _grant_on_collections(groups: Mapping[str, Group]) -> None:
    root = Collection.get_first_root_node()
    if root is not None:
        pairs = [(groups[role], one) for role, names in _collection_grants.items() for one in _found(names)]
        _add_missing([GroupCollectionPermission(group=group, collection=root, permission=one) for group, one in pairs])


def _grant_on(page: Page, codenames: Iterable[str], groups: Iterable[Group]) -> None:
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=[f"{name}_page" for name in codenames],
    )
    rows = [GroupPagePermission(group=group, page=page, permission=one) for one in wanted for group in groups]
    _add_missing(rows)


def _add_missing(rows: Sequence[Model]) -> None:
    """Write rows of one table at once; those that are there already stay as they are."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, ignore_conflicts=True)


def _found(names: Iterable[str]) -> list[Permission]:
    wanted = Q(pk__in=[])
    for name in names:
        label, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=label, codename=codename)
    return list(Permission.objects.filter(wanted))
