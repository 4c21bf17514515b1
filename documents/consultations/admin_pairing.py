# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Paragrafi da riconoscere»: what could not be matched with certainty, beside the words of before."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.queries import drafts, kept, questions
from documents.consultations.queries.drafts import NextVersion
from documents.consultations.queries.questions import Sheet, Shown
from documents.consultations.services import pairing as services

ACCEPT = "accetto-le-proposte"


@require_http_methods(["GET", "HEAD", "POST"])
@only(permissions.can_write_texts)
def pair(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what is in doubt in the next version of a text, and keep what is said of it."""
    text = kept.managed_text(pk)
    status = HTTPStatus.OK
    chosen: dict[str, str] = {}
    if request.method == "POST":
        chosen = questions.chosen(request.POST.dict())
        decision = services.say(text=text, choices=chosen, by=request.user, accepts=ACCEPT in request.POST)
        if not decision.open:
            messages.success(request, _("Fatto: ogni paragrafo è riconosciuto."))
            can_publish = permissions.can_publish_versions(request.user)
            return redirect("texts_admin:publish", pk) if can_publish else redirect("texts_admin:list")
        messages.warning(request, _left(len(decision.open)))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    draft = drafts.next_version(text)
    title = _("Paragrafi da riconoscere")
    context = {
        "text": text,
        "draft": draft,
        "sheet": _sheet(draft, chosen),
        "accept_name": ACCEPT,
        "header_title": title,
        "page_title": title,
        "header_icon": "doc-full",
    }
    return render(request, "consultations/admin/pairing.html", context, status=status)


def _left(count: int) -> str:
    told = ngettext(
        "Quello che hai detto è salvato. Manca ancora %(count)d paragrafo.",
        "Quello che hai detto è salvato. Mancano ancora %(count)d paragrafi.",
        count,
    )
    return told % {"count": count}


def _sheet(draft: NextVersion, chosen: dict[str, str]) -> Sheet:
    pairing = draft.pairing
    titles = {section.page_id: section.title for section in draft.sections}
    return questions.sheet(
        pairing.found,
        pairing.decided(chosen),
        old={
            str(twin.paragraph_id): Shown(number=twin.number, section_title=twin.section.title, plain=twin.plain)
            for twin in pairing.old
        },
        new={
            block.key: Shown(number=block.number, section_title=titles[block.page_id], plain=block.plain)
            for block in draft.blocks
        },
        choices={**pairing.said, **chosen},
        known=pairing.known,
    )
