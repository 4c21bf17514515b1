# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mail in the admin's menu and among the tasks."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.core import tasks_panel
from portal.core.roles import ADMINISTRATOR, has_role
from portal.notifications import admin_views, mailbox, queries


class MailMenuItem(MenuItem):
    """The outbox, for who may look at it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person may look."""
        return has_role(request.user, *admin_views.READERS)


class DemoMailMenuItem(MenuItem):
    """The mailbox of the demo, for everybody in it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether this is the demo."""
        return mailbox.is_open()


@hooks.register("register_admin_urls")
def mail_urls() -> list[URLPattern]:
    """Give the pages about mail their addresses."""
    outgoing = admin_views.OutgoingMailView
    return [
        path("posta/", outgoing.as_view(), name="notifications_outgoing"),
        path("posta/risultati/", outgoing.as_view(results_only=True), name="notifications_outgoing_results"),
        path("posta/dimostrativa/", admin_views.demo_mailbox, name="notifications_mailbox"),
    ]


@hooks.register("register_admin_menu_item")
def mail_menu_item() -> MenuItem:
    """Show the outbox in the menu."""
    return MailMenuItem(
        _("Posta in uscita"), reverse("notifications_outgoing"), name="outgoing-mail", icon_name="mail", order=9100
    )


@hooks.register("register_admin_menu_item")
def demo_menu_item() -> MenuItem:
    """Show the mailbox of the demo in the menu."""
    return DemoMailMenuItem(
        _("Posta dimostrativa"), reverse("notifications_mailbox"), name="demo-mail", icon_name="mail", order=9200
    )


tasks_panel.register(
    tasks_panel.Task(
        name="mail.waiting",
        label=_("Messaggi che non riescono a partire"),
        count=lambda user: queries.mail_that_waits_too_long(),
        url=lambda: reverse("notifications_outgoing") + "?state=waiting",
        roles=(ADMINISTRATOR,),
        is_late=True,
        position=900,
    )
)
