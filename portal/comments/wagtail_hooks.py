# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moderation and the other doors in the admin: addresses, menu, tasks of the day."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.comments.permissions import MODERATORS, can_enter_papers, can_moderate
from portal.comments.queries import moderation
from portal.core import tasks_panel


class ModerationMenuItem(MenuItem):
    """The queue, for who decides."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person moderates."""
        return can_moderate(request.user)


class PaperMenuItem(MenuItem):
    """The form for what comes on paper, for who types it in."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person types in what comes by other doors."""
        return can_enter_papers(request.user)


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLResolver]:
    """Give staff's pages their addresses."""
    return [path("osservazioni/", include("portal.comments.admin_urls"))]


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    """Show the queue in the menu."""
    return ModerationMenuItem(
        _("Da moderare"), reverse("comments_admin:queue"), name="moderation", icon_name="comment", order=110
    )


@hooks.register("register_admin_menu_item")
def paper_menu_item() -> MenuItem:
    """Show the form for what comes on paper in the menu."""
    return PaperMenuItem(
        _("Inserisci un'osservazione"), reverse("comments_admin:choose"), name="papers", icon_name="edit", order=120
    )


tasks_panel.register(
    tasks_panel.Task(
        name="observations.to_moderate",
        label=_("Osservazioni da moderare"),
        count=lambda user: moderation.waiting_count(),
        url=lambda: reverse("comments_admin:queue"),
        roles=MODERATORS,
        position=10,
    )
)
tasks_panel.register(
    tasks_panel.Task(
        name="observations.late",
        label=_("Osservazioni che aspettano oltre i giorni promessi"),
        count=lambda user: moderation.late_count(moment=timezone.now()),
        url=lambda: reverse("comments_admin:queue") + "?perche=new",
        roles=MODERATORS,
        is_late=True,
        position=10,
    )
)
