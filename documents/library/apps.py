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
        """Plug the app in, and say who keeps documents and agreements."""
        from documents.library import page_panels, receivers, search_sources  # noqa: F401
        from portal.core import roles

        # Wagtail asks for the permissions of its own model, whatever model keeps the documents.
        roles.allow_on_collections(
            ["wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document"],
            roles.DRAFTER,
            roles.OFFICE,
            roles.COORDINATOR,
            roles.ADMINISTRATOR,
        )
        keepers = (roles.OFFICE, roles.COORDINATOR, roles.ADMINISTRATOR)
        roles.allow(["library.add_protocol", "library.change_protocol"], *keepers)
        roles.allow(["library.view_protocol"], *roles.ALL_ROLES)
