# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many letters at once: read, look at the rows, enter all of them or none."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.comments import enums, targets
from portal.comments.admin_views.common import for_moderators
from portal.comments.forms.papers_many import MinutesForm, RowForm, SheetForm, row_forms
from portal.comments.models import PaperBatch
from portal.comments.queries.batches import batch as batch_of
from portal.comments.queries.batches import last_batches
from portal.comments.services import papers_many
from portal.comments.services.papers_many.places import places_of
from portal.core.http import SignedInRequest

MOST_SHOWN = 100
SHEET, MINUTES = "foglio", "verbale"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def many(request: SignedInRequest) -> HttpResponse:
    """Take a sheet or minutes in, to be looked at."""
    scopes = _scopes()
    step = request.POST.get("da", "")
    is_sheet, is_minutes = step == SHEET, request.method == "POST" and step != SHEET
    sheet = SheetForm(
        request.POST if is_sheet else None, request.FILES if is_sheet else None, scopes=scopes, auto_id="foglio-%s"
    )
    minutes = MinutesForm(
        request.POST if is_minutes else None, request.FILES if is_minutes else None, scopes=scopes, auto_id="verbale-%s"
    )
    form = sheet if is_sheet else minutes
    known: PaperBatch | None = None
    if request.method == "POST" and form.is_valid():
        try:
            kept = _sheet(request, sheet) if is_sheet else _minutes(request, minutes)
            return redirect("comments_admin:many_batch", kept.pk)
        except papers_many.FileRefused as error:
            form.add_error("file", str(error))
        except papers_many.AlreadyEntered as error:
            form.add_error("file", error.message)
            known = error.batch
    context = {"sheet": sheet, "minutes": minutes, "scopes": scopes, "known": known, "batches": last_batches()}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "comments/admin/many.html", context, status=status)


@require_safe
@for_moderators
def template(request: SignedInRequest) -> HttpResponse:
    """Give the sheet to fill in."""
    scopes = _scopes()
    chosen = request.GET.get("consultazione", scopes[0][0] if scopes else "")
    response = HttpResponse(papers_many.template(chosen), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="modello-contributi.xlsx"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was understood of each row; enter them all; the rows of minutes are told and mended here."""
    found = batch_of(pk)
    typed = request.POST if any(name.startswith("riga-") for name in request.POST) else None
    forms = _row_forms(found, typed)
    conflict = ""
    try:
        if request.method == "POST" and papers_many.is_long(found):
            return _left_to_the_worker(request, found)
        if typed is not None and forms:
            if not all(form.is_valid() for form in forms):
                return _batch_page(request, found, forms)
            found = papers_many.change_rows(batch=found, changes=[_chosen(form) for form in forms])
        if request.POST.get("scelta") == "inserisci":
            made = papers_many.enter(batch=found, by=request.user, moment=timezone.now())
            told = ngettext("%d contributo inserito.", "%d contributi inseriti.", len(made)) % len(made)
            messages.success(request, f"{told} {_('Ora aspettano chi modera.')}")
        if request.method == "POST":
            return redirect("comments_admin:many_batch", pk)
    except (papers_many.HasErrors, papers_many.AlreadyEntered) as error:
        conflict = error.message
    return _batch_page(request, found, forms, conflict=conflict)


def _left_to_the_worker(request: SignedInRequest, found: PaperBatch) -> HttpResponse:
    moment = timezone.now()
    if found.state == enums.BatchState.CHECKING:
        papers_many.ask_check(batch=found, by=request.user, moment=moment)
    else:
        papers_many.ask_entering(batch=found, by=request.user, moment=moment)
        messages.success(request, _("Il portale inserisce i contributi: quando ha finito ti avvisa."))
    return redirect("comments_admin:many_batch", found.pk)


def _row_forms(found: PaperBatch, typed: Any) -> list[RowForm]:
    """Return a form for each row of minutes; a sheet is mended where it was written."""
    if found.source != enums.BatchSource.MINUTES or found.state == enums.BatchState.ENTERED:
        return []
    places, categories = places_of(found.scope).choices, papers_many.categories_of(found.scope)
    return row_forms(found, typed, places=places, categories=categories)


def _batch_page(
    request: SignedInRequest, found: PaperBatch, forms: list[RowForm], *, conflict: str = ""
) -> HttpResponse:
    is_entered = found.state == enums.BatchState.ENTERED
    is_long = papers_many.is_long(found)
    is_looked_at = not is_entered and not (is_long and found.state == enums.BatchState.CHECKING)
    rows = found.rows[:MOST_SHOWN] if is_long else found.rows
    checked = papers_many.check(found, moment=timezone.now(), rows=rows) if is_looked_at else []
    by_number = {one.number: one for one in checked}
    context = {
        "batch": found,
        "is_entered": is_entered,
        "checked": checked,
        "total": len(checked),
        "wrong_count": sum(not one.is_good for one in checked),
        "forms": [(row, form, by_number.get(row["number"])) for row, form in zip(found.rows, forms, strict=False)],
        "names": papers_many.names_known() if forms else [],
        "conflict": conflict,
        **(_told_by_the_worker(found, conflict) if is_long else {}),
    }
    has_typed_errors = any(form.errors for form in forms)
    status = HTTPStatus.CONFLICT if conflict else HTTPStatus.UNPROCESSABLE_ENTITY if has_typed_errors else HTTPStatus.OK
    return render(request, "comments/admin/many_batch.html", context, status=status)


def _told_by_the_worker(found: PaperBatch, conflict: str) -> dict[str, Any]:
    """Return what is known of all the rows of a long sheet, of which only the first are shown."""
    refused = "" if found.state == enums.BatchState.ENTERED else found.report.get("refused", "")
    return {
        "is_in_hand": papers_many.is_in_hand(found, timezone.now()),
        "told": found.report.get("wrong", []),
        "total": found.report.get("total", 0),
        "more": len(found.rows) - MOST_SHOWN if len(found.rows) > MOST_SHOWN else 0,
        "wrong_count": found.report.get("wrong_count", 0),
        "conflict": conflict or refused,
    }


def _sheet(request: SignedInRequest, form: SheetForm) -> PaperBatch:
    file = form.cleaned_data["file"]
    kept = papers_many.keep_sheet(
        scope=form.cleaned_data["scope"],
        name=file.name or "",
        content=file.read(papers_many.MOST_BYTES + 1),
        by=request.user,
        moment=timezone.now(),
    )
    if papers_many.is_long(kept):
        papers_many.ask_check(batch=kept, by=request.user, moment=timezone.now())
        messages.success(
            request, _("Il foglio è lungo: il portale ne controlla le righe e quando ha finito ti avvisa.")
        )
    return kept


def _minutes(request: SignedInRequest, form: MinutesForm) -> PaperBatch:
    data = form.cleaned_data
    file = data["file"]
    return papers_many.keep_minutes(
        scope=data["scope"],
        name=file.name if file else _("testo incollato"),
        content=file.read(papers_many.MOST_BYTES + 1) if file else b"",
        pasted=data["pasted"],
        channel=data["channel"],
        day=data["day"],
        registry_number=data["registry_number"],
        by=request.user,
        moment=timezone.now(),
    )


def _chosen(form: RowForm) -> dict[str, object]:
    return dict(form.cleaned_data)


def _scopes() -> list[tuple[str, str]]:
    catalogue = targets.catalogue()
    return list(catalogue.scopes()) if catalogue is not None else []
