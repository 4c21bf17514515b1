# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Accogli queste parole»: proposed words go into the draft with one click, or by hand where they collide."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, forbidden, only
from documents.consultations.queries import outcomes, preparation
from documents.consultations.services import proposals


@require_POST
@only(permissions.can_answer)
def take_over(request: StaffRequest, pk: int, observation_pk: int) -> HttpResponse:
    """Write the proposed words into the draft and name the paragraph in the prepared answer."""
    if not permissions.can_write_texts(request.user):
        return forbidden(request)
    found = preparation.answered_one(pk)
    observation = outcomes.one_in_register(found, observation_pk)
    try:
        taken = proposals.take_over(
            consultation=found,
            observation=observation,
            seen=request.POST.get("visto", ""),
            words=request.POST.get("parole", ""),
            by=request.user,
            moment=timezone.now(),
        )
    except proposals.ChangedMeanwhile:
        messages.error(request, _("Nel frattempo il testo o la proposta sono cambiati: guardali di nuovo qui sotto."))
    except proposals.Collides:
        messages.error(request, _("Le stesse parole sono già cambiate in altro modo: scegli tu quali scrivere."))
    except proposals.NothingToTake:
        messages.error(request, _("Non c'è niente da scrivere: il testo lo dice già, o il paragrafo non c'è più."))
    except proposals.PageLocked:
        messages.error(request, _("La sezione è bloccata nell'editor da un'altra persona: niente è stato scritto."))
    else:
        told = _("Le parole sono nella bozza della sezione «%(title)s»: aprila, rileggila e dichiarala pronta.")
        messages.success(request, told % {"title": taken.page.title})
        if not taken.is_answered:
            messages.warning(request, _("La risposta che c'è dice altro: controlla che nomini questo paragrafo."))
    return redirect("answers_admin:answer", pk, observation_pk)
