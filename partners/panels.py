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
