# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers in a table: taken out, filled in, brought back, looked at, prepared. Publishing stays on the screen."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.admin_frames import frame
from documents.consultations.enums import SheetState
from documents.consultations.exports import answer_sheet
from documents.consultations.forms.answer_sheet import Reading, SheetForm, Typed, judged, typed_in
from documents.consultations.models import AnswerSheet, Consultation
from documents.consultations.queries import preparation
from documents.consultations.queries.answers import kind_label
from documents.consultations.queries.sheets import sheet_of
from documents.consultations.services import long_sheets
from documents.consultations.services import sheets as services
from portal.core.spreadsheet_reading import Unreadable
from portal.core.spreadsheets import csv_response, guarded_cell, xlsx_response

EDIT_METHODS = ["GET", "HEAD", "POST"]
MOST_SHOWN = 100
WHY_NOT: Final = {
    "too_large": gettext_lazy("Il file è troppo grande: al massimo 20 MB."),
    "empty": gettext_lazy("Il file è vuoto."),
    "not_a_table": gettext_lazy("Non è una tabella XLSX o CSV che si possa leggere."),
}


@require_safe
@only(permissions.can_answer)
def take_out(request: StaffRequest, pk: int, ending: str) -> HttpResponseBase:
    """Give the table of all that is owed an answer, row by row."""
    found = preparation.answered_one(pk)
    send = xlsx_response if ending == "xlsx" else csv_response
    name = f"{found.slug}-risposte.{ending}"
    return send(name, answer_sheet.heading(), answer_sheet.rows(found), cell=guarded_cell)


@require_http_methods(EDIT_METHODS)
@only(permissions.can_answer)
def bring_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Read a table that comes back: with one wrong row nothing is kept, and every wrong row is told."""
    found = preparation.answered_one(pk)
    is_sent = request.method == "POST"
    form = SheetForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    reading: Reading | None = None
    status = HTTPStatus.OK
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            typed = typed_in(file.read())
        except Unreadable as error:
            form.add_error("file", str(WHY_NOT[error.code]))
        else:
            if not isinstance(typed, Reading) and len(typed) > long_sheets.DIRECT:
                return _read_later(request, found, typed, file.name)
            reading = typed if isinstance(typed, Reading) else judged(found, typed)
            if reading.changes and not reading.problems:
                return _kept(request, found, reading, file.name)
        if form.errors or (reading is not None and reading.problems):
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "form": form,
        "consultation": found,
        "reading": reading,
        **frame(_("Risposte in una tabella"), found, is_below=True),
    }
    return render(request, "consultations/admin/sheet.html", context, status=status)


@require_http_methods(EDIT_METHODS)
@only(permissions.can_answer)
def look_at(request: StaffRequest, pk: int, sheet_pk: UUID) -> HttpResponse:
    """Show what a table changes, and prepare it when somebody says so; of a long one, how far the worker is."""
    found = preparation.answered_one(pk)
    sheet = sheet_of(sheet_pk, found)
    refusal = ""
    if request.method == "POST":
        try:
            return _prepared(request, sheet)
        except services.AlreadyApplied:
            messages.info(request, _("Le risposte di questa tabella erano già preparate."))
            return redirect("answers_admin:register", pk)
        except services.RowRefused as error:
            refusal = why_refused({"row": error.row, "code": error.code})
    refused = sheet.report.get("refused")
    context = {
        "consultation": found,
        "sheet": sheet,
        "is_in_hand": long_sheets.is_in_hand(sheet, timezone.now()),
        "problems": sheet.report.get("problems", []),
        "rows": _shown(sheet),
        "more": max(0, len(sheet.rows) - MOST_SHOWN),
        "refusal": refusal or (why_refused(refused) if refused else ""),
        **frame(_("Controlla la tabella"), found, is_below=True),
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "consultations/admin/sheet_look.html", context, status=status)


def why_refused(why: dict[str, Any]) -> str:
    """Return why nothing of a table was prepared."""
    if "code" not in why:
        return _("Chi lo ha chiesto non può più rispondere. Non è stato preparato niente.")
    return _("Riga %(row)d, osservazione %(code)s: nel frattempo è cambiata. Non è stato preparato niente.") % why


def _prepared(request: StaffRequest, sheet: AnswerSheet) -> HttpResponse:
    if not sheet.is_ready:
        return redirect("answers_admin:sheet_look", sheet.consultation_id, sheet.pk)
    if len(sheet.rows) > long_sheets.DIRECT:
        long_sheets.ask(sheet=sheet, by=request.user, moment=timezone.now())
        messages.success(request, _("Il portale prepara le risposte: quando ha finito ti avvisa."))
        return redirect("answers_admin:sheet_look", sheet.consultation_id, sheet.pk)
    count = services.apply(sheet=sheet, by=request.user, moment=timezone.now())
    told = ngettext("%(count)d risposta preparata.", "%(count)d risposte preparate.", count)
    messages.success(request, f"{told % {'count': count}} {_('Le vede solo l’ufficio, finché non escono.')}")
    return redirect("answers_admin:register", sheet.consultation_id)


def _shown(sheet: AnswerSheet) -> list[dict[str, Any]]:
    if sheet.state == SheetState.READING:
        return []
    return [{**row, "kind_label": kind_label(row["kind"])} for row in sheet.rows[:MOST_SHOWN]]


def _read_later(request: StaffRequest, found: Consultation, typed: list[Typed], name: str) -> HttpResponse:
    cells = [one.kept for one in typed]
    sheet = long_sheets.keep_cells(
        consultation=found, cells=cells, source_name=name, by=request.user, moment=timezone.now()
    )
    messages.success(request, _("La tabella è lunga: il portale la legge e quando ha finito ti avvisa."))
    return redirect("answers_admin:sheet_look", found.pk, sheet.pk)


def _kept(request: StaffRequest, found: Consultation, reading: Reading, name: str) -> HttpResponse:
    sheet = services.keep(
        consultation=found, rows=reading.changes, source_name=name, by=request.user, moment=timezone.now()
    )
    return redirect("answers_admin:sheet_look", found.pk, sheet.pk)
