# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documenti e protocolli."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """Registers what the library gives to search, panels and Wagtail's signals."""

    name = "documents.library"
    label = "library"
    verbose_name = _("Documenti e protocolli")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug the app in."""
        from documents.library import page_panels, receivers, search_sources  # noqa: F401
