# SPDX-License-Identifier: AGPL-3.0-or-later
"""A draft that comes back from Word, onto the text that it is a redraft of."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.admin_pairing import ACCEPT
from documents.consultations.imports.parsed import from_json
from documents.consultations.models import ImportDraft
from documents.consultations.queries import kept, new_draft, questions, redline_words
from documents.consultations.queries.new_draft import NEW_SECTION, SECTION, NewDraft
from documents.consultations.redline import Redline
from documents.consultations.services import new_drafts as services

READY = "sezioni-pronte"


@require_http_methods(["GET", "HEAD", "POST"])
@only(permissions.can_write_texts)
def onto(request: StaffRequest, pk: UUID, text_pk: int) -> HttpResponse:
    """Show what the draft would change in a text and ask what is in doubt; a POST writes it into the editor."""
    draft, text = kept.kept_draft(pk), kept.managed_text(text_pk)
    if draft.text is not None:
        return redirect("wagtailadmin_explore", draft.text.page_id)
    chosen = questions.chosen(request.POST.dict())
    new = new_draft.beside(text, from_json(draft.parsed))
    sections = _sections(request, new)
    status, refusal = HTTPStatus.OK, ""
    if request.method == "POST":
        try:
            unready = _write(request, draft, new, chosen, sections)
        except services.StillOpen:
            refusal = _("Manca ancora qualche scelta: quello che hai scelto è qui sotto.")
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        except services.AlreadyMade as error:
            return redirect("wagtailadmin_explore", error.text.page_id)
        else:
            messages.success(request, _written(unready))
            return redirect("wagtailadmin_explore", text.page_id)
    context = {"draft": draft, "text": text, "refusal": refusal, **_context(new, chosen, sections)}
    context |= {"ready_name": READY, "are_ready": READY in request.POST}
    return render(request, "consultations/admin/import_onto.html", context, status=status)


def _write(
    request: StaffRequest, draft: ImportDraft, new: NewDraft, chosen: dict[str, str], sections: dict[int, str]
) -> list[str]:
    accepts = ACCEPT in request.POST
    if not accepts and any(place not in sections for place in new.open_sections):
        raise services.StillOpen
    return services.redraft(
        draft=draft,
        text=new.text,
        by=request.user,
        choices=chosen,
        sections=sections,
        accepts=accepts,
        are_ready=READY in request.POST,
    )


def _written(unready: list[str]) -> str:
    if not unready:
        return _("La nuova stesura è nell'editor, pronta per la prossima versione.")
    titles = ", ".join(f"«{title}»" for title in unready)
    return _("La nuova stesura è nell'editor. Restano da dichiarare pronte: %(titles)s.") % {"titles": titles}


def _sections(request: StaffRequest, new: NewDraft) -> dict[int, str]:
    names = {place: f"{SECTION}{place}" for place in new.open_sections}
    return {place: request.POST[name] for place, name in names.items() if request.POST.get(name)}


def _context(new: NewDraft, chosen: dict[str, str], sections: dict[int, str]) -> dict[str, Any]:
    decision = new.decided(chosen)
    redline = new.redline(decision, new.sections(sections))
    title = _("Una nuova stesura")
    return {
        "new": new,
        "sheet": questions.sheet(
            new.found, decision, old=new.old_shown, new=new.new_shown, choices=chosen, known=_unchanged(new)
        ),
        "sections": [
            (f"{SECTION}{place}", new.parsed.sections[place].title, sections.get(place, ""))
            for place in new.open_sections
        ],
        "free_sections": new.free_sections,
        "new_section": NEW_SECTION,
        "summary": redline_words.summary(redline),
        "changes": _changes(redline),
        "accept_name": ACCEPT,
        "header_title": title,
        "page_title": title,
        "header_icon": "doc-full",
    }


def _unchanged(new: NewDraft) -> dict[str, str]:
    """What has the words of before needs no telling."""
    old, shown = new.old_shown, new.new_shown
    return {key: pk for key, pk in new.found.same.items() if old[pk].plain == shown[key].plain}


def _changes(redline: Redline) -> list[tuple[str, str, list[tuple[str, Any]]]]:
    """Return name, note and changed paragraphs of each section in which something happened."""
    return [
        (
            section.name,
            redline_words.section_summary(section),
            [(redline_words.entry_note(entry), entry.segments) for entry in section.entries if not entry.is_untouched],
        )
        for section in redline.sections
        if not section.is_untouched
    ]
