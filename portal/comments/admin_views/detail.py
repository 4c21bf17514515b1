# SPDX-License-Identifier: AGPL-3.0-or-later
"""One observation before a moderator: the words commented, the thread, what was decided, and the buttons."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.comments import enums, queries, services, targets, words
from portal.comments.admin_views.common import for_moderators
from portal.comments.forms.moderation import BanForm, HideForm, SeenForm
from portal.comments.models import ModerationDecision
from portal.comments.queries.attachments import links_of
from portal.comments.queries.moderation import Case, case, name_of_decider
from portal.comments.queries.rows import proposal_of, target_of
from portal.core import uploads
from portal.core.exceptions import NotReadable
from portal.core.http import SignedInRequest
from portal.ui.dates import in_full

PUBLISH, HIDE, REJECT, LEAVE = "pubblica", "nascondi", "rifiuta-modifica", "lascia"


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one observation; take the decision. There is no way here to change its words."""
    now = case(pk, moment=timezone.now())
    if request.method != "POST":
        return _page(request, now)
    action = request.POST.get("action", "")
    if action == LEAVE:
        services.resolve_reports(observation_id=pk, by=request.user, moment=timezone.now())
        messages.success(request, _("Segnalazioni chiuse: l'osservazione resta pubblicata."))
        return redirect("comments_admin:queue")
    form = SeenForm(request.POST) if action == PUBLISH else HideForm(request.POST)
    if not form.is_valid():
        hide_form = form if isinstance(form, HideForm) else None
        return _page(request, now, hide_form=hide_form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return _decide(request, pk, action, form)
    except services.AlreadyDecided as error:
        return _conflict(request, pk, form, _told_of(error.decision))
    except services.ChangedMeanwhile:
        told = _("Chi l'ha scritta ha cambiato il testo mentre lo leggevi: rileggilo prima di decidere.")
        return _conflict(request, pk, form, told)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def ban(request: SignedInRequest, pk: int) -> HttpResponse:
    """Suspend from writing the person who wrote an observation, or let them write again."""
    now = case(pk, moment=timezone.now())
    author = now.observation.user
    if author is None:
        raise NotReadable
    form = BanForm(request.POST or None)
    moment = timezone.now()
    if request.method == "POST" and now.ban is not None:
        services.lift_ban(user=author, by=request.user, moment=moment)
        messages.success(request, _("La persona può di nuovo scrivere."))
        return redirect("comments_admin:detail", pk)
    if request.method == "POST" and form.is_valid():
        reason, until = form.cleaned_data["reason"], form.until(moment)
        services.ban(user=author, reason=reason, until=until, by=request.user, moment=moment)
        messages.success(request, _("La persona non può scrivere; quello che ha già scritto resta."))
        return redirect("comments_admin:detail", pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "comments/admin/ban.html", {"case": now, "form": form}, status=status)


@require_safe
@for_moderators
def scan(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Give the scan of what came on paper."""
    found = case(pk, moment=timezone.now()).observation.scan
    if found is None:
        raise NotReadable
    return uploads.as_download(found)


def _decide(request: SignedInRequest, pk: int, action: str, form: SeenForm) -> HttpResponse:
    moment = timezone.now()
    if action == PUBLISH:
        services.publish(observation_id=pk, seen=form.seen, by=request.user, moment=moment)
        messages.success(request, _("Pubblicata. Chi l'ha scritta riceve un avviso."))
        return redirect("comments_admin:queue")
    act = services.reject_revision if action == REJECT else services.hide
    act(
        observation_id=pk,
        seen=form.seen,
        reason=form.cleaned_data["reason"],
        message=form.cleaned_data["message"],
        by=request.user,
        moment=moment,
    )
    messages.success(request, _("Non pubblicata. Chi l'ha scritta legge il motivo sulla sua ricevuta."))
    return redirect("comments_admin:queue")


def _conflict(request: SignedInRequest, pk: int, form: SeenForm, told: str) -> HttpResponse:
    """Show how things stand now, with what was typed still in the form."""
    hide_form = None
    if isinstance(form, HideForm):
        hide_form = HideForm(initial=form.cleaned_data)
    return _page(
        request, case(pk, moment=timezone.now()), hide_form=hide_form, conflict=told, status=HTTPStatus.CONFLICT
    )


def _page(
    request: SignedInRequest,
    now: Case,
    *,
    hide_form: HideForm | None = None,
    conflict: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    observation = now.observation
    rejects = now.waiting is not None
    form = hide_form or HideForm()
    context: dict[str, Any] = {
        "case": now,
        "observation": observation,
        "target": target_of(observation, audience=request.audience),
        "html": words.as_html(observation.comment),
        "files": links_of(observation, viewer=request.user),
        "waiting_html": words.as_html(now.waiting.text) if now.waiting else "",
        "proposal": proposal_of(observation),
        "waiting_proposal": targets.compared(observation.quote, now.waiting.proposed)
        if now.waiting and now.waiting.proposed
        else (),
        "parent_html": words.as_html(now.parent.comment) if now.parent else "",
        "thread": queries.single_thread(observation, viewer=request.user, is_open=False),
        "decisions": [(row, name_of_decider(row)) for row in now.decisions],
        "hide_form": form,
        "hide_action": REJECT if rejects else HIDE,
        "conflict": conflict,
        "queue_url": reverse("comments_admin:queue"),
        "is_withdrawn": observation.state == enums.State.WITHDRAWN,
    }
    return render(request, "comments/admin/detail.html", context, status=status)


def _told_of(decision: ModerationDecision | None) -> str:
    if decision is None:
        return _("Chi l'ha scritta l'ha ritirata nel frattempo.")
    return _("Già moderata da %(who)s, %(when)s: la decisione è «%(what)s».") % {
        "who": name_of_decider(decision),
        "when": in_full(decision.decided_at),
        "what": decision.get_decision_display(),
    }
