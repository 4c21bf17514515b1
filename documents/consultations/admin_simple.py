# SPDX-License-Identifier: AGPL-3.0-or-later
"""«In parole semplici»: the sections of a text told plainly, written beside the official words."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.forms.simple_words import SimpleWordsForm
from documents.consultations.models import SectionPage, Text
from documents.consultations.queries import kept, simple_overview, simple_preview, simple_sheets
from documents.consultations.queries.simple import SimpleRead
from documents.consultations.queries.simple_sheets import Sheet
from documents.consultations.services import simple_words as services

READY = "pronte"
METHODS = ["GET", "HEAD", "POST"]


@require_safe
@only(permissions.can_write_texts)
def sections(request: StaffRequest, pk: int) -> HttpResponse:
    """List the sections of a text with how far their simple words are."""
    text = kept.managed_text(pk)
    rows = simple_overview.overview(text)
    context = {
        "text": text,
        "rows": rows,
        "left": rows[0].sheet.left if rows else (),
        "can_publish": permissions.can_publish_versions(request.user),
        **frame(_("In parole semplici")),
    }
    return render(request, "consultations/admin/simple_list.html", context)


@require_http_methods(METHODS)
@only(permissions.can_write_texts)
def sheet(request: StaffRequest, pk: int, section_pk: UUID) -> HttpResponse:
    """Show the official words with a box beside each; a POST keeps what was typed."""
    text = kept.managed_text(pk)
    found = simple_sheets.sheet(text, section_pk)
    form = SimpleWordsForm(request.POST if request.method == "POST" else None, sheet=found)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _saved(request, form)
        if status == HTTPStatus.OK:
            return redirect("texts_admin:simple", pk)
    return _sheet_page(request, text, form, status=status)


@require_http_methods(METHODS)
@only(permissions.can_write_texts)
def preview(request: StaffRequest, pk: int, section_pk: UUID) -> HttpResponse:
    """Show a section as readers would find it: as saved last, as it is ready, or as it was just typed (a POST)."""
    text = kept.managed_text(pk)
    found = simple_sheets.sheet(text, section_pk)
    if request.method != "POST":
        return _preview_page(request, found, simple_preview.saved(found, are_ready=READY in request.GET))
    form = SimpleWordsForm(request.POST, sheet=found)
    if not form.is_valid():
        return _sheet_page(request, text, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    told = simple_preview.of(found, services.as_typed(found, form.typed))
    return _preview_page(request, found, told, is_typed=True)


@require_safe
@only(permissions.can_write_texts)
def history(request: StaffRequest, pk: int, section_pk: UUID) -> HttpResponse:
    """Tell who saved a section in simple words, when, and which words stood there before."""
    text = kept.managed_text(pk)
    found = simple_sheets.sheet(text, section_pk)
    context = {
        "text": text,
        "sheet": found,
        "saves": simple_overview.saves_of(found),
        **frame(_("Storia delle parole semplici: %(title)s") % {"title": found.page.title}),
    }
    return render(request, "consultations/admin/simple_history.html", context)


def address_of(page: SectionPage) -> str:
    """Return where the simple words of a page of the editor are written; empty before it is first saved."""
    found = kept.section_of_page(page.pk)
    return reverse("texts_admin:simple_sheet", args=[found.text_id, found.pk]) if found else ""


def frame(title: str) -> dict[str, Any]:
    """Return the title of a page about simple words."""
    return {"header_title": title, "page_title": title, "header_icon": "openquote"}


def _sheet_page(request: StaffRequest, text: Text, form: SimpleWordsForm, *, status: HTTPStatus) -> HttpResponse:
    found = form.sheet
    context = {
        "text": text,
        "sheet": found,
        "form": form,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[found.page.pk]),
        "ready_name": READY,
        **frame(_("In parole semplici: %(title)s") % {"title": found.page.title}),
    }
    return render(request, "consultations/admin/simple_sheet.html", context, status=status)


def _preview_page(
    request: StaffRequest, found: Sheet, told: tuple[SimpleRead, ...], *, is_typed: bool = False
) -> HttpResponse:
    context = {
        "sheet": found,
        "places": told,
        "is_typed": is_typed,
        "is_ready": READY in request.GET,
        "ready_name": READY,
        "heading": found.page.title,
        "noindex": True,
    }
    return render(request, "consultations/simple_preview.html", context)


def _saved(request: StaffRequest, form: SimpleWordsForm) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    are_ready = READY in request.POST
    try:
        services.save(
            text=form.sheet.text,
            section_id=form.sheet.section.pk,
            typed=form.typed,
            expected=form.cleaned_data["expected"],
            are_ready=are_ready,
            by=request.user,
            moment=timezone.now(),
        )
    except services.ChangedMeanwhile:
        form.data = {**request.POST.dict(), "expected": form.sheet.digest}
        form.add_error(
            None,
            _(
                "Intanto qualcuno ha cambiato questa sezione. Quello che hai scritto è ancora qui: "
                "confrontalo con il testo ufficiale di adesso, poi salva di nuovo."
            ),
        )
        return HTTPStatus.CONFLICT
    told = _("Salvate: escono con la prossima versione.") if are_ready else _("Bozza salvata: nessun altro la legge.")
    messages.success(request, told)
    return HTTPStatus.OK
