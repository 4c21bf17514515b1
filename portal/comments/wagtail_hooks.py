# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moderation and the other doors in the admin: addresses, menu, tasks of the day."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.comments.permissions import MODERATORS
from portal.comments.queries import moderation
from portal.core import admin_menu

QUEUE = "comments_admin:queue"


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLResolver]:
    """Give staff's pages their addresses."""
    return [path("osservazioni/", include("portal.comments.admin_urls"))]


admin_menu.entry(_("Da moderare"), QUEUE, name="moderation", icon="comment", order=110, roles=MODERATORS)
admin_menu.entry(
    _("Inserisci un'osservazione"), "comments_admin:choose", name="papers", icon="edit", order=120, roles=MODERATORS
)
admin_menu.task(
    "observations.to_moderate", _("Osservazioni da moderare"), lambda user: moderation.waiting_count(), QUEUE,
    roles=MODERATORS, position=10,
)  # fmt: skip
admin_menu.task(
    "observations.late", _("Osservazioni che aspettano oltre i giorni promessi"),
    lambda user: moderation.late_count(moment=timezone.now()), QUEUE, query="?perche=new", roles=MODERATORS,
    position=10, is_late=True,
)  # fmt: skip
