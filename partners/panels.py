# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the register shows on pages of others: the page of an area, «la mia area»."""

from django.utils import timezone
from django.utils.translation import gettext as _

from partners import queries
from portal.core import panels
from portal.core.http import PortalRequest
from portal.core.models import Area, User
from portal.core.panels import Panel

AREA_LIMIT = 12
SERVICES_LIMIT = 30


@panels.register("area")
def partners_of_area(request: PortalRequest, area: Area) -> Panel | None:
    """Show who works in an area."""
    total, first = queries.partners_of_area(area, request.audience, limit=AREA_LIMIT)
    services = queries.services_of_area(area, request.audience, limit=SERVICES_LIMIT)
    if not total and not services:
        return None
    context = {
        "partners": first, "total": total, "others": total - len(first), "area": area, "services": services,
        "today": timezone.localdate(),
    }  # fmt: skip
    return Panel(title=_("Chi fa che cosa"), template="partners/area_panel.html", context=context, position=40)


@panels.register("desk")
def for_whom_i_speak(request: PortalRequest, person: User) -> Panel | None:
    """Show a person the organisations for which to act, and until when."""
    moment = timezone.now()
    held = queries.own_mandates(person, moment=moment)
    if not held:
        return None
    return Panel(
        title=_("Per chi posso parlare"),
        template="partners/desk_panel.html",
        context={"mandates": [(mandate, mandate.holds_at(moment)) for mandate in held]},
        position=40,
    )


@panels.register("desk")
def my_applications(request: PortalRequest, person: User) -> Panel | None:
    """Show a person the applications to join, those in preparation too, with what is asked of them."""
    found = queries.own_applications(person)
    if not found:
        return None
    return Panel(
        title=_("Le mie domande di adesione"),
        template="partners/desk_applications.html",
        context={"applications": found},
        position=35,
    )


@panels.register("distretto")
def who_sits(request: PortalRequest, thing: None) -> Panel | None:
    """Show the seats of the Distretto and who holds them."""
    seats = queries.seats_shown(request.audience, moment=timezone.now())
    if not seats:
        return None
    return Panel(title=_("I seggi"), template="partners/seats_panel.html", context={"seats": seats}, position=10)


@panels.register("distretto")
def experts(request: PortalRequest, thing: None) -> Panel | None:
    """Show the experts who help now (Regolamento, art. 9), and where to see who works in the office."""
    context = {"experts": queries.experts_shown(moment=timezone.now())}
    return Panel(title=_("Chi aiuta"), template="partners/experts_panel.html", context=context, position=20)


@panels.register("desk")
def my_designations(request: PortalRequest, person: User) -> Panel | None:
    """Show the rounds in which a person's organisations choose."""
    moment = timezone.now()
    found = queries.running_for(person, moment=moment)
    if not found:
        return None
    context = {"designations": found, "moment": moment}
    return Panel(
        title=_("Da scegliere insieme"), template="partners/desk_designations.html", context=context, position=30
    )
