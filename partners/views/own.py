# SPDX-License-Identifier: AGPL-3.0-or-later
"""The partner's own area: its card, verified data, services, places, documents, people and deadlines."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners import queries, services
from partners.enums import ConfirmationDoor
from partners.forms import OwnCardForm, OwnPlaceForm, OwnServiceForm, PaperForm, VerifiedDataForm
from partners.models import Partner, PartnerPaper, PartnerPlace, PartnerService
from partners.permissions import can_keep_register
from partners.views.register import freshness
from portal.core import uploads
from portal.core.http import SignedInRequest
from portal.core.panels import panels_for
from portal.core.sniffing import FileRefused
from portal.ui import navigation

form_page = require_http_methods(["GET", "HEAD", "POST"])
PARTS: dict[str, tuple[type[PartnerPlace | PartnerService], type[ModelForm[Any]]]] = {
    "servizi": (PartnerService, OwnServiceForm),
    "luoghi": (PartnerPlace, OwnPlaceForm),
}


@login_required
@require_safe
def own(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show what waits for a partner's people, what ends soon, and where each thing is changed."""
    moment = timezone.now()
    partner = queries.own_partner(slug, request.user, moment=moment)
    data_words = _("conferma dei dati")
    context = {
        "heading": partner.name,
        "lead": _("Da qui tieni aggiornati i dati della tua organizzazione."),
        "breadcrumbs": [*_crumbs(partner)[:-1], (partner.name, "")],
        "partner": partner,
        "freshness": freshness(request, partner),
        "waiting": queries.waiting_change(partner),
        "decided": queries.last_decided_change(partner),
        "mandates": list(queries.keepers(partner, moment=moment)),
        "can_manage_people": queries.managing_mandate(request.user, partner, moment=moment) is not None,
        "papers": queries.papers_of(partner),
        "deadlines": queries.deadlines_of(
            partner, confirm_by=queries.due_day(partner), data_words=data_words, moment=moment
        ),
        "today": timezone.localdate(moment),
        "panels": panels_for("own_partner", request, partner),
    }
    return render(request, "partners/own.html", context)


@login_required
@require_POST
def confirm_own(request: SignedInRequest, slug: str) -> HttpResponse:
    """Note that the data are right, from the partner's own area."""
    moment = timezone.now()
    partner = queries.own_partner(slug, request.user, moment=moment)
    try:
        services.confirm_data(
            partner=partner, by=request.user, door=ConfirmationDoor.SITE, moment=moment, asked_for=None
        )
    except services.AlreadyConfirmed:
        messages.info(request, _("I dati erano già confermati oggi."))
    else:
        messages.success(request, _("Grazie: i dati sono confermati per un anno."))
    return redirect("partners:own", slug=partner.slug)


