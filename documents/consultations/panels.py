# SPDX-License-Identifier: AGPL-3.0-or-later
"""What consultations show on pages of others: partner, tavolo, area, «la mia area»."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.consultations.queries import responses, voices
from partners.models import Partner
from portal.core import panels
from portal.core.http import PortalRequest
from portal.core.models import Area, User
from portal.core.panels import Panel
from tavoli.models import Tavolo

AT_MOST = 8
OWN_AT_MOST = 20


@panels.register("partner")
def what_it_said(request: PortalRequest, partner: Partner) -> Panel | None:
    """Show what a partner said in the consultations, and what came of it."""
    total, lines = voices.of_partner(partner, most=AT_MOST)
    if not total:
        return None
    context = {"lines": lines, "total": total}
    return Panel(
        title=_("Che cosa ha detto"), template="consultations/observation_panel.html", context=context, position=30
    )


@panels.register("partner")
def what_it_answered(request: PortalRequest, partner: Partner) -> Panel | None:
    """Show the official responses of a partner."""
    found = responses.of_partner(partner)
    if not found:
        return None
    return Panel(
        title=_("Le sue risposte ufficiali"),
        template="consultations/response_panel.html",
        context={"responses": found, "by_partner": True},
        position=29,
    )


@panels.register("tavolo")
def what_it_cares_for(request: PortalRequest, tavolo: Tavolo) -> Panel | None:
    """Show the sections entrusted to a tavolo."""
    sections = voices.sections_of_tavolo(tavolo)
    if not sections:
        return None
    return Panel(
        title=_("Le parti del testo che segue"),
        template="consultations/consultation_sections_panel.html",
        context={"sections": sections, "opened": []},
        position=30,
    )


@panels.register("area")
def what_the_texts_say(request: PortalRequest, area: Area) -> Panel | None:
    """Show what is open for comment in an area, and its parts of the Piano."""
    sections = voices.sections_of_area(area)
    opened = voices.open_in_area(area, moment=timezone.now())
    if not sections and not opened:
        return None
    return Panel(
        title=_("Che cosa dice il Piano"),
        template="consultations/consultation_sections_panel.html",
        context={"sections": sections, "opened": opened},
        position=10,
    )


@panels.register("desk")
def what_i_said(request: PortalRequest, person: User) -> Panel | None:
    """Show a person what they said and what came of it."""
    total, own = voices.of_person(person, most=OWN_AT_MOST)
    context = {"own": own, "total": total}
    return Panel(
        title=_("Le mie osservazioni e le risposte"),
        template="consultations/observation_desk_panel.html",
        context=context,
        position=10,
    )
