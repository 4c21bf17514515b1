# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tavoli show on pages of others: partner, area, Distretto, «la mia area»."""

from django.utils import timezone
from django.utils.translation import gettext as _

from partners.models import Partner
from portal.core import panels
from portal.core.http import PortalRequest
from portal.core.models import Area, User
from portal.core.panels import Panel
from tavoli import queries
from tavoli.models import Tavolo

TEMPLATE = "tavoli/tavoli_panel.html"
AT_MOST = 8


@panels.register("partner")
def where_it_sits(request: PortalRequest, partner: Partner) -> Panel | None:
    """Show the tavoli where a partner sits."""
    return _panel(_("Siede a questi tavoli"), queries.tavoli_of_partner(partner, audience=request.audience), 20)


@panels.register("area")
def tavoli_of_area(request: PortalRequest, area: Area) -> Panel | None:
    """Show the tavoli of an area."""
    found = queries.tavoli_of_area(area, audience=request.audience, moment=timezone.now())
    return _panel(_("I tavoli dell'area"), found, 20)


@panels.register("distretto")
def tavoli_of_distretto(request: PortalRequest, thing: None) -> Panel | None:
    """Show through which tavoli the Distretto works."""
    found = queries.readable_tavoli(request.audience, queries.TavoliFilters(), moment=timezone.now())
    return _panel(_("I tavoli del Distretto"), list(found[:AT_MOST]), 20, has_more=True)


@panels.register("own_partner")
def where_we_sit(request: PortalRequest, partner: Partner) -> Panel:
    """Show the people of a partner the tavoli where it sits, reserved ones too, each with the next meeting."""
    found = queries.tavoli_where_one_sits(partner, audience=request.audience, moment=timezone.now())
    return Panel(
        title=_("I nostri tavoli"), template="tavoli/own_partner_panel.html", context={"tavoli": found}, position=30
    )


@panels.register("governance")
def where_it_is_discussed(request: PortalRequest, thing: None) -> Panel | None:
    """Show every tavolo at work: what it is for, who sits there by number, who coordinates it for the office."""
    found = queries.tavoli_at_work(request.audience, moment=timezone.now())
    if not found:
        return None
    return Panel(title=_("I tavoli"), template="tavoli/governance_panel.html", context={"tavoli": found}, position=20)


@panels.register("desk")
def my_tavoli(request: PortalRequest, person: User) -> Panel | None:
    """Show a person the tavoli of which to be a member, with the next meeting."""
    return _panel(_("I miei tavoli"), queries.own_tavoli(request.audience, moment=timezone.now()), 50)


def _panel(title: str, tavoli: list[Tavolo], position: int, *, has_more: bool = False) -> Panel | None:
    if not tavoli:
        return None
    context = {"tavoli": tavoli, "has_more": has_more}
    return Panel(title=title, template=TEMPLATE, context=context, position=position)
