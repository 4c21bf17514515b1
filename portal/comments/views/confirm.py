# SPDX-License-Identifier: AGPL-3.0-or-later
"""The code: the last step of who writes before signing in. A GET changes nothing."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.comments import services, targets, words
from portal.comments.forms.writing import AddressForm, CodeForm
from portal.comments.models import WaitingObservation
from portal.comments.passages import passage
from portal.comments.queries.waiting import waiting_observation
from portal.comments.targets import WindowClosed
from portal.comments.views.common import all_typed, personal, refusal
from portal.core import limits
from portal.core.accounts import sign_in
from portal.core.exceptions import NotReadable
from portal.core.http import PortalRequest

STEP_AGAIN = "nuovo-codice"


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def confirm(request: PortalRequest, token: str) -> HttpResponse:
    """Ask for the code; take the observation in and sign its author in."""
    waiting = waiting_observation(token, moment=timezone.now())
    if waiting.observation is not None:
        return redirect(waiting.observation.receipt_url)
    if request.method != "POST":
        return _page(request, waiting, CodeForm())
    draft = services.stored_draft(waiting)
    typed = all_typed(draft.text, draft.proposed)
    try:
        if request.POST.get("step") == STEP_AGAIN:
            return _again(request, waiting)
        return _take_in(request, waiting)
    except (WindowClosed, services.WriteRefused, limits.TooMany) as error:
        return refusal(request, error, typed=typed, back_url=services.stored_target(waiting).url)
    except NotReadable:
        gone = services.WriteRefused(_("Quello che stavi commentando non c'è più. Il tuo testo è qui sotto."))
        return refusal(request, gone, typed=typed)


def _take_in(request: PortalRequest, waiting: WaitingObservation) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, waiting, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    limits.consume(request, "code.typed")
    try:
        submitted = services.confirm(waiting=waiting, code=form.cleaned_data["code"], moment=timezone.now())
    except (services.WrongCode, services.CodeExpired) as error:
        form.add_error("code", error.message)
        return _page(request, waiting, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    observation = submitted.observation
    author = observation.user
    if request.user.is_authenticated or author is None:
        return redirect(observation.receipt_url)
    return sign_in(request, author, redirect_url=observation.receipt_url)


def _again(request: PortalRequest, waiting: WaitingObservation) -> HttpResponse:
    address = AddressForm(request.POST)
    if not address.is_valid():
        return _page(request, waiting, CodeForm(), address, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    email = address.cleaned_data["email"]
    limits.consume(request, "observation.waiting", key=email.casefold())
    services.send_new_code(
        waiting=waiting, email=email, moment=timezone.now(), language=translation.get_language() or "it"
    )
    messages.success(request, _("Abbiamo mandato un nuovo codice. Quello di prima non vale più."))
    return redirect(waiting.confirm_url)


def _page(
    request: PortalRequest,
    waiting: WaitingObservation,
    form: CodeForm,
    address: AddressForm | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    draft, target = services.stored_draft(waiting), services.stored_target(waiting)
    context = {
        "waiting": waiting,
        "form": form,
        "address": address or AddressForm(initial={"email": waiting.email}, auto_id="indirizzo_%s"),
        "html": words.as_html(draft.text),
        "passage": passage(target.quote, draft.chosen),
        "proposal": targets.compared(target.quote, draft.proposed) if draft.proposed else (),
        "author": draft.display_name,
        "heading": _("Manca solo il codice"),
        "breadcrumbs": [(_("Manca solo il codice"), "")],
        "noindex": True,
    }
    return render(request, "comments/confirm_page.html", context, status=status)
