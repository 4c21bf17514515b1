# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the lead of a response does: choose, copy, rewrite, order, leave out, send."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from portal.comments import words
from portal.comments.forms.responses import CopyForm, LeadForm, SendForm
from portal.comments.models import ResponseItem
from portal.comments.queries import responses as queries
from portal.comments.queries.responses import Workspace, role_label, role_of
from portal.comments.services import ChangedMeanwhile, responses
from portal.comments.views.common import personal, refusal, signed_in
from portal.comments.views.responses import Refusals, response_trail, to_response, workspace_page
from portal.core import limits
from portal.core.http import SignedInRequest

UP, DOWN, DROP, RESTORE = "su", "giu", "lascia-fuori", "rimetti"


@require_POST
@personal
@signed_in
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the lead, or give it to a colleague."""
    space = queries.workspace(pk, user=request.user, moment=timezone.now())
    form = LeadForm(request.POST, colleagues=space.colleagues)
    if not form.is_valid():
        return workspace_page(request, pk, lead_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        responses.choose_lead(
            response_id=pk,
            person_id=form.person_id,
            seen_turn=form.cleaned_data["turn"],
            by=request.user,
            moment=timezone.now(),
        )
    except Refusals as error:
        return refusal(request, error, back_url=space.response.workspace_url)
    messages.success(request, _("La guida è cambiata: i colleghi ricevono un avviso."))
    return redirect(space.response.workspace_url)


@require_POST
@personal
@signed_in
def take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a copy of one contribution, or of all, in the response."""
    found = queries.own_response(pk, user=request.user, moment=timezone.now())
    chosen = request.POST.get("contributo", "")
    try:
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:  # noqa: PLR2004 -- what a key holds
            responses.take(response_id=pk, draft_id=int(chosen), by=request.user, moment=timezone.now())
            messages.success(request, _("Una copia è nella risposta: l'originale resta com'è."))
            return redirect(f"{found.workspace_url}#contributo-{chosen}")
        count = responses.take_all(response_id=pk, by=request.user, moment=timezone.now())
    except Refusals as error:
        return refusal(request, error, back_url=found.workspace_url)
    told = ngettext("%d contributo messo nella risposta.", "%d contributi messi nella risposta.", count) % count
    messages.success(request, told)
    return redirect(found.workspace_url)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@signed_in
def item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rewrite a copy beside its original; or move it, leave it out, put it back."""
    found = queries.own_item(pk, user=request.user, moment=timezone.now())
    back_url = f"{found.response.workspace_url}#risposta"
    form = CopyForm(
        request.POST if request.POST.get("scelta") == "testo" else None,
        initial={"text": found.text, "kind": found.kind, "edition": found.edition},
    )
    try:
        if _placed(request, found):
            return redirect(back_url)
        if form.is_bound and form.is_valid():
            _rewrite(request, found, form)
            messages.success(request, _("La copia è cambiata; l'originale resta com'era."))
            return redirect(back_url)
    except ChangedMeanwhile:
        return _item_page(request, found, form, is_conflict=True)
    except Refusals as error:
        return refusal(request, error, typed=request.POST.get("text", ""), back_url=found.response.workspace_url)
    return _item_page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@signed_in
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the response as it will be read, then send it."""
    space = queries.workspace(pk, user=request.user, moment=timezone.now())
    form = SendForm(
        request.POST or None,
        initial={"name": request.user.get_full_name(), "seen": responses.fingerprint(space.response)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            limits.consume(request, "response.sent")
            sent = responses.send(
                response_id=pk,
                seen=form.cleaned_data["seen"],
                name_choice=form.cleaned_data["name_choice"],
                display_name=form.display_name,
                key=form.cleaned_data["key"],
                by=request.user,
                moment=timezone.now(),
            )
        except ChangedMeanwhile:
            return _send_page(request, space, SendForm(initial=_shown_again(space, form)), is_conflict=True)
        except Refusals as error:
            return refusal(request, error, back_url=space.response.workspace_url)
        messages.success(request, _("La risposta ufficiale è stata inviata. La ricevuta ti arriva anche per e-mail."))
        return redirect(sent.response.workspace_url)
    if space.response.is_sent:
        return redirect(space.response.workspace_url)
    return _send_page(request, space, form)


def _placed(request: SignedInRequest, found: ResponseItem) -> bool:
    """Move a copy, leave it out or put it back, if that was asked."""
    choice, moment = request.POST.get("scelta", ""), timezone.now()
    if choice in {UP, DOWN}:
        responses.move_item(item=found, is_up=choice == UP, by=request.user, moment=moment)
    elif choice == DROP:
        responses.drop_item(item=found, by=request.user, moment=moment)
        messages.success(request, _("È fuori dalla risposta: i colleghi continuano a leggere l'originale."))
    elif choice == RESTORE:
        responses.restore_item(item=found, by=request.user, moment=moment)
    return choice in {UP, DOWN, DROP, RESTORE}


def _rewrite(request: SignedInRequest, found: ResponseItem, form: CopyForm) -> None:
    limits.consume(request, "response.written")
    responses.edit_item(
        item=found,
        text=form.cleaned_data["text"],
        kind=form.cleaned_data["kind"],
        seen_edition=form.cleaned_data["edition"],
        by=request.user,
        moment=timezone.now(),
    )


def _item_page(
    request: SignedInRequest, found: ResponseItem, form: CopyForm, *, is_conflict: bool = False
) -> HttpResponse:
    heading = _("La copia per la risposta")
    typed = form.data.get("text", "") if is_conflict else ""
    if is_conflict:
        fresh = queries.own_item(found.pk, user=request.user, moment=timezone.now())
        form = CopyForm(initial={"text": typed, "kind": fresh.kind, "edition": fresh.edition})
        found = fresh
    context = {
        "item": found,
        "author": queries.name_of(found.draft.author),
        "original_html": words.as_html(found.draft.text),
        "current_html": words.as_html(found.text) if is_conflict else "",
        "form": form,
        "is_conflict": is_conflict,
        "is_lead": found.response.lead_id == request.user.pk,
        "heading": heading,
        "breadcrumbs": response_trail(to_response(found.response), (heading, "")),
        "noindex": True,
    }
    status = HTTPStatus.CONFLICT if is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "comments/responses/item.html", context, status=status)


def _send_page(
    request: SignedInRequest, space: Workspace, form: SendForm, *, is_conflict: bool = False
) -> HttpResponse:
    heading = _("Invia la risposta ufficiale")
    context = {
        "space": space,
        "response": space.response,
        "items": [(one, words.as_html(one.text)) for one in space.kept],
        "role": role_label(role_of(request.user, space.response.partner_id, moment=timezone.now())),
        "form": form,
        "is_conflict": is_conflict,
        "heading": heading,
        "breadcrumbs": response_trail(to_response(space.response), (heading, "")),
        "noindex": True,
    }
    status = HTTPStatus.CONFLICT if is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "comments/responses/send.html", context, status=status)


def _shown_again(space: Workspace, form: SendForm) -> dict[str, str]:
    data = form.cleaned_data
    return {
        "name": data["name"],
        "name_choice": data["name_choice"],
        "seen": responses.fingerprint(space.response),
    }
