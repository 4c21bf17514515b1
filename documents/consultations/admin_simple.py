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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.forms.simple_words import SimpleWordsForm
from documents.consultations.models import SectionPage
from documents.consultations.queries import kept
from documents.consultations.queries import simple_sheets as queries
from documents.consultations.services import simple_words as services

READY = "pronte"


@require_safe
@only(permissions.can_write_texts)
def sections(request: StaffRequest, pk: int) -> HttpResponse:
    """List the sections of a text with how far their simple words are."""
    text = kept.managed_text(pk)
    context = {
        "text": text,
        "rows": queries.overview(text),
        "can_publish": permissions.can_publish_versions(request.user),
        **_frame(_("In parole semplici")),
    }
    return render(request, "consultations/admin/simple_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(permissions.can_write_texts)
def sheet(request: StaffRequest, pk: int, section_pk: UUID) -> HttpResponse:
    """Show the official words with a box beside each; a POST keeps what was typed."""
    text = kept.managed_text(pk)
    found = queries.sheet(text, section_pk)
    form = SimpleWordsForm(request.POST if request.method == "POST" else None, sheet=found)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _saved(request, form)
        if status == HTTPStatus.OK:
            return redirect("texts_admin:simple", pk)
    context = {
        "text": text,
        "sheet": found,
        "form": form,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[found.page.pk]),
        "ready_name": READY,
        **_frame(_("In parole semplici: %(title)s") % {"title": found.page.title}),
    }
    return render(request, "consultations/admin/simple_sheet.html", context, status=status)


@require_POST
@only(permissions.can_publish_versions)
def publish(request: StaffRequest, pk: int, section_pk: UUID) -> HttpResponse:
    """Put the simple words that are ready beside a section that people already read."""
    text = kept.managed_text(pk)
    try:
        services.publish_beside(text=text, section_id=section_pk, by=request.user, moment=timezone.now())
    except services.NothingReady:
        messages.error(
            request,
            _(
                "Non è uscito nulla: le parole semplici ci sono già, o nessuna è pronta per le parole che si leggono "
                "oggi. Quelle scritte per un testo cambiato escono con la prossima versione."
            ),
        )
    else:
        messages.success(request, _("Le parole semplici si leggono accanto alla sezione."))
    return redirect("texts_admin:simple", pk)


def address_of(page: SectionPage) -> str:
    """Return where the simple words of a page of the editor are written; empty before it is first saved."""
    found = kept.section_of_page(page.pk)
    return reverse("texts_admin:simple_sheet", args=[found.text_id, found.pk]) if found else ""


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


def _frame(title: str) -> dict[str, Any]:
    return {"header_title": title, "page_title": title, "header_icon": "openquote"}
