# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an app puts into the admin, one call each: an entry of the menu by role, a task of the day, lines of style."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.core import roles as house_roles
from portal.core import tasks_panel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from portal.core.models import User

Roles = tuple[str, ...]


class RoleMenuItem(MenuItem):
    """An entry of the menu that some roles see."""

    def __init__(self, *args: Any, shown_to: Roles, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shown_to = shown_to

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the signed-in person has one of the roles."""
        return house_roles.has_role(request.user, *self._shown_to)


def entry(label: StrOrPromise, address: str, *, name: str, icon: str, order: int, roles: Roles) -> None:
    """Put an entry into the menu for some roles; `address` is the name of a url."""

    def item() -> MenuItem:
        return RoleMenuItem(label, reverse(address), name=name, icon_name=icon, order=order, shown_to=roles)

    hooks.register("register_admin_menu_item", item)


def task(
    name: str,
    label: StrOrPromise,
    count: Callable[[User], int],
    address: str,
    *,
    roles: Roles,
    position: int,
    query: str = "",
    is_late: bool = False,
) -> None:
    """Put a number among what is to do today; it opens the page of this url name, with this end of the address."""
    tasks_panel.register(
        tasks_panel.Task(
            name=name, label=label, count=count, url=lambda: reverse(address) + query, roles=roles, position=position,
            is_late=is_late,
        )
    )  # fmt: skip


def style(path: str) -> None:
    """Link some lines of style on every page of the admin."""

    def link() -> SafeString:
        return format_html('<link rel="stylesheet" href="{}">', static(path))

    hooks.register("insert_global_admin_css", link)
