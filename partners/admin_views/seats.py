# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seats, designations and the end of mandates in the admin."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from partners import queries, services
from partners.admin_views.door import only
from partners.forms.designation import ElsewhereForm, ProlongForm, RoundForm, TieForm
from partners.models import Designation, Seat
from partners.models.mandate import day_of
from partners.permissions import DECIDERS, REGISTER_READERS, can_keep_register, can_run_designations
from portal.core import roles
from portal.core.http import SignedInRequest
from portal.core.policies import RolePolicy
from portal.core.sniffing import FileRefused

EXPIRING_DAYS = 60


class SeatForm(WagtailAdminModelForm):
    """A seat; saved with its line in the register of deeds."""

    def save(self, commit: bool = True) -> Seat:
        """Save, and record it."""
        is_new = self.instance.pk is None
        seat: Seat = super().save(commit=commit)
        if commit:
            services.note_seat(seat=seat, is_new=is_new, by=self.for_user)
        return seat


class SeatViewSet(ModelViewSet):
    """Seats of the Distretto: made and ended, never deleted."""

    model = Seat
    name = "seggi"
    url_namespace = "seats_admin"
    icon = "group"
    menu_label = _("Seggi")
    menu_order = 40
    copy_view_enabled = False
    list_display = [Column("shown_name", label=_("Seggio")), "kind", "since", "ended_on"]
    list_filter = ["kind"]
    search_fields = ["name", "partner__name"]
    search_backend_name = None
    list_per_page = 50

    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("kind"),
                    FieldPanel("partner", help_text=_("Solo se il seggio è di un'organizzazione.")),
                    FieldPanel("name", help_text=_("Per un seggio collettivo: «ETS non aderenti al Forum».")),
                    FieldPanel("constituents", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("position", help_text=_("I numeri più bassi vengono prima.")),
                ],
                heading=_("Di chi è"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("since"), FieldPanel("ended_on")]),
                    FieldRowPanel([FieldPanel("act_number"), FieldPanel("act_date")]),
                    FieldPanel("act_body"),
                ],
                heading=_("Da quando, con quale atto"),
            ),
        ],
        base_form_class=SeatForm,
    )

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """The office keeps seats, the rest of staff read them."""
        return RolePolicy(Seat, editors=DECIDERS, readers=(*REGISTER_READERS, roles.ADMINISTRATOR))


@require_safe
@only(can_run_designations)
def designation_list(request: SignedInRequest) -> HttpResponse:
    """List designations, and the mandates that are about to end."""
    moment = timezone.now()
    context = {
        "designations": queries.designations_for_staff(),
        "moment": moment,
        "expiring": queries.expiring_mandates(moment=moment, days=EXPIRING_DAYS),
        "days": EXPIRING_DAYS,
    }
    return render(request, "partners/admin/designation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_run_designations)
def open_round(request: SignedInRequest) -> HttpResponse:
    """Open a round for a collective seat."""
    form = RoundForm(request.POST or None, seats=queries.collective_seats())
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            new = Designation(seat=form.chosen_seat, **form.terms)
            try:
                services.open_round(designation=new, by=request.user, moment=timezone.now())
            except services.DesignationRefused as refusal:
                form.add_error(None, str(refusal.message))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("Le organizzazioni del seggio sono avvisate."))
                return redirect("designations_admin:detail", new.pk)
    return _form_page(request, form, gettext("Apri una designazione sul portale"), status)


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_run_designations)
def record_elsewhere(request: SignedInRequest) -> HttpResponse:
    """Write a designation made elsewhere, with its minutes."""
    form = ElsewhereForm(request.POST or None, request.FILES or None, seats=queries.collective_seats())
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                done = _recorded(request, form)
            except FileRefused as refusal:
                form.add_error("minutes", str(refusal))
            except services.DesignationRefused as refusal:
                form.add_error(None, str(refusal.message))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("La designazione è scritta: i mandati sono dati."))
                return redirect("designations_admin:detail", done.pk)
    return _form_page(request, form, gettext("Scrivi una designazione fatta altrove"), status)


def _recorded(request: SignedInRequest, form: ElsewhereForm) -> Designation:
    values = form.cleaned_data
    people = [(values["principal"], values["principal_partner"], False)]
    if values["substitute"]:
        people.append((values["substitute"], values["substitute_partner"], True))
    return services.record_with_people(
        designation=Designation(seat=form.chosen_seat, **form.terms),
        minutes=values["minutes"],
        people=[(email, form.partners[pk], is_substitute) for email, pk, is_substitute in people],
        by=request.user,
        moment=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_run_designations)
def designation_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a designation to the office; count, break a tie, conclude, stop it."""
    found = queries.readable_designation(pk, audience=request.audience)
    tied = [one for group in queries.straddling_ties(found) for one in group] if found.state == "PARITA" else []
    action = request.POST.get("action", "")
    form = TieForm(request.POST if action == "sorteggio" else None, tied=tied)
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            told = _act(request, found, action, form)
        except services.DesignationRefused as refusal:
            messages.error(request, str(refusal.message))
            status = HTTPStatus.CONFLICT
        else:
            if told:
                messages.success(request, told)
                return redirect("designations_admin:detail", pk)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "designation": found,
        "candidates": queries.standing_candidates(found),
        "roll": list(found.roll.select_related("partner")),
        "form": form,
        "is_over": found.is_over_at(timezone.now()),
        "mandates": list(found.mandates.select_related("user", "partner")),
    }
    return render(request, "partners/admin/designation_detail.html", context, status=status)


def _act(request: SignedInRequest, found: Designation, action: str, form: TieForm) -> str:
    moment = timezone.now()
    if action == "conta":
        services.count(designation=found, by=request.user, moment=moment)
        return gettext("I voti sono contati.")
    if action == "sorteggio" and form.is_valid():
        services.break_tie(designation=found, lots=form.lots, reason=form.cleaned_data["reason"], by=request.user)
        return gettext("La parità è sciolta.")
    if action == "concludi":
        services.conclude(designation=found, by=request.user, moment=moment)
        return gettext("Il verbale è fatto e i mandati sono dati.")
    if action == "annulla":
        services.cancel(designation=found, reason=request.POST.get("reason", ""), by=request.user)
        return gettext("La designazione è annullata.")
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_keep_register)
def prolong(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a mandate hold a little longer while it is renewed."""
    mandate = queries.mandate_for_staff(pk)
    moment = timezone.now()
    form = ProlongForm(request.POST or None, last_day=mandate.last_day, today=day_of(moment))
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            values = form.cleaned_data
            try:
                services.prolong(
                    mandate=mandate, until=values["until"], reason=values["reason"], by=request.user, moment=moment
                )
            except services.CannotProlong as refusal:
                form.add_error(None, str(refusal))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("Il mandato è prolungato: sul sito si legge che lo è."))
                return redirect("designations_admin:list")
    context = {"mandate": mandate, "history": list(mandate.prolongations.select_related("decided_by"))}
    title = gettext("Prolunga un mandato")
    return _form_page(request, form, title, status, "partners/admin/prolong.html", **context)


def _form_page(
    request: SignedInRequest,
    form: forms.Form,
    title: str,
    status: int,
    template: str = "partners/admin/designation_form.html",
    **context: Any,
) -> HttpResponse:
    return render(request, template, {"form": form, "title": title, **context}, status=status)
