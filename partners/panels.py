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


@panels.register("area")
def partners_of_area(request: PortalRequest, area: Area) -> Panel | None:
    """Show who works in an area."""
    total, first = queries.partners_of_area(area, request.audience, limit=AREA_LIMIT)
    if not total:
        return None
    context = {"partners": first, "total": total, "others": total - len(first), "area": area}
    return Panel(title=_("Chi lavora in quest'area"), template="partners/area_panel.html", context=context, position=40)


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
