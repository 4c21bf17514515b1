# SPDX-License-Identifier: AGPL-3.0-or-later
"""The admin's dress: tasks before pages, a menu by role, the register of deeds, accounts that are emptied."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.images.fields import WagtailImageField

from portal.core import admin_menu, audit_admin, bodies, looking, people_admin, roles
from portal.core.tasks_panel import TasksPanel

# What Wagtail puts in the menu and only some roles need. Whatever is not here is shown by Wagtail's own permissions.
SHOWN_TO: dict[str, tuple[str, ...]] = {
    "explorer": (roles.DRAFTER, roles.OFFICE, roles.COORDINATOR, roles.ADMINISTRATOR),
    "images": (roles.DRAFTER, roles.OFFICE, roles.COORDINATOR, roles.ADMINISTRATOR),
    "reports": (roles.ADMINISTRATOR,),
    "settings": (roles.OFFICE, roles.COORDINATOR, roles.ADMINISTRATOR),
}
NEVER_SHOWN = frozenset({"help"})
# Settings of Wagtail that only make sense with features this portal does not use.
UNUSED_SETTINGS = frozenset({"workflows", "workflow-tasks", "locales"})


@hooks.register("construct_main_menu")
def show_menu_by_role(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave in the menu what the person's roles are for."""
    menu_items[:] = [
        item
        for item in menu_items
        if item.name not in NEVER_SHOWN
        and (item.name not in SHOWN_TO or roles.has_role(request.user, *SHOWN_TO[item.name]))
    ]
    for item in menu_items:
        if item.name == "snippets":
            item.label = _("Aree e informative")


@hooks.register("construct_settings_menu")
def hide_unused_settings(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave out what belongs to features that we do not use."""
    menu_items[:] = [item for item in menu_items if item.name not in UNUSED_SETTINGS]


@hooks.register("insert_global_admin_js")
def refuse_big_files_early() -> SafeString:
    """Say of a file that no page could take that it is too big, when it is chosen."""
    told = _("«%(name)s» pesa %(size)s MB: qui un file può pesarne al massimo %(most)s. Il resto del modulo è com'era.")
    limits = {"most": bodies.MOST_FILE, "picture": WagtailImageField().max_upload_size or bodies.MOST_FILE}
    return format_html(
        '<script src="{}" data-most="{}" data-picture="{}" data-larger="{}" data-told="{}"></script>',
        static("core/big_files.js"), *limits.values(), json.dumps(bodies.larger()), told,
    )  # fmt: skip


@hooks.register("construct_homepage_panels")
def tasks_first(request: HttpRequest, panels: list[Any]) -> None:
    """Put what is to be done before everything else."""
    panels.insert(0, TasksPanel())


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """Take away the counts of pages and pictures: they ask nothing of anybody."""
    items.clear()


@hooks.register("register_admin_urls")
def audit_urls() -> list[URLPattern]:
    """Give the register of deeds its addresses."""
    return [
        path("registro/", audit_admin.AuditView.as_view(), name="core_audit"),
        path("registro/risultati/", audit_admin.AuditView.as_view(results_only=True), name="core_audit_results"),
        path("registro/csv/", audit_admin.audit_csv, name="core_audit_csv"),
    ]


admin_menu.entry(
    _("Registro delle azioni"), "core_audit", name="audit", icon="history", order=9000, roles=audit_admin.READERS
)
admin_menu.entry(_("Vedi come"), "ui:looking", name="looking", icon="view", order=9010, roles=looking.LOOKERS)
admin_menu.style("core/admin.css")

# Registered after Wagtail's own, which they take the place of.
for action in (people_admin.EmptyPeopleAction, people_admin.GiveRoleAction, people_admin.SwitchOnOrOffAction):
    hooks.register("register_bulk_action", action, order=1000)
