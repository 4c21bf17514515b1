# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts, consultations and answers in the admin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from documents.consultations import admin_simple, admin_urls, permissions
from documents.consultations.models import SectionPage
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


@hooks.register("register_page_header_buttons")
def simple_words_button(page: Page, user: User, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Lead from a section, where it is edited, to its simple words."""
    if isinstance(page, SectionPage) and permissions.can_write_texts(user):
        url = admin_simple.address_of(page)
        if url:
            yield Button(_("In parole semplici"), url, icon_name="openquote", priority=15)
