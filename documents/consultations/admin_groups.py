# SPDX-License-Identifier: AGPL-3.0-or-later
"""Similar contributions: proposed by the machine, accepted or discarded by a person, answered together."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.consultations import permissions, tasks
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.admin_frames import frame, numbers_in
from documents.consultations.queries import groups, preparation
from documents.consultations.queries.groups import Grouped
from documents.consultations.services import grouping as services


@require_safe
@only(permissions.can_answer)
def group_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the proposed groups, to be decided, and the accepted ones, to be answered."""
    found = preparation.answered_one(pk)
    context = {
        "consultation": found,
        "groups": [(one, _together(found.pk, one)) for one in groups.groups_of(found)],
        **frame(_("Osservazioni simili"), found, is_below=True),
    }
    return render(request, "consultations/admin/groups.html", context)


@require_POST
@only(permissions.can_answer)
def propose(request: StaffRequest, pk: int) -> HttpResponse:
    """Have the worker look for similar contributions."""
    found = preparation.answered_one(pk)
    tasks.propose_groups.enqueue(found.pk)
    messages.success(request, _("Il portale cerca le osservazioni simili: tra poco ricarica questa pagina."))
    return redirect("answers_admin:groups", pk)


@require_POST
@only(permissions.can_answer)
def decide(request: StaffRequest, pk: int, group_pk: int) -> HttpResponse:
    """Accept the ticked members of a group, or discard it."""
    found = groups.group_of(preparation.answered_one(pk), group_pk)
    moment = timezone.now()
    try:
        if request.POST.get("azione") == "scarta":
            services.discard(group=found.group, by=request.user, moment=moment)
            messages.success(request, _("Gruppo scartato: queste osservazioni non saranno più proposte insieme."))
        else:
            ticked = numbers_in(request.POST.getlist("scelte"))
            services.accept(group=found.group, pks=ticked, by=request.user, moment=moment)
            messages.success(request, _("Gruppo accettato: ora si può rispondere a tutte insieme."))
    except services.AlreadyDecided:
        messages.error(request, _("Qualcuno ha già deciso su questo gruppo."))
    except services.TooFew:
        messages.error(request, _("Spunta almeno due osservazioni."))
    except services.AlreadyGrouped:
        messages.error(request, _("Una di queste osservazioni è già in un altro gruppo."))
    return redirect("answers_admin:groups", pk)


def _together(pk: int, one: Grouped) -> str:
    query = QueryDict(mutable=True)
    query.setlist("scelte", [str(each.pk) for each in one.observations])
    return f"{reverse('answers_admin:many', args=[pk])}?{query.urlencode()}"
