# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing with colleagues of the same partner. Nobody else finds these pages: see Note [Nobody outside]."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.comments import services, targets
from portal.comments.forms.fields import new_key
from portal.comments.forms.responses import CommentForm, DraftForm, KindForm, LeadForm
from portal.comments.models import PartnerResponse, ResponseDraft
from portal.comments.queries import responses as queries
from portal.comments.queries.responses import Workspace
from portal.comments.services import responses
from portal.comments.targets import Target, WindowClosed
from portal.comments.views.common import crumbs, personal, refusal, signed_in
from portal.core import limits
from portal.core.exceptions import NotReadable
from portal.core.http import SignedInRequest

Refusals = (WindowClosed, services.WriteRefused, limits.TooMany)


@require_safe
@personal
@signed_in
def response_list(request: SignedInRequest) -> HttpResponse:
    """List the responses of the partners for which one speaks."""
    heading = _("Le risposte della mia organizzazione")
    context = {
        "heading": heading,
        "lead": _("Si scrivono insieme, in privato. Chi guida invia una risposta sola, prima della chiusura."),
        "responses": queries.list_for(request.user, moment=timezone.now()),
        "partners": queries.partners_to_write_for(request.user, moment=timezone.now()),
        "breadcrumbs": _trail((heading, "")),
        "noindex": True,
    }
    return render(request, "comments/responses/list.html", context)


@require_safe
@personal
@signed_in
def response(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the workspace: every contribution, what colleagues say of it, the copies, who leads."""
    return workspace_page(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@signed_in
def write(request: SignedInRequest, kind: str, identity: str) -> HttpResponse:
    """Write a contribution about a paragraph, a section or a text."""
    target = targets.resolve(kind, identity, audience=request.audience)
    partners = queries.partners_to_write_for(request.user, moment=timezone.now())
    if not partners:
        raise NotReadable
    initial = {"partner": request.GET.get("per", "")}
    form = DraftForm(request.POST or None, target=target, partners=partners, initial=_only_known(initial, partners))
    try:
        if request.method == "POST" and form.is_valid():
            limits.consume(request, "response.written")
            draft = responses.write_draft(
                target=target,
                partner_id=form.partner_id,
                text=form.cleaned_data["text"],
                kind=form.cleaned_data["kind"],
                by=request.user,
                key=form.cleaned_data["key"],
                moment=timezone.now(),
            )
            messages.success(request, _("Il contributo è nella bozza comune: lo vedono solo i colleghi."))
            return redirect(f"{draft.response.workspace_url}#contributo-{draft.pk}")
        targets.check_gate(target, moment=timezone.now())
    except Refusals as error:
        return refusal(request, error, typed=request.POST.get("text", ""), back_url=target.url)
    return _write_page(request, target, form, _("Scrivi con i colleghi"), partners=partners)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@signed_in
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rewrite one's own contribution, or take it back."""
    found = queries.own_draft(pk, user=request.user, moment=timezone.now())
    back_url = found.response.workspace_url
    form = KindForm(request.POST or None, initial={"text": found.text, "kind": found.kind})
    try:
        if request.POST.get("scelta") == "togli":
            responses.remove_draft(draft=found, by=request.user, moment=timezone.now())
            messages.success(request, _("Il tuo contributo è stato tolto."))
            return redirect(back_url)
        if request.method == "POST" and form.is_valid():
            limits.consume(request, "response.written")
            values = {"text": form.cleaned_data["text"], "kind": form.cleaned_data["kind"]}
            responses.change_draft(draft=found, by=request.user, moment=timezone.now(), **values)
            messages.success(request, _("Il tuo contributo è cambiato."))
            return redirect(f"{back_url}#contributo-{found.pk}")
    except Refusals as error:
        return refusal(request, error, typed=request.POST.get("text", ""), back_url=back_url)
    return _draft_page(request, found, form)


@require_POST
@personal
@signed_in
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say something to the colleagues about a contribution."""
    found = queries.own_draft(pk, user=request.user, moment=timezone.now())
    form = CommentForm(request.POST, auto_id=f"commento-{found.pk}-%s")
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return workspace_page(request, found.response_id, failed=found.pk, comment_form=form, status=status)
    try:
        limits.consume(request, "response.written")
        responses.comment(
            draft=found,
            text=form.cleaned_data["text"],
            key=form.cleaned_data["key"],
            by=request.user,
            moment=timezone.now(),
        )
    except Refusals as error:
        typed = form.cleaned_data["text"]
        return refusal(request, error, typed=typed, back_url=found.response.workspace_url)
    messages.success(request, _("Il commento è scritto: lo leggono solo i colleghi."))
    return redirect(f"{found.response.workspace_url}#contributo-{found.pk}")


def workspace_page(
    request: SignedInRequest,
    pk: int,
    *,
    failed: int = 0,
    comment_form: CommentForm | None = None,
    lead_form: LeadForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Return the workspace, with what was typed in the form that failed."""
    space = queries.workspace(pk, user=request.user, moment=timezone.now())
    context = {
        "space": space,
        "response": space.response,
        "heading": _("La risposta di %s") % space.response.partner.name,
        "lead_form": lead_form or _lead_form(space),
        "failed": failed,
        "failed_form": comment_form,
        "new_key": new_key,
        "breadcrumbs": response_trail((space.response.partner.name, "")),
        "noindex": True,
    }
    return render(request, "comments/responses/workspace.html", context, status=status)


def response_trail(*here: tuple[str, str]) -> list[tuple[str, str]]:
    """Return where a page of a response stands."""
    return _trail((_("Le risposte della mia organizzazione"), reverse("comments:responses")), *here)


def to_response(found: PartnerResponse) -> tuple[str, str]:
    """Return the step that leads back to the workspace."""
    return found.partner.name, found.workspace_url


def _lead_form(space: Workspace) -> LeadForm:
    initial = {"person": str(space.viewer_id), "turn": space.response.lead_turn}
    return LeadForm(initial=initial, colleagues=space.colleagues)


def _only_known(initial: dict[str, str], partners: list[Any]) -> dict[str, str]:
    known = {str(one.pk) for one in partners}
    return initial if initial["partner"] in known else {}


def _write_page(
    request: SignedInRequest, target: Target, form: DraftForm, heading: str, *, partners: list[Any]
) -> HttpResponse:
    context = {
        "target": target,
        "form": form,
        "partner": partners[0] if len(partners) == 1 else None,
        "heading": heading,
        "breadcrumbs": crumbs(target, heading),
        "noindex": True,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "comments/responses/write.html", context, status=status)


def _draft_page(request: SignedInRequest, found: ResponseDraft, form: KindForm) -> HttpResponse:
    heading = _("Cambia il tuo contributo")
    context = {
        "draft": found,
        "form": form,
        "heading": heading,
        "breadcrumbs": response_trail(to_response(found.response), (heading, "")),
        "noindex": True,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "comments/responses/draft.html", context, status=status)


def _trail(*here: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("La mia area"), reverse("desk:home")), *here]
