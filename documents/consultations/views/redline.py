# SPDX-License-Identifier: AGPL-3.0-or-later
"""The comparison of two versions: the whole, one section, and which two to compare."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.consultations import links
from documents.consultations.forms.redline import PairForm
from documents.consultations.queries import redlines, texts
from documents.consultations.queries.redlines import Comparison, Show
from portal.core.exceptions import NotReadable
from portal.core.http import PortalRequest


@require_safe
def redline(request: PortalRequest, slug: str, old: int, new: int, section_slug: str = "") -> HttpResponse:
    """Show what changed between two versions, word by word; `?mostra=tutto` the whole, `?mostra=modifiche` no more."""
    if old == new:
        raise NotReadable
    if old > new:
        here = links.redline_section(slug, new, old, section_slug) if section_slug else links.redline(slug, new, old)
        return redirect(here)
    before, after = texts.version(slug, old), texts.version(slug, new)
    wanted = request.GET.get("mostra", "")
    show = Show(wanted) if wanted in list(Show) else Show.SECTIONS
    comparison = redlines.between(before, after, show=show, section=section_slug)
    page = comparison.page(request.GET.get("page", ""), holding=request.GET.get("paragrafo", ""))
    context = {
        **_frame(comparison),
        "page": page,
        "parts": comparison.parts(page.object_list[0]),
        "form": PairForm(versions=texts.versions_of(after.text), initial={"da": old, "a": new}),
        "noindex": bool(request.GET),
    }
    return render(request, "consultations/redline.html", context)


@require_safe
def choose(request: PortalRequest, slug: str) -> HttpResponse:
    """Lead to the comparison of the two versions chosen; without a choice, ask for one."""
    latest = texts.current_version(slug)
    form = PairForm(request.GET or None, versions=texts.versions_of(latest.text))
    if form.is_valid():
        return redirect(links.redline(slug, *form.pair))
    context = {
        "heading": _("Confronta due versioni"),
        "breadcrumbs": [*_crumbs(latest.text.title, slug), (_("Confronta due versioni"), "")],
        "text": latest.text,
        "form": form,
        "noindex": True,
    }
    return render(request, "consultations/redline_choose.html", context)


def _frame(comparison: Comparison) -> dict[str, Any]:
    text, old, new = comparison.new.text, comparison.old.number, comparison.new.number
    title = _("Che cosa è cambiato dalla versione %(old)d alla %(new)d") % {"old": old, "new": new}
    here = [(title, "")]
    if comparison.only is not None:
        here = [(title, links.redline(text.slug, old, new)), (comparison.only.name, "")]
    return {
        "heading": title,
        "breadcrumbs": [*_crumbs(text.title, text.slug), *here],
        "text": text,
        "comparison": comparison,
        "updated_at": comparison.new.published_at,
    }


def _crumbs(title: str, slug: str) -> list[tuple[str, str]]:
    return [(_("Testi"), reverse("consultations:texts")), (title, links.text(slug))]
