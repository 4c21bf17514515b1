# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of the register and of the Distretto."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners import queries, services
from partners.forms import PARAMETERS, PublicNameForm, RegisterForm
from partners.models import DistrettoTexts, Partner, RegisterSettings
from partners.permissions import can_keep_register
from partners.verification import Freshness, freshness_of
from portal.core.http import PortalRequest
from portal.core.panels import panels_for
from portal.ui.lists import chips_of
from portal.ui.responses import refused

PAGE_SIZE = 20


@require_safe
def register(request: PortalRequest) -> HttpResponse:
    """List the partners of the Distretto, with filters."""
    form = RegisterForm(request.GET)
    filters = form.filters
    counts = queries.facets_of(request.audience, filters)
    paginator = Paginator(queries.readable_partners(request.audience, filters), PAGE_SIZE)
    paginator.__dict__["count"] = counts.total  # counted already, with the choices of the filters
    page = paginator.get_page(request.GET.get("page"))
    form.know(counts)
    chips = chips_of(request, form)
    form.count()
    kept = kept_filters(request)
    context = {
        "heading": _("I partner del Distretto"),
        "lead": _(
            "Qui trovi le organizzazioni che lavorano insieme nel Distretto: che cosa fanno e come raggiungerle."
        ),
        "breadcrumbs": [*_distretto_crumb(), (_("Partner"), "")],
        "form": form,
        "page": page,
        "rows": [(partner, freshness(request, partner)) for partner in page.object_list],
        "chips": chips,
        "map_url": f"{reverse('partners:map')}{kept}",
        "csv_url": f"{reverse('partners:csv')}{kept}",
        "json_url": f"{reverse('partners:json')}{kept}",
        "can_edit": can_keep_register(request.user),
    }
    return render(request, "partners/register.html", context)


def kept_filters(request: PortalRequest) -> str:
    """Return the filters in force as the end of an address: only those of the form, never the page."""
    kept = {name: request.GET[name] for name in PARAMETERS if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def freshness(request: PortalRequest, partner: Partner) -> Freshness:
    """Return what the badge says of a partner's data today."""
    months = RegisterSettings.for_request(request).months_between_confirmations
    return freshness_of(partner.verified_on, months=months, today=timezone.localdate())


@require_safe
def detail(request: PortalRequest, slug: str) -> HttpResponse:
    """Show one partner: what it does, for whom, where, how to reach it, and what the other apps know of it."""
    moved = queries.partner_once_at(slug, audience=request.audience)
    if moved is not None:
        return redirect(moved.url, permanent=True)
    partner = queries.readable_partner(slug, audience=request.audience)
    moment = timezone.now()
    context = {
        "heading": partner.name,
        "freshness": freshness(request, partner),
        "today": timezone.localdate(moment),
        "breadcrumbs": [*_register_crumbs(), (partner.name, "")],
        "partner": partner,
        "active_services": [service for service in partner.services.all() if service.is_active],
        "delegates": queries.named_delegates(partner, moment=moment),
        "is_mine": f"partner:{partner.pk}" in request.audience,
        "can_edit": can_keep_register(request.user),
        "panels": panels_for("partner", request, partner),
    }
    return render(request, "partners/detail.html", context)


@require_safe
def distretto(request: PortalRequest) -> HttpResponse:
    """Say what the Distretto is, who belongs to it and how to join."""
    counts = queries.membership_by_kind()
    context = {
        "heading": _("Il Distretto dell'Inclusione"),
        "lead": _("Che cos'è, chi ne fa parte e come si entra."),
        "breadcrumbs": [(_("Distretto"), "")],
        "texts": DistrettoTexts.for_request(request),
        "counts": counts,
        "total": sum(count.total for count in counts),
        "institutional": sum(count.total for count in counts if count.is_institutional),
        "panels": panels_for("distretto", request, None),
    }
    return render(request, "partners/distretto.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_name(request: PortalRequest, slug: str) -> HttpResponse:
    """Let a person choose whether the own name stands on the page of the partner."""
    partner = queries.readable_partner(slug, audience=request.audience)
    held = queries.mandates_with(request.user, partner, moment=timezone.now())
    if not held:
        return refused(
            request, _("Non hai un mandato per questa organizzazione."), status=HTTPStatus.FORBIDDEN,
            back_url=partner.url,
        )  # fmt: skip
    form = PublicNameForm(request.POST or None, initial={"is_public": held[0].is_name_public})
    if request.method == "POST":
        is_public = form.is_valid() and form.cleaned_data["is_public"]
        try:
            services.choose_public_name(partner=partner, by=held[0].user, is_public=is_public, moment=timezone.now())
        except services.NoMandate:
            message = _("Il tuo mandato non è più in vigore.")
            return refused(request, message, status=HTTPStatus.FORBIDDEN, back_url=partner.url)
        messages.success(request, _("Il tuo nome è visibile.") if is_public else _("Il tuo nome non è visibile."))
        return redirect(partner.url)
    context = {
        "heading": _("Il tuo nome sulla pagina dell'organizzazione"),
        "lead": partner.name,
        "breadcrumbs": [*_register_crumbs(), (partner.name, partner.url), (_("Il tuo nome"), "")],
        "partner": partner,
        "form": form,
        "mandates": held,
    }
    return render(request, "partners/my_name.html", context)


def _distretto_crumb() -> list[tuple[str, str]]:
    return [(_("Distretto"), reverse("partners:distretto"))]


def _register_crumbs() -> list[tuple[str, str]]:
    return [*_distretto_crumb(), (_("Partner"), reverse("partners:list"))]
