# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Sono d'accordo», and asking the moderators to look."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.comments import services, targets, words
from portal.comments.forms.writing import ReportForm
from portal.comments.models import Observation
from portal.comments.queries.rows import has_supported, published_observation, support_count
from portal.comments.targets import Target, WindowClosed
from portal.comments.views.common import crumbs, go, personal, place, refusal, show, signed_in
from portal.core import limits
from portal.core.http import SignedInRequest

TAKE_BACK = "non-piu"


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@signed_in
def support(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say «sono d'accordo», or take it back."""
    observation, target = published_observation(pk, audience=request.audience)
    back_url = place(observation, target)
    try:
        if request.method == "POST":
            limits.consume(request, "observation.supported")
            return _supported(request, observation, target)
        targets.check_gate(target, moment=timezone.now())
    except (WindowClosed, services.WriteRefused, limits.TooMany) as error:
        return refusal(request, error, back_url=back_url)
    return show(request, "comments/support", _context(request, observation, target, _("Sono d'accordo")))


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@signed_in
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the moderators to look at an observation."""
    observation, target = published_observation(pk, audience=request.audience)
    form = ReportForm(request.POST or None)
    back_url = place(observation, target)
    try:
        if request.method == "POST" and form.is_valid():
            limits.consume(request, "observation.reported")
            is_new = services.report(
                observation=observation, user=request.user, moment=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _told_of_report(is_new=is_new))
            return go(request, back_url)
    except (services.WriteRefused, limits.TooMany) as error:
        return refusal(request, error, typed=request.POST.get("text", ""), back_url=back_url)
    context = {**_context(request, observation, target, _("Segnala un'osservazione")), "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return show(request, "comments/report", context, status=status)


def _supported(request: SignedInRequest, observation: Observation, target: Target) -> HttpResponse:
    is_taken_back = request.POST.get("scelta") == TAKE_BACK
    act = services.take_back_support if is_taken_back else services.support
    act(observation=observation, target=target, user=request.user, moment=timezone.now())
    told = _("Hai tolto il tuo accordo.") if is_taken_back else _("Hai detto che sei d'accordo. Non è un voto.")
    if request.htmx:
        context = _context(request, observation, target, _("Sono d'accordo"))
        return show(request, "comments/support", {**context, "told": told})
    messages.success(request, told)
    return go(request, place(observation, target))


def _context(request: SignedInRequest, observation: Observation, target: Target, heading: str) -> dict[str, object]:
    return {
        "observation": observation,
        "html": words.as_html(observation.comment),
        "author": observation.display_name or _("Partecipante"),
        "count": support_count(observation),
        "is_supported": has_supported(observation, request.user),
        "back_url": place(observation, target),
        "heading": heading,
        "breadcrumbs": crumbs(target, heading),
        "noindex": True,
    }


def _told_of_report(*, is_new: bool) -> str:
    if is_new:
        return _("Grazie: un moderatore guarderà questa osservazione.")
    return _("L'avevi già segnalata: un moderatore la guarderà.")
