# SPDX-License-Identifier: AGPL-3.0-or-later
"""Osservazioni."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "portal.comments"
    label = "comments"
    verbose_name = "Osservazioni"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Disarm the library below; answer what the floors below ask; word the notices."""
        from portal.comments import panels, receivers, wordings, xtd  # noqa: F401 -- importing them registers

        xtd.disarm()
