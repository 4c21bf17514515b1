# SPDX-License-Identifier: AGPL-3.0-or-later
"""Applying: one screen, what will be sent, the receipt. It works without JavaScript and without signing in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners import queries, services
from partners.forms.application import AddressForm, ApplicationForm, CodeForm, initial_of
from partners.models import Application, Call
from partners.views.common import distretto_crumbs, personal, status_of
from portal.core import limits
from portal.core.accounts import sign_in
from portal.core.http import PortalRequest
from portal.core.models import User
from portal.core.sniffing import FileRefused
from portal.ui.responses import refused

LOOK, SAVE, CHECK, CHANGE, SEND = "cerca", "salva", "rivedi", "modifica", "invia"
AGAIN = "nuovo-codice"


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def apply(request: PortalRequest, slug: str) -> HttpResponse:
    """Show the application to a call, keep it, or send it."""
    call = queries.readable_call(slug)
    try:
        services.check_open(call, timezone.now())
        if request.method == "POST":
            return _take(request, call)
    except services.ApplicationRefused as refusal:
        typed = request.POST.get("what_it_does", "")
        return refused(request, refusal.message, status=HTTPStatus.CONFLICT, typed=typed, back_url=call.url)
    draft = queries.own_draft(call, request.user)
    return _page(request, call, _form(request, call, draft, initial=_start(request, draft)))


def _take(request: PortalRequest, call: Call) -> HttpResponse:
    step = request.POST.get("step", CHECK)
    limits.consume(request, "application.typed")
    draft = queries.own_draft(call, request.user)
    form = _form(request, call, draft, data=request.POST, files=request.FILES)
    is_valid = form.is_valid()
    if request.user.is_authenticated:
        draft = _kept(request, request.user, call, form)
        is_valid = is_valid and form.is_valid()
    if step in {LOOK, CHANGE}:
        return _page(request, call, _reopened(request, call, draft, form), only_code=step == LOOK)
    if step == SAVE:
        return _saved(request, call, draft)
    if not is_valid:
        return _page(request, call, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if step == SEND:
        return _send(request, call, draft, form)
    return _preview(request, call, form, AddressForm())


def _send(request: PortalRequest, call: Call, draft: Application | None, form: ApplicationForm) -> HttpResponse:
    language = translation.get_language() or "it"
    if draft is not None and request.user.is_authenticated:
        limits.consume(request, "application.sent")
        sent = services.submit(application=draft, by=request.user, moment=timezone.now(), language=language)
        return redirect(sent.receipt_url)
    address = AddressForm(request.POST)
    if not address.is_valid():
        return _preview(request, call, form, address, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    email = address.cleaned_data["email_for_code"]
    limits.consume(request, "application.waiting", key=email.casefold())
    key = form.cleaned_data["key"].hex
    waiting = services.start_waiting(
        call=call, values=form.values, email=email, key=key, moment=timezone.now(), language=language
    )
    return redirect(waiting.confirm_url)


def _kept(request: PortalRequest, person: User, call: Call, form: ApplicationForm) -> Application:
    """Save what can be read of the form, and its documents; a document that is refused says why at its field."""
    values = {name: value for name, value in form.values.items() if name not in form.errors}
    draft = services.save_draft(call=call, by=person, values=values, moment=timezone.now())
    wanted = {one.pk: one for one in call.attachments.all()}
    for pk, file in form.sent_files:
        try:
            services.add_file(application=draft, file=file, by=person, moment=timezone.now(), wanted=wanted[pk])
        except (FileRefused, services.TooManyFiles) as refusal:
            form.add_error(f"allegato_{pk}", str(refusal))
    return queries.own_draft(call, person) or draft


def _saved(request: PortalRequest, call: Call, draft: Application | None) -> HttpResponse:
    if draft is None:
        messages.info(request, _("Per ritrovare la domanda dopo, accedi: chi non è entrato non ha dove tenerla."))
        return redirect("partners:apply", call.slug)
    if request.headers.get("HX-Request") == "true":
        return render(request, "partners/application_saved.html", {"draft": draft})
    messages.success(request, _("Salvata: la vedi solo tu. La ritrovi nella tua area."))
    return redirect("partners:apply", call.slug)


def _form(request: PortalRequest, call: Call, draft: Application | None, **values: Any) -> ApplicationForm:
    return ApplicationForm(call=call, draft=draft, takes_files=request.user.is_authenticated, **values)


def _reopened(request: PortalRequest, call: Call, draft: Application | None, form: ApplicationForm) -> ApplicationForm:
    """Return the form with what was typed and no reproach for what is not there yet."""
    typed = {name: form[name].data for name in form.fields if name not in form.file_fields}
    typed = {name: value for name, value in typed.items() if value not in (None, "")}
    again = _form(request, call, draft, initial=typed)
    if "fiscal_code" in form.errors:
        again.wrong_code = form.errors["fiscal_code"]  # type: ignore[attr-defined]
    return again


def _start(request: PortalRequest, draft: Application | None) -> dict[str, Any]:
    if draft is not None:
        return initial_of(draft)
    return {"applicant_name": request.user.get_full_name()} if request.user.is_authenticated else {}


def _context(call: Call, form: ApplicationForm) -> dict[str, Any]:
    code = form["fiscal_code"].value() or ""
    known = queries.partner_with_code(str(code).replace(" ", "")[:16])
    return {
        "call": call,
        "form": form,
        "facts": form.facts,
        "section": form.section_label,
        "known": known,
        "breadcrumbs": distretto_crumbs(
            (_("Aderire"), reverse("partners:calls")), (call.title, call.url), (_("Domanda"), "")
        ),
        "noindex": True,
    }


def _page(
    request: PortalRequest, call: Call, form: ApplicationForm, *, only_code: bool = False, status: int = HTTPStatus.OK
) -> HttpResponse:
    wrong = getattr(form, "wrong_code", None)
    context = {
        **_context(call, form),
        "heading": _("Domanda di adesione"),
        "lead": call.title,
        "was_looked_up": only_code and not wrong,
        "wrong_code": wrong,
        "files": list(form.draft.files.all()) if form.draft else [],
        "apply_url": reverse("partners:apply", args=[call.slug]),
    }
    return render(request, "partners/apply.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else status)


def _preview(
    request: PortalRequest, call: Call, form: ApplicationForm, address: AddressForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    draft = queries.own_draft(call, request.user)
    context = {
        **_context(call, form),
        "heading": _("Controlla e invia"),
        "lead": call.title,
        "address": address,
        "code": form.cleaned_data["fiscal_code"],
        "files": list(draft.files.all()) if draft else [],
        "apply_url": reverse("partners:apply", args=[call.slug]),
        "wants_documents": not request.user.is_authenticated and call.attachments.exists(),
    }
    return render(request, "partners/apply_check.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def confirm_application(request: PortalRequest, token: str) -> HttpResponse:
    """Ask for the code; send the application and sign its author in."""
    waiting = queries.waiting_application(token, moment=timezone.now())
    language = translation.get_language() or "it"
    form = CodeForm(request.POST if request.method == "POST" and request.POST.get("step") != AGAIN else None)
    try:
        if request.method == "POST" and request.POST.get("step") == AGAIN:
            limits.consume(request, "code.issued", key=waiting.email)
            services.send_new_code(waiting=waiting, moment=timezone.now(), language=language)
            messages.success(request, _("Ti abbiamo mandato un altro codice: il primo non vale più."))
            return redirect(waiting.confirm_url)
        if request.method == "POST" and form.is_valid():
            limits.consume(request, "code.typed")
            return _confirmed(request, services.confirm(
                waiting=waiting, code=form.cleaned_data["code"], moment=timezone.now(), language=language
            ))  # fmt: skip
    except services.WrongCode as refusal:
        form.add_error("code", str(refusal.message))
    except services.ApplicationRefused as refusal:
        return refused(request, refusal.message, status=HTTPStatus.CONFLICT, back_url=waiting.call.url)
    context = {
        "heading": _("Manca solo il codice"),
        "breadcrumbs": distretto_crumbs((_("Domanda"), "")),
        "waiting": waiting,
        "form": form,
        "noindex": True,
    }
    return render(request, "partners/apply_confirm.html", context, status=status_of(bool(form.errors)))


def _confirmed(request: PortalRequest, done: services.Confirmed) -> HttpResponse:
    if not done.why_not_sent:
        return sign_in(request, done.user, redirect_url=done.application.receipt_url)
    messages.warning(request, _("La domanda è salvata ma non è ancora partita. %s") % done.why_not_sent)
    return sign_in(request, done.user, redirect_url=reverse("partners:apply", args=[done.application.call.slug]))
