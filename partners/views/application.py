# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where an application is: for whoever holds its code, and what only its author may do."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners import queries, services
from partners.forms.application import AnswerForm
from partners.views.common import distretto_crumbs, personal, status_of
from partners.words import event_words
from portal.core import limits, uploads
from portal.core.http import PortalRequest, SignedInRequest
from portal.core.sniffing import FileRefused
from portal.ui.responses import refused


@require_safe
@personal
def application(request: PortalRequest, code: str) -> HttpResponse:
    """Show the receipt and where the application is; personal data only to who made it."""
    found = queries.application_with_code(code)
    standing = queries.standing_of(found, moment=timezone.now())
    is_mine = request.user.is_authenticated and found.applicant_id == request.user.pk
    context = {
        "heading": _("Domanda di adesione %(number)s") % {"number": found.number},
        "breadcrumbs": distretto_crumbs((_("Domanda"), "")),
        "application": found,
        "standing": standing,
        "events": [(event, event_words(event.what)) for event in standing.events],
        "is_mine": is_mine,
        "files": queries.files_of(found) if is_mine else [],
        "noindex": True,
    }
    return render(request, "partners/application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@login_required
def answer(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Take the answer to a request of the office."""
    found = queries.own_application(code, user=request.user)
    step = queries.own_open_step(found, pk)
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        limits.consume(request, "application.sent")
        try:
            services.answer(
                step=step, text=form.cleaned_data["text"], files=form.cleaned_data["documents"], by=request.user,
                moment=timezone.now(),
            )  # fmt: skip
        except (FileRefused, services.TooManyFiles) as refusal:
            form.add_error("documents", str(refusal))
        except services.NothingAsked as refusal:
            typed = form.cleaned_data["text"]
            return refused(
                request, refusal.message, status=HTTPStatus.CONFLICT, typed=typed, back_url=found.receipt_url
            )
        else:
            messages.success(request, _("La risposta è arrivata all'ufficio."))
            return redirect(found.receipt_url)
    heading = _("Rispondi al preavviso") if step.is_objection else _("Rispondi alla richiesta")
    context = {
        "heading": heading,
        "lead": found.name,
        "breadcrumbs": distretto_crumbs((found.number, found.receipt_url), (heading, "")),
        "application": found,
        "step": step,
        "form": form,
        "noindex": True,
    }
    status = status_of(request.method == "POST")
    return render(request, "partners/application_answer.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@login_required
def withdraw(request: SignedInRequest, code: str) -> HttpResponse:
    """Take an application back; a draft is thrown away."""
    found = queries.own_application(code, user=request.user)
    back = found.call.url if found.is_draft else found.receipt_url
    if request.method == "POST":
        was_draft = found.is_draft
        try:
            services.withdraw(application=found, by=request.user, moment=timezone.now())
        except services.ApplicationRefused as refusal:
            return refused(request, refusal.message, status=HTTPStatus.CONFLICT, back_url=back)
        messages.success(request, _("La bozza è cancellata.") if was_draft else _("La domanda è ritirata."))
        return redirect("desk:home")
    heading = _("Cancella la bozza") if found.is_draft else _("Ritira la domanda")
    context = {
        "heading": heading,
        "lead": found.name or found.call.title,
        "breadcrumbs": distretto_crumbs((heading, "")),
        "application": found,
        "back": back,
        "noindex": True,
    }
    return render(request, "partners/application_withdraw.html", context)


@require_safe
@personal
@login_required
def application_file(request: SignedInRequest, code: str, pk: int) -> HttpResponseBase:
    """Give back a document to the person who handed it in."""
    return uploads.as_download(queries.file_of(queries.own_application(code, user=request.user), pk))
