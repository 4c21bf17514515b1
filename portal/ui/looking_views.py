# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Vedi come»: the page where somebody of the office begins to look as a reader, and ends with one click."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core import looking
from portal.core.http import SignedInRequest
from portal.core.second_factor import staff_confirmed
from portal.ui.responses import refused

END = "fine"


class LookForm(forms.Form):
    """As whom to look."""

    reader = forms.ChoiceField(label=gettext_lazy("Guarda il sito come"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = looking.readers()  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_confirmed
def looking_page(request: SignedInRequest) -> HttpResponse:
    """Begin to look as a reader, see that one is looking, end it."""
    if not looking.can_look(request.user):
        return refused(request, _("Guardare il sito come altri spetta all'ufficio."), status=HTTPStatus.FORBIDDEN)
    if request.method == "POST" and request.POST.get("step") == END:
        looking.end(request, user=request.user)
        messages.success(request, _("Ora guardi di nuovo con i tuoi occhi."))
        return redirect("ui:looking")
    form = LookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        looking.begin(request, user=request.user, token=form.cleaned_data["reader"], moment=timezone.now())
        return redirect("/")
    context = {
        "heading": _("Vedi come"),
        "lead": _("Guarda il sito come lo vede chi legge, prima di pubblicare."),
        "breadcrumbs": [(_("Vedi come"), "")],
        "form": form,
        "noindex": True,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "ui/looking.html", context, status=status)
