# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two records side by side in the admin: choose field by field, and they become one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from partners import queries, services
from partners.models import Partner
from partners.permissions import can_keep_register
from portal.core.http import SignedInRequest

KEPT, GONE = "kept", "gone"


class MergeForm(forms.Form):
    """For each datum that differs, which of the two stays."""

    def __init__(self, kept: Partner, gone: Partner, data: Any = None) -> None:
        super().__init__(data)
        for name in services.CHOSEN:
            values = getattr(kept, name), getattr(gone, name)
            if values[0] == values[1]:
                continue
            field: Any = Partner._meta.get_field(name)
            words = dict(field.flatchoices)
            mine, other = (str(words.get(value, "" if value is None else value)) or "—" for value in values)
            self.fields[name] = forms.ChoiceField(
                label=field.verbose_name,
                choices=[(KEPT, mine), (GONE, other)],
                initial=GONE if values[0] in {"", None} else KEPT,
                widget=forms.RadioSelect,
            )

    def from_gone(self) -> set[str]:
        """Return the data to take from the record that goes."""
        return {name for name, chosen in self.cleaned_data.items() if chosen == GONE}


class OtherForm(forms.Form):
    """Which record is the same organisation."""

    other = forms.CharField(
        label=gettext_lazy("Codice fiscale o indirizzo della pagina dell'altra scheda"), max_length=120
    )


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask which other record is the same organisation."""
    kept = _partner(request, pk)
    form = OtherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = queries.partner_called(form.cleaned_data["other"])
        if other is not None and other.pk != kept.pk:
            return redirect("partner_merge:compare", pk=kept.pk, other=other.pk)
        form.add_error("other", _("Non trovo un'altra scheda con questo codice o indirizzo."))
    return render(request, "partners/admin/merge_choose.html", {"partner": kept, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: SignedInRequest, pk: int, other: int) -> HttpResponse:
    """Show the two records side by side; pressing the button makes them one."""
    kept, gone = _partner(request, pk), _partner(request, other)
    form = MergeForm(kept, gone, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            moved = services.merge_partners(kept=kept, gone=gone, from_gone=form.from_gone(), by=request.user)
        except services.CannotMerge:
            messages.error(request, _("Queste due schede non si possono unire: forse qualcuno l'ha già fatto."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            stayed = sum(left for _moved, left in moved.values())
            message = _("Le due schede sono una. L'indirizzo di prima porta a questa.")
            if stayed:
                message += " " + _("%(n)d righe non si potevano spostare e restano com'erano.") % {"n": stayed}
            messages.success(request, message)
            return redirect("partners_admin:edit", kept.pk)
    return render(request, "partners/admin/merge.html", {"kept": kept, "gone": gone, "form": form})


def _partner(request: HttpRequest, pk: int) -> Partner:
    if not can_keep_register(request.user):
        raise PermissionDenied
    return queries.partner_to_merge(pk)


urlpatterns = [
    path("unisci-partner/<int:pk>/", choose, name="choose"),
    path("unisci-partner/<int:pk>/<int:other>/", compare, name="compare"),
]


def proposal(existing: Partner, *, typed_in: Partner) -> tuple[str, str]:
    """Return the words and the address that a form gives when a fiscal code is in the register already."""
    if typed_in.pk:
        return _("Unisci le due schede"), reverse("partner_merge:compare", args=[existing.pk, typed_in.pk])
    return _("Apri la scheda che c'è"), reverse("partners_admin:edit", args=[existing.pk])
