# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tavoli di concertazione."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TavoliConfig(AppConfig):
    name = "tavoli"
    label = "tavoli"
    verbose_name = "Tavoli di concertazione"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register audiences, panels, the source of the search, and what is heard from below."""
        from portal.core import audit_words
        from tavoli import audiences, merging, panels, receivers, search_sources  # noqa: F401 -- importing registers

        audit_words.name_actions(
            {
                "tavolo.constituted": _("tavolo costituito"),
                "tavolo.changed": _("tavolo modificato"),
                "tavolo.seat_merged": _("posto di un partner unito a un altro"),
                "meeting.fixed": _("incontro fissato"),
                "meeting.changed": _("incontro modificato"),
            }
        )
