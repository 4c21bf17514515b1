# SPDX-License-Identifier: AGPL-3.0-or-later
"""Adhesion in the admin: addresses, menu, tasks of the day."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from partners import admin_urls
from partners.permissions import DECIDERS
from partners.queries import applications, designations
from portal.core import tasks_panel
from portal.core.wagtail_hooks import RoleMenuItem


@hooks.register("register_admin_urls")
def adhesion_urls() -> Sequence[URLPattern | URLResolver]:
    """Give applications their addresses."""
    return admin_urls.urlpatterns


@hooks.register("register_admin_menu_item")
def applications_menu_item() -> MenuItem:
    """Show the queue to who decides."""
    return RoleMenuItem(
        _("Domande di adesione"),
        reverse("adhesion_admin:queue"),
        name="applications",
        icon_name="form",
        order=290,
        shown_to=DECIDERS,
    )


@hooks.register("register_admin_menu_item")
def designations_menu_item() -> MenuItem:
    """Show designations and mandates that end."""
    return RoleMenuItem(
        _("Designazioni e scadenze"),
        reverse("designations_admin:list"),
        name="designations",
        icon_name="group",
        order=292,
        shown_to=DECIDERS,
    )


@hooks.register("register_admin_menu_item")
def people_menu_item() -> MenuItem:
    """Show invitations, experts, the health referent and the office."""
    return RoleMenuItem(
        _("Persone e inviti"),
        reverse("people_admin:list"),
        name="invitations",
        icon_name="user",
        order=294,
        shown_to=DECIDERS,
    )


tasks_panel.register(
    tasks_panel.Task(
        name="designations.owed",
        label=_("Designazioni che aspettano l'ufficio"),
        count=lambda user: designations.staff_owed_count(moment=timezone.now()),
        url=lambda: reverse("designations_admin:list"),
        roles=DECIDERS,
        position=42,
    )
)
tasks_panel.register(
    tasks_panel.Task(
        name="mandates.expiring",
        label=_("Mandati che finiscono entro trenta giorni"),
        count=lambda user: len(list(designations.expiring_mandates(moment=timezone.now(), days=30))),
        url=lambda: reverse("designations_admin:list"),
        roles=DECIDERS,
        position=43,
    )
)
tasks_panel.register(
    tasks_panel.Task(
        name="applications.waiting",
        label=_("Domande di adesione da decidere"),
        count=lambda user: applications.waiting_count(),
        url=lambda: reverse("adhesion_admin:queue"),
        roles=DECIDERS,
        position=40,
    )
)
tasks_panel.register(
    tasks_panel.Task(
        name="applications.answered",
        label=_("Domande di adesione con una risposta da leggere"),
        count=lambda user: applications.answered_count(),
        url=lambda: reverse("adhesion_admin:queue"),
        roles=DECIDERS,
        position=41,
    )
)
tasks_panel.register(
    tasks_panel.Task(
        name="applications.late",
        label=_("Domande di adesione oltre il termine"),
        count=lambda user: applications.late_count(moment=timezone.now()),
        url=lambda: reverse("adhesion_admin:queue"),
        roles=DECIDERS,
        is_late=True,
        position=40,
    )
)
