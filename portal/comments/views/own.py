# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the author may do: change the words, withdraw them, keep the receipt."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.comments import enums, queries, services, targets, words
from portal.comments.forms.files import FilesForm
from portal.comments.forms.writing import WordsForm
from portal.comments.models import Observation
from portal.comments.queries.attachments import attached_to, held_under
from portal.comments.queries.rows import latest_revision, own_observation, target_of
from portal.comments.services.revisions import files_key
from portal.comments.targets import Target, WindowClosed
from portal.comments.views.common import all_typed, crumbs, go, personal, refusal, show, signed_in
from portal.comments.views.files import hold_for
from portal.comments.views.qr import qr_code
from portal.core import limits
from portal.core.http import PortalRequest, SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@signed_in
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change one's own words."""
    observation = own_observation(pk, user=request.user)
    target = target_of(observation, audience=request.audience)
    typed = all_typed(request.POST.get("text", ""), request.POST.get("proposed", ""))
    latest = latest_revision(observation)
    form = WordsForm(request.POST or None, initial={"text": latest.text})
    if latest.proposed:
        form.offer_proposal(observation.quote, initial=latest.proposed)
    files = FilesForm(request.POST or None, request.FILES or None, there=attached_to(observation))
    try:
        if request.method == "POST":
            targets.check_gate(target, moment=timezone.now())
            hold_for(request, observation, files)
        if request.method == "POST" and form.is_valid() and not files.errors:
            limits.consume(request, "observation.sent")
            revision = services.revise(
                observation=observation,
                target=target,
                text=form.cleaned_data["text"],
                proposed=form.proposed,
                author=request.user,
                moment=timezone.now(),
                removed_files=files.removed,
            )
            messages.success(request, _told_of(revision.state))
            return go(request, observation.receipt_url)
        targets.check_gate(target, moment=timezone.now())
    except (WindowClosed, services.WriteRefused, limits.TooMany) as error:
        return refusal(request, error, typed=typed, back_url=observation.receipt_url)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or files.errors else HTTPStatus.OK
    return show(request, "comments/edit", _edit_context(observation, target, form, files), status=status)


def _edit_context(observation: Observation, target: Target, form: WordsForm, files: FilesForm) -> dict[str, Any]:
    heading = _("Modifica la tua osservazione")
    return {
        "observation": observation,
        "target": target,
        "passage": observation.passage,
        "form": form,
        "files": files,
        "held": held_under(files_key(observation)),
        "heading": heading,
        "breadcrumbs": crumbs(target, heading),
        "noindex": True,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@signed_in
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one's own words back."""
    observation = own_observation(pk, user=request.user)
    target = target_of(observation, audience=request.audience)
    try:
        if request.method == "POST":
            services.withdraw(observation=observation, target=target, author=request.user, moment=timezone.now())
            messages.success(request, _("L'osservazione è ritirata: il testo non si legge più."))
            return go(request, observation.receipt_url)
        targets.check_gate(target, moment=timezone.now())
    except (WindowClosed, services.WriteRefused) as error:
        return refusal(request, error, typed=observation.comment, back_url=observation.receipt_url)
    heading = _("Ritira la tua osservazione")
    context = {
        "observation": observation,
        "html": words.as_html(observation.comment),
        "heading": heading,
        "breadcrumbs": crumbs(target, heading),
        "noindex": True,
    }
    return show(request, "comments/withdraw", context)


@require_safe
@personal
def receipt(request: PortalRequest, receipt_code: str) -> HttpResponse:
    """Show the receipt to whoever holds its code."""
    held = queries.receipt(receipt_code, viewer=request.user, audience=request.audience, moment=timezone.now())
    context = {
        "receipt": held,
        "observation": held.observation,
        "html": words.as_html(held.observation.comment),
        "proposal": queries.proposal_of(held.observation),
        "qr": qr_code(services.on_site(held.observation.public_url)),
        "public_address": services.on_site(held.observation.public_url),
        "receipt_address": services.on_site(held.observation.receipt_url),
        "heading": _("Ricevuta della tua osservazione"),
        "breadcrumbs": [(_("Ricevuta"), "")],
        "noindex": True,
    }
    return render(request, "comments/receipt_page.html", context)


def _told_of(state: str) -> str:
    if state == enums.RevisionState.APPROVED:
        return _("Il nuovo testo è pubblicato.")
    return _("Il nuovo testo è arrivato. Un moderatore lo legge prima che compaia sul sito.")
