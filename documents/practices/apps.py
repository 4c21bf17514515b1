# SPDX-License-Identifier: AGPL-3.0-or-later
"""Buone pratiche."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "documents.practices"
    label = "practices"
    verbose_name = "Buone pratiche"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register panels, the source of the search, and what is heard from below."""
        from documents.practices import panels, receivers, search_sources  # noqa: F401 -- importing registers
