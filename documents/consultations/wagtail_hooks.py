# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts, consultations and answers in the admin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from documents.consultations import admin_simple, admin_urls, permissions
from documents.consultations.models import SectionPage, TextPage
from documents.consultations.permissions import ANSWERERS, WRITERS
from portal.core import admin_menu
from portal.core.models import User


@hooks.register("register_admin_urls")
def consultations_urls() -> Sequence[URLPattern | URLResolver]:
    """Give consultations and answers their addresses."""
    return admin_urls.urlpatterns


admin_menu.entry(
    _("Consultazioni"), "consultations_admin:list", name="consultations", icon="date", order=120, roles=ANSWERERS
)
admin_menu.entry(_("Testi"), "texts_admin:list", name="texts", icon="doc-full", order=110, roles=WRITERS)
admin_menu.style("consultations/answers_admin.css")
admin_menu.style("consultations/texts_admin.css")


class ReadyMenuItem(PublishMenuItem):
    """What Wagtail calls publishing: a section is ready for the next version, and nobody reads it before."""

    label = _("Dichiara pronta")
    icon_name = "check"


@hooks.register("construct_page_action_menu")
def sections_are_declared_ready(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Call the button of a section by what it does."""
    above = context.get("parent_page")
    is_new = above is not None and isinstance(above.specific, TextPage)
    if is_new or isinstance(context.get("page"), SectionPage):
        menu_items[:] = [_ready(item) for item in menu_items]


def _ready(item: ActionMenuItem) -> ActionMenuItem:
    return ReadyMenuItem(order=item.order) if type(item) is PublishMenuItem else item


@hooks.register("after_publish_page")
def told_to_be_ready(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say what became of a section that was declared ready, and lead back to its sisters."""
    if not isinstance(page.specific, SectionPage):
        return None
    messages.success(request, _("La sezione «%(title)s» è pronta per la prossima versione.") % {"title": page.title})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("register_page_header_buttons")
def simple_words_button(page: Page, user: User, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Lead from a section, where it is edited, to its simple words."""
    if isinstance(page, SectionPage) and permissions.can_write_texts(user):
        url = admin_simple.address_of(page)
        if url:
            yield Button(_("In parole semplici"), url, icon_name="openquote", priority=15)
