# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partner del Distretto."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    label = "partners"
    verbose_name = "Partner del Distretto"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register audiences, panels and the source of the search."""
        from partners import (  # noqa: F401 -- importing registers
            adhesion_setup,
            audiences,
            panels,
            personal_data,
            search_sources,
        )
        from partners.permissions import REGISTER_EDITORS
        from portal.core import audit_words, roles

        roles.allow(["partners.change_distrettotexts"], *REGISTER_EDITORS)
        audit_words.name_actions(
            {
                "partner.registered": _("partner iscritto nel registro"),
                "partner.changed": _("scheda di un partner modificata"),
                "mandate.given": _("mandato dato"),
                "mandate.changed": _("mandato modificato"),
                "mandate.revoked": _("mandato revocato"),
                "mandate.ended": _("mandato finito con l'account"),
                "mandate.name_shown": _("nome mostrato sulla pagina del partner"),
                "mandate.name_hidden": _("nome tolto dalla pagina del partner"),
            }
        )
