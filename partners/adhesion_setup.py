# SPDX-License-Identifier: AGPL-3.0-or-later
"""What adhesion tells the house: tables that never change, limits, names of deeds, what the worker does."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from partners import services
from portal.core import audit_words, clock, limits, triggers

triggers.immutable("partners_callextension", "partners_applicationevent", "partners_mandateprolongation")
limits.add(
    application__typed="120/h/ip",
    application__sent="20/d/user",
    application__waiting="20/h/ip,5/h/key",
)
audit_words.name_actions(
    {
        "call.prepared": _("avviso di adesione preparato"),
        "call.changed": _("avviso di adesione modificato"),
        "call.moved": _("chiusura di un avviso cambiata"),
        "application.sent": _("domanda di adesione presentata"),
        "application.taken_up": _("domanda presa in carico"),
        "application.registered": _("numero di protocollo scritto"),
        "application.checked": _("criterio controllato"),
        "application.integration_asked": _("integrazione chiesta"),
        "application.objection_given": _("preavviso di rigetto dato"),
        "application.answered": _("risposta di chi ha presentato la domanda"),
        "application.admitted": _("domanda ammessa"),
        "application.refused": _("domanda non ammessa"),
        "application.withdrawn": _("domanda ritirata"),
        "application.suspended": _("adesione sospesa"),
        "application.resumed": _("adesione ripresa"),
        "application.ceased": _("adesione finita"),
    }
)


@clock.every(seconds=60, name="partners.erase_expired_applications")
def erase_expired(moment: datetime) -> None:
    """Erase the applications whose code nobody typed in time."""
    services.erase_expired(moment)
