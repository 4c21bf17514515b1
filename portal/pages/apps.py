# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pagine."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "portal.pages"
    label = "pages"
    verbose_name = "Pagine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug the app in."""
        from portal.pages import nightly  # noqa: F401 -- registers what the worker does at night
