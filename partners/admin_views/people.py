# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invitations, experts, the health referent and the composition of the office, in the admin."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners import queries, services
from partners.admin_views.door import only
from partners.forms.people import ExpertForm, HealthReferentForm, StaffInviteForm
from partners.models import Invitation
from partners.permissions import can_keep_register
from portal.core.http import SignedInRequest
from portal.core.sniffing import FileRefused

SHOWN = 200


@require_safe
@only(can_keep_register)
def people_list(request: SignedInRequest) -> HttpResponse:
    """List invitations and experts."""
    moment = timezone.now()
    context = {
        "invitations": [(one, one.is_open_at(moment)) for one in queries.invitations_for_staff()[:SHOWN]],
        "experts": queries.experts_for_staff(),
        "moment": moment,
    }
    return render(request, "partners/admin/people_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_keep_register)
def invite_person(request: SignedInRequest) -> HttpResponse:
    """Invite somebody to act for an organisation."""
    form = StaffInviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_by_office(
                partner=form.cleaned_data["partner"], offer=form.offer, by=request.user, moment=timezone.now()
            )
        except services.InvitationRefused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return _done(request, _("L'invito è partito."))
    return _form_page(request, form, _("Invita una persona"))


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_keep_register)
def invite_expert(request: SignedInRequest) -> HttpResponse:
    """Invite an expert for a time."""
    form = ExpertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.invite_expert(invitation=Invitation(**form.cleaned_data), by=request.user, moment=timezone.now())
        return _done(request, _("L'invito è partito: l'accesso comincia quando accetta e finisce da solo."))
    return _form_page(request, form, _("Invita una persona esperta"))


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_keep_register)
def name_health_referent(request: SignedInRequest) -> HttpResponse:
    """Write whom the health authority designated, with its act."""
    form = HealthReferentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.name_health_referent(values=form.cleaned_data, by=request.user, moment=timezone.now())
        except FileRefused as refusal:
            form.add_error("act_file", str(refusal))
        except services.InvitationRefused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return _done(request, _("La designazione è scritta: il ruolo finisce con il mandato."))
    return _form_page(request, form, _("Scrivi chi è referente sanitario"))


@require_POST
@only(can_keep_register)
def end_expert(request: SignedInRequest, pk: int) -> HttpResponse:
    """End the time of an expert at once."""
    services.end_expert(expert=queries.expert_for_staff(pk), by=request.user, moment=timezone.now())
    return _done(request, _("L'accesso è finito, da adesso."))


@require_POST
@only(can_keep_register)
def revoke_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    try:
        services.revoke_invitation(invitation=queries.invitation_for_staff(pk), by=request.user, moment=timezone.now())
    except services.InvitationRefused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("people_admin:list")
    return _done(request, _("L'invito è ritirato."))


@require_safe
@only(can_keep_register)
def office(request: SignedInRequest) -> HttpResponse:
    """Show whether the least composition of the office is met, function by function (Regolamento, art. 7)."""
    composition = queries.composition(moment=timezone.now())
    context = {"composition": composition, "is_met": all(one.is_met for one in composition)}
    return render(request, "partners/admin/office.html", context)


def _done(request: SignedInRequest, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("people_admin:list")


def _form_page(request: SignedInRequest, form: forms.Form, title: str) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "partners/admin/people_form.html", {"form": form, "title": title}, status=status)
