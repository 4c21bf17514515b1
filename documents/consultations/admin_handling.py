# SPDX-License-Identifier: AGPL-3.0-or-later
"""Giving ticked contributions to a colleague."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.admin_frames import MOST_TOGETHER, frame, numbers_in
from documents.consultations.forms.handling import AssignForm
from documents.consultations.queries import heard, outcomes, people, preparation
from documents.consultations.services import handling as services
from portal.core.exceptions import NotReadable


@require_http_methods(["GET", "HEAD", "POST"])
@only(permissions.can_answer)
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the ticked contributions to a colleague: from now they are *in esame*."""
    found = preparation.answered_one(pk)
    ticked = numbers_in((request.POST if request.method == "POST" else request.GET).getlist("scelte"))
    observations = outcomes.in_register(found, ticked[:MOST_TOGETHER])
    if not observations:
        raise NotReadable
    form = AssignForm(request.POST if request.method == "POST" else None, people=people.answerers())
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            count = services.assign(
                consultation=found,
                pks=[one.pk for one in observations],
                to=form.chosen,
                by=request.user,
                moment=timezone.now(),
            )
        except services.NotOwed:
            form.add_error(None, _("A una di queste osservazioni non si deve più una risposta."))
            status = HTTPStatus.CONFLICT
        except services.CannotAnswer:
            form.add_error("a", _("Questa persona non prepara più risposte."))
            status = HTTPStatus.CONFLICT
        else:
            told = ngettext("%(count)d osservazione affidata.", "%(count)d osservazioni affidate.", count)
            messages.success(request, told % {"count": count} if count else _("Erano già affidate così."))
            return redirect("answers_admin:register", pk)
    context = {
        "form": form,
        "consultation": found,
        "observations": observations,
        **frame(_("A chi affidarle"), found, is_below=True),
    }
    return render(request, "consultations/admin/observation_assign.html", context, status=status)


@require_safe
@only(permissions.can_answer)
def silent(request: StaffRequest, pk: int) -> HttpResponse:
    """List by name who was invited and has not spoken: for the office alone."""
    found = preparation.answered_one(pk)
    context = {
        "consultation": found,
        "kinds": heard.invited_kinds(found),
        "partners": heard.silent_partners(found),
        **frame(_("Voci mancanti"), found, is_below=True),
    }
    return render(request, "consultations/admin/silent.html", context)
