# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who belongs to the Distretto and who decides what: one page, made of what the register knows."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners import queries
from partners.views.common import distretto_crumbs
from portal.core import audiences
from portal.core.http import PortalRequest
from portal.core.panels import panels_for


@require_safe
def governance(request: PortalRequest) -> HttpResponse:
    """Show members, seats and who holds them, the bodies; to staff also whether the office has all its people."""
    moment = timezone.now()
    counts = queries.membership_by_kind()
    is_staff = audiences.STAFF in request.audience
    composition = queries.composition(moment=moment) if is_staff else []
    context = {
        "heading": _("Chi fa parte del Distretto e chi decide"),
        "lead": _("Le organizzazioni, i seggi e chi li tiene, i tavoli, gli accordi, l'ufficio."),
        "breadcrumbs": distretto_crumbs((_("Chi decide"), "")),
        "counts": counts,
        "total": sum(count.total for count in counts),
        "public_bodies": queries.public_bodies(request.audience),
        "seats": queries.seats_shown(request.audience, moment=moment),
        "experts": queries.experts_shown(moment=moment),
        "is_staff": is_staff,
        "composition": composition,
        "is_met": all(one.is_met for one in composition),
        "panels": panels_for("governance", request, None),
    }
    return render(request, "partners/governance.html", context)
