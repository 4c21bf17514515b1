# SPDX-License-Identifier: AGPL-3.0-or-later
"""A designation, for the organisations that choose: who stands, voting in secret, the result with its minutes."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners import queries, services
from partners.enums import Power
from partners.forms.designation import BallotForm, StandForm
from partners.models import Designation
from partners.views.common import distretto_crumbs, personal
from portal.core import limits, uploads
from portal.core.http import SignedInRequest
from portal.ui.responses import refused


@require_safe
@personal
@login_required
def designation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who stands, until when, and the result; never who voted for whom."""
    found = queries.readable_designation(pk, audience=request.audience)
    moment = timezone.now()
    roll = list(found.roll.select_related("partner"))
    context = {
        **_frame(found),
        "moment": moment,
        "candidates": queries.standing_candidates(found),
        "mine": [one.pk for one in queries.standing_candidates(found) if one.user_id == request.user.pk],
        "roll": roll,
        "voted": sum(entry.has_voted for entry in roll),
        "can_stand": found.takes_candidacies_at(moment)
        and bool(queries.own_voices(found, request.user, moment=moment, power=Power.SPEAK)),
        "to_vote": [
            entry
            for entry in queries.own_voices(found, request.user, moment=moment, power=Power.VOTE)
            if found.takes_votes_at(moment) and not entry.has_voted
        ],
    }
    return render(request, "partners/designation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@login_required
def stand(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a candidacy."""
    found = queries.readable_designation(pk, audience=request.audience)
    voices = queries.own_voices(found, request.user, moment=timezone.now(), power=Power.SPEAK)
    form = StandForm(request.POST or None, voices=voices)

    def act() -> str:
        services.stand(
            designation=found, partner=form.voices[form.cleaned_data["partner"]], by=request.user,
            presentation=form.cleaned_data["presentation"], is_name_public=form.cleaned_data["is_name_public"],
            moment=timezone.now(),
        )  # fmt: skip
        return _("La candidatura è arrivata: chi vota la legge.")

    return _take(request, found, form, act, title=_("Candidati"), button=_("Invia la candidatura"))


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@login_required
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a ballot."""
    found = queries.readable_designation(pk, audience=request.audience)
    voices = queries.own_voices(found, request.user, moment=timezone.now(), power=Power.VOTE)
    voices = [entry for entry in voices if not entry.has_voted] or voices
    form = BallotForm(request.POST or None, voices=voices, candidates=queries.standing_candidates(found))

    def act() -> str:
        services.vote(
            designation=found, partner=form.voices[form.cleaned_data["partner"]], by=request.user,
            candidate=form.chosen, moment=timezone.now(),
        )  # fmt: skip
        return _("La scheda è nell'urna. Nessuno può sapere che cosa c'è scritto.")

    return _take(request, found, form, act, title=_("Vota"), button=_("Metti la scheda nell'urna"), is_vote=True)


@require_POST
@personal
@login_required
def step_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one's candidacy back."""
    found = queries.readable_designation(pk, audience=request.audience)
    try:
        services.step_back(designation=found, by=request.user, moment=timezone.now())
    except services.DesignationRefused as refusal:
        return refused(request, refusal.message, status=HTTPStatus.CONFLICT, back_url=found.url)
    messages.success(request, _("La candidatura è ritirata."))
    return redirect(found.url)


@require_safe
@personal
@login_required
def minutes(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Give the minutes to the organisations that chose."""
    found = queries.readable_designation(pk, audience=request.audience)
    return uploads.as_download(queries.minutes_file(found))


def _take(
    request: SignedInRequest,
    found: Designation,
    form: StandForm | BallotForm,
    act: Callable[[], str],
    **context: Any,
) -> HttpResponse:
    status = HTTPStatus.OK
    if not form.voices:
        message = _("Serve un mandato in vigore per un'organizzazione che sceglie.")
        return refused(request, message, status=HTTPStatus.FORBIDDEN, back_url=found.url)
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            limits.consume(request, "designation.acted")
            try:
                messages.success(request, act())
            except services.NotYours as refusal:
                return refused(request, refusal.message, status=HTTPStatus.FORBIDDEN, back_url=found.url)
            except services.DesignationRefused as refusal:
                return refused(request, refusal.message, status=HTTPStatus.CONFLICT, back_url=found.url)
            return redirect(found.url)
    page = {**_frame(found), **context, "form": form, "lead": found.seat.shown_name, "heading": context["title"]}
    return render(request, "partners/designation_form.html", page, status=status)


def _frame(found: Designation) -> dict[str, Any]:
    heading = _("Chi tiene il seggio «%(name)s»") % {"name": found.seat.shown_name}
    return {
        "designation": found,
        "heading": heading,
        "breadcrumbs": distretto_crumbs((heading, "")),
        "noindex": True,
    }
