# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the observations show in «la mia area» and in that of a partner: what one writes, where a letter is claimed."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from partners.models import Partner
from partners.queries import can_speak_for, with_colleagues
from portal.comments.queries import responses
from portal.core import panels
from portal.core.http import PortalRequest
from portal.core.models import User
from portal.core.panels import Panel

AT_MOST = 5


@panels.register("desk")
def what_we_write_together(request: PortalRequest, person: User) -> Panel | None:
    """Show who speaks for a partner the responses of that partner; nothing to anybody else."""
    moment = timezone.now()
    found = responses.list_for(person, moment=moment)
    if not found and not responses.partners_to_write_for(person, moment=moment):
        return None
    return Panel(
        title=_("Le risposte della mia organizzazione"),
        template="comments/responses/desk_panel.html",
        context={"responses": found[:AT_MOST]},
        position=20,
    )


@panels.register("own_partner")
def what_we_prepare(request: PortalRequest, partner: Partner) -> Panel | None:
    """Show who speaks for a partner its responses in preparation and the last that were sent; nobody else."""
    moment = timezone.now()
    if not can_speak_for(request.user, partner, moment=moment) or not request.user.is_authenticated:
        return None
    own = [one for one in responses.list_for(request.user, moment=moment) if one.response.partner_id == partner.pk]
    context = {
        "drafts": [one for one in own if not one.response.is_sent],
        "sent": [one for one in own if one.response.is_sent][:AT_MOST],
        "is_alone": not with_colleagues([partner.pk], moment=moment),
    }
    return Panel(
        title=_("Bozze e risposte"), template="comments/responses/own_partner_panel.html", context=context, position=10
    )


@panels.register("desk")
def claim_a_letter(request: PortalRequest, person: User) -> Panel:
    """Say where the code of a slip is typed."""
    return Panel(title=_("Una lettera mia"), template="comments/claim_panel.html", context={}, position=60)