@login_required
@form_page
def own_card(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change what may be changed at once."""
    partner = queries.own_partner(slug, request.user, moment=timezone.now())
    form = OwnCardForm(request.POST or None, instance=partner)
    if request.method == "POST" and form.is_valid():
        services.save_own_card(
            partner=partner, areas=form.cleaned_data["areas"], targets=form.cleaned_data["target_groups"],
            by=request.user,
        )  # fmt: skip
        messages.success(request, _("La scheda è salvata."))
        return redirect("partners:own", slug=slug)
    return _form(request, slug, form, heading=_("La scheda"), button=_("Salva la scheda"))


@login_required
@form_page
def own_verified(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask the office to verify new data; the old ones stay until then."""
    moment = timezone.now()
    partner = queries.own_partner(slug, request.user, moment=moment)
    form = VerifiedDataForm(request.POST or None, instance=partner)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_change(
                partner=partner, values=form.asked(), note=form.cleaned_data["note"], by=request.user, moment=moment
            )
        except services.NothingToVerify:
            form.add_error(None, _("Questi dati sono già nel registro: non c'è nulla da verificare."))
        else:
            messages.success(request, _("Richiesta arrivata: i dati di prima restano finché l'ufficio li verifica."))
            return redirect("partners:own", slug=slug)
    lead = _("Questi dati li verifica l'ufficio. Finché non lo fa, sulla pagina restano quelli di prima.")
    return _form(request, slug, form, heading=_("I dati verificati"), button=_("Chiedi la modifica"), lead=lead)


@login_required
@form_page
def own_part(request: SignedInRequest, slug: str, what: str, pk: int = 0) -> HttpResponse:
    """Add or change a service or a place."""
    partner = queries.own_partner(slug, request.user, moment=timezone.now())
    model, form_class = PARTS[what]
    rows: list[Any] = list(partner.services.all() if model is PartnerService else partner.places.all())
    part = next((row for row in rows if row.pk == pk), None) if pk else model(partner=partner)
    if part is None:
        raise Http404
    if request.method == "POST" and "togli" in request.POST and isinstance(part, PartnerPlace) and pk:
        services.remove_place(place=part, by=request.user)
        messages.success(request, _("Il luogo non è più sulla scheda."))
        return redirect("partners:own", slug=slug)
    form = form_class(request.POST or None, instance=part)
    if request.method == "POST" and form.is_valid():
        services.save_part(part=form.instance, by=request.user)
        messages.success(request, _("Salvato: si vede già sulla pagina."))
        return redirect("partners:own", slug=slug)
    heading = _("Un servizio") if model is PartnerService else _("Un luogo")
    return _form(request, slug, form, heading=heading, button=_("Salva"), can_remove=bool(pk) and what == "luoghi")


@login_required
@form_page
def own_paper(request: SignedInRequest, slug: str) -> HttpResponse:
    """Hand in a document."""
    partner = queries.own_partner(slug, request.user, moment=timezone.now())
    form = PaperForm(request.POST or None, request.FILES or None, instance=PartnerPaper(partner=partner))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_paper(paper=form.instance, file=form.cleaned_data["file"], by=request.user)
        except FileRefused as error:
            form.add_error("file", ValidationError(str(error)))
        else:
            messages.success(request, _("Documento consegnato: lo leggono solo la tua organizzazione e l'ufficio."))
            return redirect("partners:own", slug=slug)
    return _form(request, slug, form, heading=_("Consegna un documento"), button=_("Consegna il documento"))


@login_required
@require_safe
def paper(request: SignedInRequest, slug: str, pk: int) -> FileResponse:
    """Give a document to its partner's people and to the office."""
    found = queries.readable_paper(
        pk, slug=slug, user=request.user, is_keeper_of_register=can_keep_register(request.user), moment=timezone.now()
    )
    return uploads.as_download(found.file)


@login_required
@require_POST
def remove_paper(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take a document back."""
    moment = timezone.now()
    queries.own_partner(slug, request.user, moment=moment)
    found = queries.readable_paper(pk, slug=slug, user=request.user, is_keeper_of_register=False, moment=moment)
    services.remove_paper(paper=found, by=request.user, moment=moment)
    messages.success(request, _("Il documento non è più tra quelli consegnati."))
    return redirect("partners:own", slug=slug)


def _form(
    request: SignedInRequest, slug: str, form: ModelForm[Any], *, heading: str, button: str, lead: str = "",
    can_remove: bool = False,
) -> HttpResponse:  # fmt: skip
    partner = queries.own_partner(slug, request.user, moment=timezone.now())
    context = {
        "heading": heading,
        "lead": lead or partner.name,
        "breadcrumbs": [*_crumbs(partner), (heading, "")],
        "form": form,
        "partner": partner,
        "button": button,
        "can_remove": can_remove,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "partners/own_form.html", context, status=status)


def _crumbs(partner: Partner) -> list[tuple[str, str]]:
    return [
        (_("La mia area"), navigation.localized("/area-personale/")),
        (partner.name, reverse("partners:own", args=[partner.slug])),
    ]
