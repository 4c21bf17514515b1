# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Ci avete detto, abbiamo fatto»: the report that follows by itself from the answers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.consultations.queries import consultations, left
from documents.consultations.queries import report as queries
from documents.consultations.views.consultations import crumbs
from portal.core.http import PortalRequest


@require_safe
def report(request: PortalRequest, slug: str) -> HttpResponse:
    """Show what people asked and what changed, the numbers, who took part, and the tables to download."""
    dated = consultations.with_results(slug, audience=request.audience, moment=timezone.now())
    found = dated.consultation
    context = {
        "heading": _("Ci avete detto, abbiamo fatto"),
        "lead": found.title,
        "breadcrumbs": crumbs(dated, _("Rapporto")),
        "dated": dated,
        "report": queries.report(found),
        "passed_over": left.of_consultation(found),
        "changed": queries.what_changed(found),
        "updated_at": found.results_published_at,
    }
    return render(request, "consultations/report.html", context)
