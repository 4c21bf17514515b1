# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts, consultations and answers in the admin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from documents.consultations import admin_simple, admin_urls, permissions
from documents.consultations.models import SectionPage
from documents.consultations.permissions import ANSWERERS, WRITERS
from portal.core.models import User
from portal.core.wagtail_hooks import RoleMenuItem


@hooks.register("register_admin_urls")
def consultations_urls() -> Sequence[URLPattern | URLResolver]:
    """Give consultations and answers their addresses."""
    return admin_urls.urlpatterns


@hooks.register("register_admin_menu_item")
def consultations_menu_item() -> MenuItem:
    """Show consultations to who prepares them or answers."""
    return RoleMenuItem(
        _("Consultazioni"),
        reverse("consultations_admin:list"),
        name="consultations",
        icon_name="date",
        order=120,
        shown_to=ANSWERERS,
    )


@hooks.register("insert_global_admin_css")
def answers_css() -> SafeString:
    """Link the few lines of style of the answers' screen."""
    return format_html('<link rel="stylesheet" href="{}">', static("consultations/answers_admin.css"))


@hooks.register("register_admin_menu_item")
def texts_menu_item() -> MenuItem:
    """Show texts to who writes them."""
    return RoleMenuItem(
        _("Testi"), reverse("texts_admin:list"), name="texts", icon_name="doc-full", order=110, shown_to=WRITERS
    )


@hooks.register("insert_global_admin_css")
def texts_css() -> SafeString:
    """Link the few lines of style of the preview of a draft."""
    return format_html('<link rel="stylesheet" href="{}">', static("consultations/texts_admin.css"))


@hooks.register("register_page_header_buttons")
def simple_words_button(page: Page, user: User, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Lead from a section, where it is edited, to its simple words."""
    if isinstance(page, SectionPage) and permissions.can_write_texts(user):
        url = admin_simple.address_of(page)
        if url:
            yield Button(_("In parole semplici"), url, icon_name="openquote", priority=15)
