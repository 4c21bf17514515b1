# SPDX-License-Identifier: AGPL-3.0-or-later
"""Buone pratiche."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "documents.practices"
    label = "practices"
    verbose_name = "Buone pratiche"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register panels, the source of the search, and what is heard from below."""
        from documents.practices import panels, receivers, search_sources  # noqa: F401 -- importing registers
        from portal.core import audit_words

        audit_words.name_actions(
            {
                "practice.written": _("buona pratica scritta"),
                "practice.published": _("buona pratica pubblicata"),
                "practice.changed": _("buona pratica modificata"),
                "practice.withdrawn": _("buona pratica ritirata"),
            }
        )
