# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of the tavoli."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.http import PortalRequest
from portal.core.panels import panels_for
from portal.ui.lists import chips_of
from tavoli import queries
from tavoli.forms import TavoliForm
from tavoli.permissions import can_keep_tavoli

PAGE_SIZE = 20
CALENDAR_SIZE = 8
NEXT_MEETINGS = 3
HELD_MEETINGS = 10
DOCUMENTS = 20


@require_safe
def tavoli(request: PortalRequest) -> HttpResponse:
    """List the tavoli, with filters and the calendar of the next meetings."""
    moment = timezone.now()
    form = TavoliForm(request.GET)
    found = queries.readable_tavoli(request.audience, form.filters, moment=moment)
    context = {
        "heading": _("I tavoli"),
        "lead": _("Ai tavoli enti pubblici e organizzazioni scrivono insieme il Piano. Qui vedi chi c'è e quando."),
        "breadcrumbs": [(_("Tavoli"), "")],
        "form": form,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "chips": chips_of(request, form),
        "calendar": queries.upcoming_meetings(request.audience, moment, CALENDAR_SIZE),
        "can_edit": can_keep_tavoli(request.user),
    }
    return render(request, "tavoli/list.html", context)


@require_safe
def detail(request: PortalRequest, slug: str) -> HttpResponse:
    """Show one tavolo: what it works on, who sits there, the next date, the last verbale, its documents."""
    tavolo = queries.readable_tavolo(slug, audience=request.audience)
    moment = timezone.now()
    context = {
        "heading": tavolo.name,
        "breadcrumbs": [(_("Tavoli"), reverse("tavoli:list")), (tavolo.name, "")],
        "tavolo": tavolo,
        "seats": queries.seats_of(tavolo, audience=request.audience),
        "coming": queries.next_meetings(tavolo, moment=moment, limit=NEXT_MEETINGS),
        "held": queries.held_meetings(tavolo, audience=request.audience, moment=moment, limit=HELD_MEETINGS),
        "documents": queries.documents_of(tavolo, audience=request.audience, limit=DOCUMENTS),
        "shows_work": tavolo.shows_work_to(request.audience),
        "is_member": tavolo.token in request.audience,
        "can_edit": can_keep_tavoli(request.user),
        "panels": panels_for("tavolo", request, tavolo),
    }
    return render(request, "tavoli/detail.html", context)
