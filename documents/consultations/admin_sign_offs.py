# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signatures of the Distretto della Salute in the admin: where they are, notes recorded, silence passed over."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.forms.sign_offs import NoteForm, OverrideForm
from documents.consultations.queries import kept
from documents.consultations.queries import sign_offs as queries
from documents.consultations.queries.sign_offs import Standing
from documents.consultations.services import sign_offs as services
from portal.core.exceptions import NotReadable
from portal.core.sniffing import FileRefused

OVERRIDE = "supera"


@require_http_methods(["GET", "HEAD", "POST"])
@only(permissions.can_edit_consultations)
def sign_offs(request: StaffRequest, pk: int) -> HttpResponse:
    """Show where each signature is; record a note, or go on after a silence."""
    text = kept.managed_text(pk)
    rows = queries.standing(text)
    posted: dict[str, Any] = {}
    status = HTTPStatus.OK
    if request.method == "POST":
        one = next((row for row in rows if str(row.section.pk) == request.POST.get("section")), None)
        if one is None:
            raise NotReadable
        is_override = request.POST.get("azione") == OVERRIDE
        form = OverrideForm(request.POST) if is_override else NoteForm(request.POST, request.FILES)
        if form.is_valid() and _done(request, one, form):
            messages.success(request, _("Registrato: si legge in pubblico con la versione."))
            return redirect("texts_admin:sign_offs", pk)
        posted = {"section": one.section.pk, "is_override": is_override, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "text": text,
        "rows": [(row, _form(row, posted, NoteForm), _form(row, posted, OverrideForm)) for row in rows],
        "can_override": permissions.can_publish_versions(request.user),
        "header_title": _("Firme del Distretto della Salute"),
        "page_title": _("Firme del Distretto della Salute"),
        "header_icon": "doc-full",
    }
    return render(request, "consultations/admin/sign_offs.html", context, status=status)


def _form(row: Standing, posted: dict[str, Any], kind: type[NoteForm] | type[OverrideForm]) -> NoteForm | OverrideForm:
    if posted.get("section") == row.section.pk and isinstance(posted["form"], kind):
        return posted["form"]
    return kind(prefix=None, auto_id=f"{row.section.pk}-%s")


def _done(request: StaffRequest, one: Standing, form: NoteForm | OverrideForm) -> bool:
    digest, moment, data = request.POST.get("digest", ""), timezone.now(), form.cleaned_data
    try:
        if isinstance(form, OverrideForm):
            services.override(
                section_pk=one.section.pk, digest=digest, reason=data["reason"], by=request.user, moment=moment
            )
        else:
            note = services.Note(number=data["number"], day=data["day"], file=data["file"])
            services.record_note(section_pk=one.section.pk, digest=digest, note=note, by=request.user, moment=moment)
    except FileRefused as error:
        form.add_error("file", str(error))
    except services.NotAllowed:
        form.add_error(None, _("Solo il coordinamento può farlo."))
    except services.NotSilent:
        form.add_error(None, _("Il termine non è passato, o una risposta c'è."))
    except services.WordsChanged:
        form.add_error(None, _("Intanto il testo è cambiato: ricarica la pagina."))
    except services.AlreadySettled:
        form.add_error(None, _("Queste parole hanno già la firma."))
    return not form.errors
