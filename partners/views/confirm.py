# SPDX-License-Identifier: AGPL-3.0-or-later
"""The yearly confirmation from the e-mail: a page with one button; opening it changes nothing."""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partners import queries, services, tokens
from partners.enums import ConfirmationDoor
from portal.core.http import PortalRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: PortalRequest, token: str) -> HttpResponse:
    """Show the data and one button; pressing it says that they are right. No account is asked."""
    try:
        asked = tokens.read(token)
    except tokens.BadToken as error:
        raise Http404 from error
    moment = timezone.now()
    partner = queries.may_confirm(asked.partner_id, asked.person_id, moment=moment)
    if request.method == "POST":
        person = queries.keeper(partner, asked.person_id, moment=moment)
        with suppress(services.AlreadyConfirmed):  # the page that follows says when it was done
            services.confirm_data(
                partner=partner, by=person, door=ConfirmationDoor.MAIL, moment=moment, asked_for=asked.due_on
            )
        return redirect(request.path)
    is_done = queries.due_day(partner) != asked.due_on
    context = {
        "heading": _("I dati sono confermati") if is_done else _("Confermi che i dati sono corretti?"),
        "lead": partner.name,
        "breadcrumbs": [],
        "noindex": True,
        "partner": partner,
        "is_done": is_done,
        "due_on": queries.due_day(partner),
        "services": [service for service in partner.services.all() if service.is_active],
    }
    return render(request, "partners/confirm.html", context)
