# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partner del Distretto."""

from datetime import time

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
            services,
            wordings,
        )
        from partners.permissions import REGISTER_EDITORS
        from portal.core import audit_words, clock, roles

        clock.register_daily("partners.remind", services.remind, at=time(7, 30))
        clock.register_daily("partners.suspend", services.suspend_late, at=time(0, 5))

        roles.allow(["partners.change_distrettotexts", "partners.change_registersettings"], *REGISTER_EDITORS)
        audit_words.name_actions(
            {
                "partner.registered": _("partner iscritto nel registro"),
                "partner.changed": _("scheda di un partner modificata"),
                "partner.filled": _("scheda completata con i dati del RUNTS"),
                "partner.change_asked": _("chiesta la modifica di dati verificati"),
                "partner.change_accepted": _("modifica di dati verificati accolta"),
                "partner.change_refused": _("modifica di dati verificati non accolta"),
                "partner.confirmed": _("dati di un partner confermati"),
                "partner.suspended": _("partner sospeso"),
                "partner.merged": _("partner unito a un altro"),
                "partner.paper_added": _("documento di un partner consegnato"),
                "partner.paper_removed": _("documento di un partner tolto"),
                "runts.asked": _("lettura dell'elenco RUNTS chiesta"),
                "mandate.given": _("mandato dato"),
                "mandate.changed": _("mandato modificato"),
                "mandate.revoked": _("mandato revocato"),
                "mandate.ended": _("mandato finito con l'account"),
                "mandate.name_shown": _("nome mostrato sulla pagina del partner"),
                "mandate.name_hidden": _("nome tolto dalla pagina del partner"),
            }
        )
