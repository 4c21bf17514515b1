# SPDX-License-Identifier: AGPL-3.0-or-later
"""The people of an organisation, kept by who represents it by law; and the public page of the office."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners import queries, services
from partners.forms.people import InviteForm
from partners.models import Partner
from partners.views.common import distretto_crumbs, personal
from portal.core import limits
from portal.core.http import PortalRequest, SignedInRequest
from portal.ui.responses import refused


@require_safe
@personal
@login_required
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show who acts for an organisation and who is invited."""
    moment = timezone.now()
    partner, own = queries.managed_partner(slug, user=request.user, moment=moment)
    context = {
        "heading": _("Le persone di %(name)s") % {"name": partner.name},
        "lead": _("Chi può parlare, votare o firmare, e fino a quando."),
        "breadcrumbs": _crumbs(partner),
        "partner": partner,
        "own": own,
        "mandates": [(mandate, mandate.holds_at(moment)) for mandate in queries.people_of(partner, moment=moment)],
        "invitations": queries.open_invitations(partner, moment=moment),
        "noindex": True,
    }
    return render(request, "partners/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@login_required
def invite_person(request: SignedInRequest, slug: str) -> HttpResponse:
    """Invite somebody to act for one's organisation, within one's own powers."""
    moment = timezone.now()
    partner, own = queries.managed_partner(slug, user=request.user, moment=moment)
    form = InviteForm(request.POST or None, own=own)
    if request.method == "POST" and form.is_valid():
        limits.consume(request, "invitation.sent")
        try:
            services.invite_person(partner=partner, offer=form.offer, by=request.user, moment=moment)
        except services.InvitationRefused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("L'invito è partito: vale quattordici giorni, solo per quell'indirizzo."))
            return redirect("partners:people", partner.slug)
    context = {
        "heading": _("Invita una persona"),
        "lead": partner.name,
        "breadcrumbs": [*_crumbs(partner), (_("Invita"), "")],
        "partner": partner,
        "form": form,
        "noindex": True,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "partners/invite.html", context, status=status)


@require_POST
@personal
@login_required
def end_person(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """End a mandate of one's organisation."""
    moment = timezone.now()
    partner, _own = queries.managed_partner(slug, user=request.user, moment=moment)
    mandate = queries.mandate_of_partner(partner, pk)
    back = reverse("partners:people", args=[partner.slug])
    try:
        services.end_person(mandate=mandate, by=request.user, moment=moment)
    except services.NotManager as refusal:
        return refused(request, refusal.message, status=HTTPStatus.FORBIDDEN, back_url=back)
    except services.AlreadyRevoked:
        return refused(request, _("Il mandato era già finito."), status=HTTPStatus.CONFLICT, back_url=back)
    messages.success(request, _("Il mandato è finito, da adesso."))
    return redirect("desk:home" if mandate.user_id == request.user.pk else back)


@require_POST
@personal
@login_required
def revoke_invitation(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take an invitation of one's organisation back."""
    partner, _own = queries.managed_partner(slug, user=request.user, moment=timezone.now())
    found = queries.invitation_of_partner(partner, pk)
    back = reverse("partners:people", args=[partner.slug])
    try:
        services.revoke_invitation(invitation=found, by=request.user, moment=timezone.now())
    except services.InvitationRefused as refusal:
        return refused(request, refusal.message, status=HTTPStatus.CONFLICT, back_url=back)
    messages.success(request, _("L'invito è ritirato: il collegamento non apre più niente."))
    return redirect(back)


@require_safe
def office_people(request: PortalRequest) -> HttpResponse:
    """Show who works in the office, function by function: name, role and since when, nothing else."""
    context = {
        "heading": _("Chi lavora nell'Ufficio di Piano"),
        "lead": _("Funzione per funzione, come chiede il Regolamento (articolo 7)."),
        "breadcrumbs": distretto_crumbs((_("L'ufficio"), "")),
        "composition": queries.composition(moment=timezone.now()),
    }
    return render(request, "partners/office_people.html", context)


def _crumbs(partner: Partner) -> list[tuple[str, str]]:
    return [(_("La mia area"), reverse("desk:home")), (partner.name, partner.url), (_("Persone"), "")]
