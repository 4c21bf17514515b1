# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Perché cambia»: every change of the coming version with its cause, and those that still lack one."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.forms.causes import CauseForm, RestForm
from documents.consultations.models import Text
from documents.consultations.queries import causes as queries
from documents.consultations.queries import drafts, kept
from documents.consultations.queries.causes import Standing
from documents.consultations.services import causes as services

MOST_SHOWN = 40
STRETCH, PLACE, DEED, DRAFT = "modifica", "posto", "azione", "causa"
CONFIRM, REST, TAKE_BACK = "conferma", "resto", "togli"


@require_http_methods(["GET", "HEAD", "POST"])
@only(permissions.can_write_texts)
def causes(request: StaffRequest, pk: int) -> HttpResponse:
    """List what lacks a cause; a POST gives one to what is ticked, to all that is left, or takes one back."""
    text = kept.managed_text(pk)
    deed = request.POST.get(DEED, "")
    form = CauseForm(request.POST if request.method == "POST" and not deed else None, text=text)
    rest = RestForm(request.POST if deed == REST else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        found = queries.standing(drafts.next_version(text))
        told, status = _DEEDS.get(deed, _give)(request, found, form if not deed else rest)
        if told:
            messages.success(request, told)
            return redirect("texts_admin:causes", text.pk)
    found = queries.standing(drafts.next_version(text))
    context = {**_context(request, text, found), "form": form, "rest": rest}
    return render(request, "consultations/admin/causes.html", context, status=status)


Answer = tuple[str, HTTPStatus]


def _give(request: StaffRequest, found: Standing, form: Any) -> Answer:
    ticked = set(request.POST.getlist(STRETCH))
    whole = set(request.POST.getlist(PLACE))
    ticked |= {one.stretch.key for place in found.places if place.place.identity in whole for one in place.lacking}
    if not ticked:
        form.add_error(None, _("Spunta almeno una modifica."))
    if not form.is_valid():
        return "", HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        total = services.give(text=found.text, stretches=ticked, why=form.why, by=request.user, moment=timezone.now())
    except services.NotCitable:
        form.add_error("observations" if form.cleaned_data["kind"] == "OBSERVATION" else "meeting", _not_citable())
        return "", HTTPStatus.UNPROCESSABLE_ENTITY
    except services.ChangedMeanwhile:
        form.add_error(None, _("Intanto il testo è cambiato ancora: guarda di nuovo le modifiche, poi conferma."))
        return "", HTTPStatus.CONFLICT
    return _told(total), HTTPStatus.OK


def _give_to_the_rest(request: StaffRequest, found: Standing, form: Any) -> Answer:
    if not form.is_valid():
        return "", HTTPStatus.UNPROCESSABLE_ENTITY
    reason = form.cleaned_data["reason"]
    total = services.give_to_all_left(text=found.text, reason=reason, by=request.user, moment=timezone.now())
    return _told(total), HTTPStatus.OK


def _confirm(request: StaffRequest, found: Standing, form: Any) -> Answer:
    total = services.confirm_proposed(text=found.text, by=request.user, moment=timezone.now())
    return _told(total), HTTPStatus.OK


def _take_back(request: StaffRequest, found: Standing, form: Any) -> Answer:
    number = request.POST.get(DRAFT, "")
    if number.isascii() and number.isdigit():
        services.take_back(text=found.text, pk=int(number[:18]), by=request.user)
    return _("Tolta: la modifica aspetta di nuovo una causa."), HTTPStatus.OK


_DEEDS: dict[str, Callable[[StaffRequest, Standing, Any], Answer]] = {
    REST: _give_to_the_rest,
    CONFIRM: _confirm,
    TAKE_BACK: _take_back,
}


def _told(total: int) -> str:
    return ngettext("Causa data a %(total)d modifica.", "Causa data a %(total)d modifiche.", total) % {"total": total}


def _not_citable() -> str:
    return _(
        "Serve un'osservazione pubblicata su questo testo e accolta, del tutto o in parte; o un tavolo non riservato."
    )


def _context(request: StaffRequest, text: Text, found: Standing) -> dict[str, Any]:
    covered = [place for place in found.places if place.is_covered]
    title = _("Perché cambia il testo")
    return {
        "text": text,
        "standing": found,
        "shown": found.unexplained[:MOST_SHOWN],
        "others": max(0, len(found.unexplained) - MOST_SHOWN),
        "covered": covered[: 3 * MOST_SHOWN],
        "more_covered": max(0, len(covered) - 3 * MOST_SHOWN),
        "ticked": set(request.POST.getlist(STRETCH)),
        "ticked_places": set(request.POST.getlist(PLACE)),
        "can_publish": permissions.can_publish_versions(request.user),
        "header_title": title,
        "page_title": title,
        "header_icon": "doc-full",
    }
