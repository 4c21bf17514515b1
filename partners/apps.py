# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partner del Distretto."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    label = "partners"
    verbose_name = "Partner del Distretto"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register audiences, panels and the source of the search."""
        from partners import audiences, panels, search_sources  # noqa: F401 -- importing registers
