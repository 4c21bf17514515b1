# SPDX-License-Identifier: AGPL-3.0-or-later
"""The comparison of two versions."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.consultations import links
from documents.consultations.queries import redlines, texts
from portal.core.exceptions import NotReadable
from portal.core.http import PortalRequest


@require_safe
def redline(request: PortalRequest, slug: str, old: int, new: int) -> HttpResponse:
    """Show what changed between two versions, word by word; whole with `?tutto=1`."""
    if old == new:
        raise NotReadable
    if old > new:
        return redirect(links.redline(slug, new, old))
    before, after = texts.version(slug, old), texts.version(slug, new)
    title = _("Che cosa è cambiato dalla versione %(old)d alla %(new)d") % {"old": old, "new": new}
    context = {
        "heading": title,
        "breadcrumbs": [
            (_("Testi"), reverse("consultations:texts")),
            (after.text.title, links.text(slug)),
            (title, ""),
        ],
        "text": after.text,
        "comparison": redlines.between(before, after),
        "is_whole": request.GET.get("tutto") == "1",
        "updated_at": after.published_at,
        "noindex": bool(request.GET),
    }
    return render(request, "consultations/redline.html", context)
