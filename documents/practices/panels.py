# SPDX-License-Identifier: AGPL-3.0-or-later
"""Good practices on the pages of a partner and of an area."""

from django.utils.translation import gettext as _

from documents.practices import queries
from partners.models import Partner
from portal.core import panels
from portal.core.http import PortalRequest
from portal.core.models import Area
from portal.core.panels import Panel

TEMPLATE = "practices/practices_panel.html"
AREA_LIMIT = 6


@panels.register("partner")
def practices_of_partner(request: PortalRequest, partner: Partner) -> Panel | None:
    """Show the experiences of a partner."""
    found = queries.practices_of_partner(partner, audience=request.audience)
    if not found:
        return None
    return Panel(title=_("Le sue buone pratiche"), template=TEMPLATE, context={"practices": found}, position=60)


@panels.register("area")
def practices_of_area(request: PortalRequest, area: Area) -> Panel | None:
    """Show the experiences of an area."""
    total, first = queries.practices_of_area(area, audience=request.audience, limit=AREA_LIMIT)
    if not total:
        return None
    context = {"practices": first, "others": total - len(first), "area": area}
    return Panel(title=_("Buone pratiche"), template=TEMPLATE, context=context, position=60)
