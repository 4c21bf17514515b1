# SPDX-License-Identifier: AGPL-3.0-or-later
"""Applications in the admin: the queue, and one application with everything that can be done of it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners import queries, services
from partners.admin_views.door import only
from partners.enums import ApplicationState
from partners.forms.checking import (
    AdmitForm,
    AskForm,
    ChecklistForm,
    MembershipForm,
    NoticeForm,
    RefuseForm,
    RegistryForm,
)
from partners.models import Application
from partners.permissions import can_decide_applications
from partners.words import event_words
from portal.core import uploads
from portal.core.http import SignedInRequest

PAGE_SIZE = 30
SHOWN_STATES = [state for state in ApplicationState if state != ApplicationState.DRAFT]


@require_safe
@only(can_decide_applications)
def queue(request: SignedInRequest) -> HttpResponse:
    """List the applications that wait, what waits longest first; or those of one state."""
    state = request.GET.get("stato", "")
    state = state if state in {one.value for one in SHOWN_STATES} else ""
    page = Paginator(queries.queue(state), PAGE_SIZE).get_page(request.GET.get("page"))
    counts = queries.queue_counts()
    context = {
        "page": page,
        "standings": queries.standings(list(page.object_list), moment=timezone.now()),
        "state": state,
        "calls": queries.calls_for_staff(),
        "moment": timezone.now(),
        "states": [(one.value, one.label, counts.get(one.value, 0)) for one in SHOWN_STATES],
    }
    return render(request, "partners/admin/application_queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_decide_applications)
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one application with its checklist, its term and what may be done; do it."""
    found = queries.application_for_staff(pk)
    forms_by_action = _forms(request, found)
    if request.method != "POST":
        return _page(request, found, forms_by_action)
    action = request.POST.get("action", "")
    form, act = forms_by_action.get(action), ACTS.get(action)
    if act is None:
        return _page(request, found, forms_by_action, conflict=_("Scegli che cosa fare."), status=422)
    if form is not None and not form.is_valid():
        return _page(request, found, forms_by_action, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        told = act(request, found, form)
    except services.ApplicationRefused as refusal:
        found = queries.application_for_staff(pk)
        return _page(request, found, forms_by_action, conflict=str(refusal.message), status=HTTPStatus.CONFLICT)
    messages.success(request, told)
    return redirect("adhesion_admin:detail", pk)


@require_safe
@only(can_decide_applications)
def application_file(request: SignedInRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """Give the office a document that was handed in."""
    return uploads.as_download(queries.file_of(queries.application_for_staff(pk), file_pk))


def _forms(request: SignedInRequest, found: Application) -> dict[str, forms.Form]:
    action, data = request.POST.get("action", ""), request.POST

    def of(name: str) -> Any:
        return data if request.method == "POST" and action == name else None

    _partner, differences = queries.merge_proposal(found)
    return {
        "controlla": ChecklistForm(of("controlla"), rows=queries.checklist(found)),
        "integrazione": AskForm(of("integrazione"), initial={"days": found.call.integration_days}),
        "preavviso": NoticeForm(of("preavviso")),
        "ammetti": AdmitForm(of("ammetti"), differences=differences),
        "rifiuta": RefuseForm(of("rifiuta")),
        "numero": RegistryForm(of("numero"), initial={"number": found.registry_number}),
        "sospendi": MembershipForm(of("sospendi")),
        "riprendi": MembershipForm(of("riprendi")),
        "cessa": MembershipForm(of("cessa")),
    }


def _page(
    request: SignedInRequest,
    found: Application,
    forms_by_action: dict[str, forms.Form],
    *,
    conflict: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    standing = queries.standing_of(found, moment=timezone.now())
    partner, differences = queries.merge_proposal(found)
    context = {
        "application": found,
        "standing": standing,
        "events": [(event, event_words(event.what)) for event in standing.events],
        "files": queries.files_of(found),
        "partner": partner,
        "differences": differences,
        "similar": [] if partner else queries.similar_partners(found),
        "form": forms_by_action,
        "areas": list(found.areas.all()),
        "conflict": conflict,
    }
    return render(request, "partners/admin/application_detail.html", context, status=status)


Act = Callable[[SignedInRequest, Application, Any], str]


def _take_up(request: SignedInRequest, found: Application, form: Any) -> str:
    services.take_up(application=found, by=request.user, moment=timezone.now())
    return _("La domanda è presa in carico: chi l'ha presentata lo sa.")


def _check(request: SignedInRequest, found: Application, form: ChecklistForm) -> str:
    for criterion, result, note in form.found:
        services.check(
            application=found, criterion=criterion, result=result, note=note, by=request.user, moment=timezone.now()
        )
    return _("I controlli sono salvati.")


def _ask(request: SignedInRequest, found: Application, form: AskForm) -> str:
    values = form.cleaned_data
    services.ask(application=found, text=values["request"], days=values["days"], by=request.user, moment=timezone.now())
    return _("La richiesta è partita.")


def _notice(request: SignedInRequest, found: Application, form: NoticeForm) -> str:
    services.give_notice(
        application=found, reasons=form.cleaned_data["reasons"], by=request.user, moment=timezone.now()
    )
    return _("Il preavviso è partito: ci sono dieci giorni per rispondere, e il conto dei giorni è fermo.")


def _admit(request: SignedInRequest, found: Application, form: AdmitForm) -> str:
    values = form.cleaned_data
    partner = services.admit(
        application=found,
        motivation=values["motivation"],
        taken=values.get("taken", []),
        has_seat=values["has_seat"],
        by=request.user,
        moment=timezone.now(),
    )
    return _("%(name)s fa parte del Distretto.") % {"name": partner.name}


def _refuse(request: SignedInRequest, found: Application, form: RefuseForm) -> str:
    services.refuse(
        application=found, motivation=form.cleaned_data["motivation"], by=request.user, moment=timezone.now()
    )
    return _("La domanda non è ammessa: chi l'ha presentata riceve la motivazione.")


def _number(request: SignedInRequest, found: Application, form: RegistryForm) -> str:
    services.keep_registry_number(application=found, number=form.cleaned_data["number"], by=request.user)
    return _("Il numero di protocollo è salvato.")


def _membership(act: Callable[..., None], told: Callable[[], str]) -> Act:
    def moved(request: SignedInRequest, found: Application, form: MembershipForm) -> str:
        act(application=found, reason=form.cleaned_data["reason"], by=request.user, moment=timezone.now())
        return told()

    return moved


ACTS: dict[str, Act] = {
    "carico": _take_up,
    "controlla": _check,
    "integrazione": _ask,
    "preavviso": _notice,
    "ammetti": _admit,
    "rifiuta": _refuse,
    "numero": _number,
    "sospendi": _membership(services.suspend, lambda: _("L'adesione è sospesa.")),
    "riprendi": _membership(services.resume, lambda: _("L'adesione riprende.")),
    "cessa": _membership(services.end, lambda: _("L'adesione è finita.")),
}
