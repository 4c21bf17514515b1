# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts, consultations and answers in the admin."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from documents.consultations import admin_urls
from documents.consultations.permissions import ANSWERERS, WRITERS
from portal.core import admin_menu


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
