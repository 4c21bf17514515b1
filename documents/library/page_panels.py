# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the library shows on the pages of partners and areas, and where the Distretto tells who decides."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.library import queries
from documents.library.queries import Filters
from partners.models import Partner
from portal.core import panels
from portal.core.http import PortalRequest
from portal.core.models import Area
from portal.core.panels import Panel

SHOWN = 10


@panels.register("partner")
def protocols_of_partner(request: PortalRequest, partner: Partner) -> Panel | None:
    """List the agreements that a partner signed."""
    today = timezone.localdate()
    found = queries.protocols_of(partner, audience=request.audience)
    rows = [(protocol, protocol.force_on(today)) for protocol in found]
    if not rows:
        return None
    template = "library/panel_protocols.html"
    return Panel(title=_("Protocolli d'intesa"), template=template, context={"rows": rows}, position=40)


@panels.register("governance")
def protocols_in_force(request: PortalRequest, thing: None) -> Panel | None:
    """List the agreements that bind today, each with who signed it."""
    today = timezone.localdate()
    found = list(queries.readable_protocols(Filters(), audience=request.audience).in_force_on(today)[:SHOWN])
    if not found:
        return None
    template = "library/governance_panel.html"
    return Panel(title=_("Gli accordi in vigore"), template=template, context={"protocols": found}, position=30)


@panels.register("area")
def documents_of_area(request: PortalRequest, area: Area) -> Panel | None:
    """List the latest documents of an area."""
    found = list(queries.readable_documents(Filters(area=area.slug), audience=request.audience)[:SHOWN])
    if not found:
        return None
    context = {"documents": found, "area": area}
    return Panel(title=_("Documenti"), template="library/panel_documents.html", context=context, position=60)
