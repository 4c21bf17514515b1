# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bringing a draft in: read it, look at what was understood, say that it is right. Inside the admin."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.forms.texts import ConfirmForm, ImportForm
from documents.consultations.imports import reading
from documents.consultations.imports.parsed import ParsedText, ParsedWarning, from_json
from documents.consultations.imports.sources import NotUnderstood
from documents.consultations.queries import kept
from documents.consultations.services import imports as services

METHODS = ["GET", "HEAD", "POST"]
WHY_NOT: Final = {
    "too_large": gettext_lazy("Il file è troppo grande: al massimo 10 MB, e non un archivio che si gonfia."),
    "empty": gettext_lazy("Non c'è nessuna parola da leggere."),
    "unknown_kind": gettext_lazy("Questo tipo di file non lo leggiamo: salva da Word come .docx."),
    "not_word": gettext_lazy("Il file si chiama .docx, ma non è un documento di Word."),
    "encrypted": gettext_lazy("Il documento è protetto da password, o è di un Word molto vecchio: salvalo come .docx."),
    "macros": gettext_lazy("Il documento contiene macro: salvalo come .docx senza macro."),
    "unreadable": gettext_lazy("Il documento è troppo complesso per essere letto: prova a incollare il testo."),
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A warning in words, with a link to its place in the preview."""

    text: str
    excerpt: str
    anchor: str
    place: str


@require_http_methods(METHODS)
@only(permissions.can_write_texts)
def import_draft(request: StaffRequest) -> HttpResponse:
    """Take a file or pasted words; what was understood is kept and shown."""
    form = ImportForm(request.POST or None, request.FILES or None)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            return _kept(request, form)
        except NotUnderstood as error:
            form.add_error("file" if form.cleaned_data.get("file") else "words", str(WHY_NOT[error.code]))
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = _("Importa una bozza")
    context = {"form": form, "waiting": kept.waiting_drafts(), **_frame(title)}
    return render(request, "consultations/admin/import.html", context, status=status)


@require_http_methods(METHODS)
@only(permissions.can_write_texts)
def import_preview(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show what was understood of a draft, warnings first; a POST makes the text and goes to the editor."""
    draft = kept.kept_draft(pk)
    if draft.text is not None:
        return redirect("wagtailadmin_explore", draft.text.page_id)
    parsed = from_json(draft.parsed)
    form = ConfirmForm(request.POST or None, initial=_proposed(parsed))
    if request.method == "POST" and form.is_valid():
        area = form.cleaned_data.pop("area")
        try:
            text = services.make_text(
                draft=draft, by=request.user, area_id=area.pk if area else None, **form.cleaned_data
            )
        except services.AlreadyMade as error:
            return redirect("wagtailadmin_explore", error.text.page_id)
        messages.success(request, _("Il testo è nell'editor: rileggi le sezioni, poi il coordinamento pubblica."))
        return redirect("wagtailadmin_explore", text.page_id)
    context = {
        "form": form,
        "draft": draft,
        "parsed": parsed,
        "sections": _numbered(parsed),
        "texts": kept.texts_like(parsed.title),
        "warnings": [_told(warning, parsed) for warning in parsed.warnings],
        **_frame(_("Che cosa abbiamo capito")),
    }
    return render(request, "consultations/admin/import_preview.html", context)


def _kept(request: StaffRequest, form: ImportForm) -> HttpResponse:
    values = form.cleaned_data
    if values["file"]:
        content, name = values["file"].read(), values["file"].name
        parsed = reading.read_file(name, content)
    elif values["pasted_html"]:
        content, name = values["pasted_html"].encode(), _("testo incollato")
        parsed = reading.read_html(values["pasted_html"])
    else:
        content, name = values["words"].encode(), _("testo incollato")
        parsed = reading.read_words(values["words"])
    draft = services.keep(parsed=parsed, source_name=name, content=content, by=request.user)
    return redirect("texts_admin:import_preview", draft.pk)


def _proposed(parsed: ParsedText) -> dict[str, Any]:
    is_rule = "regolament" in parsed.title.lower()
    return {
        "title": parsed.title,
        "kind": "REGULATION" if is_rule else "PIANO",
        "origin_note": ", ".join(parsed.front)[:250],
    }


def _numbered(parsed: ParsedText) -> list[tuple[int, str, list[tuple[int, int, Any]]]]:
    """Return section number, title and blocks, each with its place and the number that readers would see."""
    made, number = [], 0
    for place, section in enumerate(parsed.sections, start=1):
        blocks = []
        for at, block in enumerate(section.blocks, start=1):
            number += not block.is_heading
            blocks.append((at, 0 if block.is_heading else number, block))
        made.append((place, section.title, blocks))
    return made


def _told(warning: ParsedWarning, parsed: ParsedText) -> Told:
    anchor, place = "", ""
    if warning.section:
        section = parsed.sections[warning.section - 1]
        block = min(warning.block, len(section.blocks))
        anchor = f"b-{warning.section}-{block}" if block else f"s-{warning.section}"
        place = section.title
    return Told(text=_in_words(warning), excerpt=warning.words, anchor=anchor, place=place)


def _in_words(warning: ParsedWarning) -> str:
    many = warning.count
    told = {
        "image": _("C'era un'immagine: nel testo non entra. Mettila fra i materiali della consultazione."),
        "table": _("C'era una tabella: ogni riga è diventata un paragrafo, con le celle divise da punto e virgola."),
        "empty_heading": _("C'era un titolo senza parole: lo abbiamo tolto."),
        "long_paragraph": _("Paragrafo molto lungo (%(count)d caratteri): dividerlo aiuta chi deve osservarlo."),
        "no_text": _("Sezione senza testo."),
        "no_sections": _("Non abbiamo riconosciuto sezioni: usa gli stili «Titolo» di Word, o righe come «Art. 1»."),
        "tracked_changes": ngettext(
            "Il documento ha %(count)d revisione: la leggiamo come accettata.",
            "Il documento ha %(count)d revisioni: le leggiamo come accettate.",
            many,
        ),
        "comments": ngettext(
            "Il documento ha %(count)d commento: non entra nel testo.",
            "Il documento ha %(count)d commenti: non entrano nel testo.",
            many,
        ),
        "text_boxes": ngettext(
            "C'è %(count)d casella di testo: controlla dove sono finite le sue parole.",
            "Ci sono %(count)d caselle di testo: controlla dove sono finite le loro parole.",
            many,
        ),
        "headers": _("Intestazioni e piè di pagina non entrano nel testo."),
        "notes": ngettext(
            "C'è %(count)d nota: sta in una sezione «Note» in fondo.",
            "Ci sono %(count)d note: stanno in una sezione «Note» in fondo.",
            many,
        ),
    }
    return told[warning.code] % {"count": many}


def _frame(title: str) -> dict[str, Any]:
    return {"header_title": title, "page_title": title, "header_icon": "doc-full"}
