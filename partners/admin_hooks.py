# SPDX-License-Identifier: AGPL-3.0-or-later
"""Adhesion in the admin: addresses, menu, tasks of the day."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from partners import admin_urls
from partners.permissions import DECIDERS
from partners.queries import applications, designations
from portal.core import admin_menu

QUEUE, DESIGNATIONS = "adhesion_admin:queue", "designations_admin:list"


@hooks.register("register_admin_urls")
def adhesion_urls() -> Sequence[URLPattern | URLResolver]:
    """Give applications their addresses."""
    return admin_urls.urlpatterns


admin_menu.entry(_("Domande di adesione"), QUEUE, name="applications", icon="form", order=290, roles=DECIDERS)
admin_menu.entry(
    _("Designazioni e scadenze"), DESIGNATIONS, name="designations", icon="group", order=292, roles=DECIDERS
)
admin_menu.entry(_("Persone e inviti"), "people_admin:list", name="invitations", icon="user", order=294, roles=DECIDERS)
admin_menu.task(
    "designations.owed", _("Designazioni che aspettano l'ufficio"),
    lambda user: designations.staff_owed_count(moment=timezone.now()), DESIGNATIONS, roles=DECIDERS, position=42,
)  # fmt: skip
admin_menu.task(
    "mandates.expiring", _("Mandati che finiscono entro trenta giorni"),
    lambda user: len(list(designations.expiring_mandates(moment=timezone.now(), days=30))), DESIGNATIONS,
    roles=DECIDERS, position=43,
)  # fmt: skip
admin_menu.task(
    "applications.waiting", _("Domande di adesione da decidere"),
    lambda user: applications.waiting_count(), QUEUE, roles=DECIDERS, position=40,
)  # fmt: skip
admin_menu.task(
    "applications.answered", _("Domande di adesione con una risposta da leggere"),
    lambda user: applications.answered_count(), QUEUE, roles=DECIDERS, position=41,
)  # fmt: skip
admin_menu.task(
    "applications.late", _("Domande di adesione oltre il termine"),
    lambda user: applications.late_count(moment=timezone.now()), QUEUE, roles=DECIDERS, position=40, is_late=True,
)  # fmt: skip
