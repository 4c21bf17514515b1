# SPDX-License-Identifier: AGPL-3.0-or-later
"""Typing in what came by other doors: first what it is about, then the words. It works without JavaScript."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.comments import services, targets
from portal.comments.admin_views.common import for_moderators
from portal.comments.forms.papers import PaperForm
from portal.comments.queries.choices import choices_for
from portal.comments.targets import WindowClosed
from portal.core.http import SignedInRequest
from portal.core.sniffing import FileRefused


@require_safe
@for_moderators
def choose(request: SignedInRequest) -> HttpResponse:
    """Choose consultation, section and paragraph, one after the other."""
    chosen = choices_for(
        scope=request.GET.get("consultazione", ""),
        section=request.GET.get("sezione", ""),
        target=request.GET.get("parte", ""),
    )
    if chosen.target is not None:
        return redirect("comments_admin:paper", *chosen.target)
    return render(request, "comments/admin/choose.html", {"chosen": chosen})


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def paper(request: SignedInRequest, kind: str, identity: str) -> HttpResponse:
    """Take in the words of a letter about one thing."""
    target = targets.resolve(kind, identity, audience=request.audience)
    form = PaperForm(request.POST or None, request.FILES or None, target=target)
    status, conflict = HTTPStatus.OK, ""
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                submitted = services.enter_paper(
                    target=target,
                    paper=form.paper(),
                    by=request.user,
                    key=form.cleaned_data["key"],
                    moment=timezone.now(),
                )
            except (WindowClosed, services.WriteRefused) as error:
                status, conflict = HTTPStatus.CONFLICT, error.message
            except FileRefused as error:
                form.add_error("file", str(error))
            else:
                messages.success(request, _("Osservazione inserita. Stampa la ricevuta per chi l'ha portata."))
                return redirect("comments_admin:detail", submitted.observation.pk)
    context = {"form": form, "target": target, "conflict": conflict}
    return render(request, "comments/admin/paper.html", context, status=status)
