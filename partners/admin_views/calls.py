# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls to join in the admin: written by the office, given more time with a public reason."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from partners import queries, services
from partners.admin_views.door import only
from partners.forms.checking import MoveCallForm
from partners.models import Call
from partners.permissions import DECIDERS, REGISTER_READERS, can_decide_applications
from portal.core import roles
from portal.core.http import SignedInRequest
from portal.core.policies import RolePolicy


class CallForm(WagtailAdminModelForm):
    """A call. Once it is published its dates change only with a public reason, and its criteria stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.was_published = bool(self.instance.pk and self.instance.is_published)
        if self.was_published:
            for name in ("opens_at", "closes_at", "is_published"):
                self.fields[name].disabled = True

    def clean_slug(self) -> str:
        """Make the address from the title when it is left empty."""
        return str(
            self.cleaned_data["slug"] or self.instance.slug or queries.free_call_slug(self.data.get("title", ""))
        )

    def clean(self) -> dict[str, Any]:
        """Refuse to take away what applications were already checked against."""
        values: dict[str, Any] = super().clean()
        removed = any(form.cleaned_data.get("DELETE") for formset in self.formsets.values() for form in formset.forms
                      if form.instance.pk and hasattr(form, "cleaned_data"))  # fmt: skip
        if self.was_published and removed:
            raise ValidationError(_("L'avviso è pubblicato: criteri e documenti si aggiungono, non si tolgono."))
        return values

    def save(self, commit: bool = True) -> Call:
        """Save, and record it."""
        is_new = self.instance.pk is None
        call: Call = super().save(commit=commit)
        if commit:
            services.note_call(call=call, is_new=is_new, by=self.for_user)
        return call


class CallViewSet(ModelViewSet):
    """Calls to join: prepared, published, never deleted."""

    model = Call
    name = "avvisi-di-adesione"
    url_namespace = "calls_admin"
    icon = "doc-full-inverse"
    menu_label = _("Avvisi di adesione")
    menu_order = 30
    copy_view_enabled = False
    list_display = ["title", "opens_at", "closes_at", "is_published"]
    search_fields = ["title"]
    search_backend_name = None
    ordering = ["-opens_at"]

    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel(name) for name in ("title", "purpose", "who_may_join", "what_happens", "slug")],
                heading=_("L'avviso"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldPanel("is_published", help_text=_("Da quel momento le date cambiano solo con un motivo.")),
                    FieldRowPanel([FieldPanel("decision_days"), FieldPanel("integration_days")]),
                    FieldPanel("mandate_months"),
                ],
                heading=_("I tempi"),
            ),
            InlinePanel("criteria", heading=_("I criteri"), label=_("criterio")),
            InlinePanel(
                "attachments",
                heading=_("Documenti richiesti"),
                label=_("documento"),
                help_text=_("Solo quelli che nessun registro pubblico tiene già."),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("act_number"), FieldPanel("act_date")]), FieldPanel("act_body")],
                heading=_("L'atto"),
            ),
        ],
        base_form_class=CallForm,
    )

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """The office writes calls, the rest of staff read them."""
        return RolePolicy(Call, editors=DECIDERS, readers=(*REGISTER_READERS, roles.ADMINISTRATOR))


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_decide_applications)
def move_closing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a call another closing, for a public reason."""
    call = queries.call_for_staff(pk)
    data = request.POST if request.method == "POST" else None
    form = MoveCallForm(data, initial={"closes_at": call.closes_at})
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            values = form.cleaned_data
            try:
                services.move_closing(
                    call=call, closes_at=values["closes_at"], reason=values["reason"], by=request.user,
                    moment=timezone.now(),
                )  # fmt: skip
            except services.ClosingMoved:
                form.add_error(None, gettext("Qualcuno ha appena cambiato la chiusura: guarda e riprova."))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("La chiusura è cambiata: il motivo si legge in pubblico."))
                return redirect("calls_admin:index")
    return render(request, "partners/admin/call_move.html", {"call": call, "form": form}, status=status)
