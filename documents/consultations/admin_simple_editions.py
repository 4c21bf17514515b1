# SPDX-License-Identifier: AGPL-3.0-or-later
"""Putting simple words beside the version that people read: looked at first, then confirmed; a correction says why."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.admin_simple import METHODS, frame
from documents.consultations.forms.simple_words import EditionForm
from documents.consultations.models import Text
from documents.consultations.queries import kept, simple_coming
from documents.consultations.services import simple_editions as services
from documents.consultations.services.simple_words import ChangedMeanwhile


@require_http_methods(METHODS)
@only(permissions.can_publish_versions)
def publish(request: StaffRequest, pk: int, section_pk: UUID) -> HttpResponse:
    """Show what would be read beside the section, against what is read now; a POST puts out exactly that."""
    text = kept.managed_text(pk)
    coming = simple_coming.edition(text, section_pk)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and posted.get("expected") and not coming.changes:
        messages.info(request, _("Non c'è altro da pubblicare: quello che è pronto si legge già."))
        return redirect("texts_admin:simple", pk)
    form = EditionForm(posted, initial={"expected": coming.digest}, is_correction=coming.current is not None)
    status = HTTPStatus.OK
    if posted is not None:
        status = _published(request, text, section_pk, form)
        if status == HTTPStatus.OK:
            messages.success(request, _("Le parole semplici si leggono accanto alla sezione."))
            return redirect("texts_admin:simple", pk)
        form.data = {**posted.dict(), "expected": coming.digest}
    context = {"text": text, "coming": coming, "form": form, **frame(_("Pubblica le parole semplici"))}
    return render(request, "consultations/admin/simple_edition.html", context, status=status)


def _published(request: StaffRequest, text: Text, section_pk: UUID, form: EditionForm) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.publish_beside(
            text=text,
            section_id=section_pk,
            by=request.user,
            moment=timezone.now(),
            reason=form.cleaned_data.get("reason", ""),
            expected=form.cleaned_data["expected"],
        )
    except services.NothingReady:
        form.add_error(None, _("Non è uscito nulla: quello che è pronto si legge già."))
    except services.ReasonTooShort:
        form.add_error("reason", _("Il motivo è troppo corto: almeno 15 caratteri."))
    except ChangedMeanwhile:
        form.add_error(None, _("Intanto qualcosa è cambiato: riguarda che cosa uscirebbe, poi conferma di nuovo."))
    else:
        return HTTPStatus.OK
    return HTTPStatus.CONFLICT
