# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Risposta ufficiale di X»: what an organisation said in a consultation, together."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.consultations import links
from documents.consultations.queries import responses
from portal.core.http import PortalRequest


@require_safe
def response(request: PortalRequest, pk: int) -> HttpResponse:
    """Show the response, who sent it and in what role, each point with the office's answer."""
    found = responses.public_response(pk)
    heading = _("Risposta ufficiale di %s") % found.response.partner.name
    consultation = found.consultation
    context = {
        "heading": heading,
        "found": found,
        "response": found.response,
        "consultation": consultation,
        "breadcrumbs": [
            (_("Consultazioni"), reverse("consultations:list")),
            (consultation.title, links.consultation(consultation)),
            (heading, ""),
        ],
    }
    return render(request, "consultations/response.html", context)
