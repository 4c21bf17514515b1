# SPDX-License-Identifier: AGPL-3.0-or-later
"""What adhesion tells the house: tables that never change, limits, names of deeds, what the worker does."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners import queries, services
from portal.core import audit_words, clock, limits, looking, roles, triggers

triggers.immutable("partners_callextension", "partners_applicationevent", "partners_mandateprolongation")
limits.add(
    application__typed="600/h/ip",
    application__sent="20/d/user",
    application__waiting="20/h/ip,5/h/key",
    designation__acted="60/d/user",
    invitation__sent="30/d/user",
    invitation__opened="60/h/ip",
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
        "mandate.prolonged": _("mandato prolungato"),
        "seat.made": _("seggio istituito"),
        "seat.changed": _("seggio modificato"),
        "seat.taken": _("seggio occupato"),
        "seat.ended": _("seggio finito"),
        "designation.opened": _("designazione aperta"),
        "designation.recorded": _("designazione fatta altrove, scritta"),
        "designation.stood": _("candidatura presentata"),
        "designation.stepped_back": _("candidatura ritirata"),
        "designation.voted": _("scheda data (senza dire per chi)"),
        "designation.counted": _("voti contati"),
        "designation.tie_broken": _("parità sciolta"),
        "designation.concluded": _("designazione conclusa"),
        "designation.cancelled": _("designazione annullata"),
        "invitation.sent": _("invito mandato"),
        "invitation.revoked": _("invito ritirato"),
        "invitation.accepted": _("invito accettato"),
        "expert.ended": _("tempo di una persona esperta finito prima"),
        "role.given": _("ruolo dato con il mandato"),
        "role.taken": _("ruolo tolto con il mandato"),
        "staff_position.made": _("posizione nell'ufficio scritta"),
        "staff_position.changed": _("posizione nell'ufficio modificata"),
        "staff_function.made": _("funzione dell'ufficio scritta"),
        "staff_function.changed": _("funzione dell'ufficio modificata"),
    }
)


@clock.every(seconds=60, name="partners.erase_expired_applications")
def erase_expired(moment: datetime) -> None:
    """Erase the applications whose code nobody typed in time."""
    services.erase_expired(moment)


clock.register_periodic("partners.count_designations", services.count_finished, every=timedelta(minutes=5))


@clock.daily(at=time(0, 1), name="partners.health_roles_follow")
def health_roles_follow(moment: datetime) -> None:
    """Let the role of health referent follow its mandates."""
    services.health_roles_follow(moment)


looking.register("partner", _("Una persona di un partner"), queries.partners_as_readers)
roles.holds_only_if(roles.HEALTH_REFERENT, lambda user: queries.may_be_health_referent(user, moment=timezone.now()))
