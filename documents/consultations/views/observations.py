# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Che fine ha fatto»: the page of one observation, for ever."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.consultations import permissions
from documents.consultations.queries import observations
from documents.consultations.queries.observations import Fate
from portal.core.http import PortalRequest


@require_safe
def observation(request: PortalRequest, code: str) -> HttpResponse:
    """Show what was said, the words then and now, what the office answered and why, the act that decided."""
    fate = observations.fate(code, viewer=request.user)
    context = {
        "heading": _("Osservazione %s") % fate.observation.code,
        "lead": "" if fate.is_tombstone else _("Che fine ha fatto: le parole, la risposta, il motivo."),
        "breadcrumbs": _crumbs(fate),
        "fate": fate,
        "page_address": f"{settings.SITE_URL}{request.path}",
        "can_answer": permissions.can_answer(request.user),
        "noindex": fate.is_tombstone or fate.is_waiting,
    }
    response = render(request, "consultations/observation.html", context)
    if fate.is_waiting:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _crumbs(fate: Fate) -> list[tuple[str, str]]:
    found = fate.consultation
    return [
        (_("Consultazioni"), reverse("consultations:list")),
        (found.title, reverse("consultations:consultation", args=[found.slug])),
        (_("Osservazioni"), reverse("consultations:observations", args=[found.slug])),
        (fate.observation.code, ""),
    ]
