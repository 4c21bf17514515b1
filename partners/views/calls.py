# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of the calls to join."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners import queries
from partners.views.common import distretto_crumbs
from portal.core.http import PortalRequest


@require_safe
def call_list(request: PortalRequest) -> HttpResponse:
    """List the calls to join the Distretto: those open, those to come, those that are over."""
    current, over = queries.readable_calls(timezone.now())
    context = {
        "heading": _("Aderire al Distretto"),
        "lead": _("Chi può chiedere di farne parte, fino a quando e come."),
        "breadcrumbs": distretto_crumbs((_("Aderire"), "")),
        "current": current,
        "over": over,
        "moment": timezone.now(),
    }
    return render(request, "partners/call_list.html", context)


@require_safe
def call(request: PortalRequest, slug: str) -> HttpResponse:
    """Show one call: what for, who may ask, with which criteria, until when, and every change of that."""
    found = queries.readable_call(slug)
    moment = timezone.now()
    context = {
        "heading": found.title,
        "breadcrumbs": distretto_crumbs((_("Aderire"), reverse("partners:calls")), (found.title, "")),
        "call": found,
        "moment": moment,
        "is_open": found.is_open_at(moment),
        "is_over": found.is_over_at(moment),
        "draft": queries.own_draft(found, request.user),
    }
    return render(request, "partners/call.html", context)
