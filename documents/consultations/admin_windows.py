# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates of single sections in the admin."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.consultations import permissions
from documents.consultations.admin_consultations import EDIT_METHODS, frame
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.forms.section_windows import SectionWindowsForm
from documents.consultations.models import Window
from documents.consultations.queries import dates, preparation
from documents.consultations.services import consultations as services
from documents.consultations.services import section_windows


@require_http_methods(EDIT_METHODS)
@only(permissions.can_open_windows)
def section_dates(request: StaffRequest, pk: int, window_pk: int) -> HttpResponse:
    """Give single sections dates of their own, all together or none."""
    found = preparation.managed(pk)
    window = preparation.window_of(found, window_pk)
    form = SectionWindowsForm(request.POST or None, window=window, rows=dates.of_window(window))
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        if _saved(request, window, form):
            messages.success(request, _("Le date delle sezioni sono salvate."))
            return redirect("consultations_admin:detail", pk)
        status = HTTPStatus.CONFLICT
    context = {"form": form, "window": window, "consultation": found, **frame(_("Date delle sezioni"), found)}
    return render(request, "consultations/admin/section_dates.html", context, status=status)


def _saved(request: StaffRequest, window: Window, form: SectionWindowsForm) -> bool:
    moment, reason = timezone.now(), form.cleaned_data["reason"]
    with transaction.atomic():
        for row, span in form.chosen():
            try:
                if span is None:
                    section_windows.take_away(
                        window=window, section=row.section, by=request.user, moment=moment, reason=reason
                    )
                    continue
                section_windows.set_dates(
                    window=window, section=row.section, opens_at=span[0], closes_at=span[1],
                    by=request.user, moment=moment, reason=reason,
                )  # fmt: skip
            except services.ReasonTooShort:
                form.add_error("reason", _("Il motivo è troppo corto: chi voleva scrivere deve capire perché."))
            except services.AlreadyOver:
                form.add_error(form.closing_field(row), _("Questa sezione si è già chiusa."))
            except services.ClosesInThePast:
                form.add_error(form.closing_field(row), _("Quest'ora è già passata."))
            except (services.ClosesBeforeOpening, section_windows.OutsideTheWindow):
                form.add_error(form.closing_field(row), _("Le date non stanno dentro quelle della consultazione."))
        if form.errors:
            transaction.set_rollback(True)
    return not form.errors
