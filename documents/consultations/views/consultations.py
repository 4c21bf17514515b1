# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of consultations: all of them, one, its observations, its outcomes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.consultations import permissions
from documents.consultations.forms.filters import ObservationsForm
from documents.consultations.queries import (
    consultations,
    dates,
    front,
    observations,
    outcomes,
    report,
    responses,
    steps,
)
from documents.consultations.queries.categories import category_choices
from documents.consultations.queries.consultations import Dated
from portal.core.http import PortalRequest
from portal.ui.lists import chips_of

PAGE_SIZE = 20


@require_safe
def consultation_list(request: PortalRequest) -> HttpResponse:
    """List every consultation: open, coming, over."""
    context = {
        "heading": _("Le consultazioni"),
        "lead": _("Qui leggi i testi su cui puoi dire la tua, e che cosa ne è venuto fuori."),
        "breadcrumbs": [(_("Consultazioni"), "")],
        "listed": front.listed(moment=timezone.now()),
        "can_edit": permissions.can_edit_consultations(request.user),
    }
    return render(request, "consultations/consultation_list.html", context)


@require_safe
def consultation(request: PortalRequest, slug: str) -> HttpResponse:
    """Show one consultation: why, what is decided and what is not, until when, who answers."""
    dated = consultations.readable(slug, audience=request.audience, moment=timezone.now())
    found = dated.consultation
    context = {
        "heading": found.title,
        "breadcrumbs": crumbs(dated),
        "dated": dated,
        "consultation": found,
        "told": front.numbers_of(dated),
        "voices": front.voices(found),
        "steps": steps.steps_of(dated),
        "changes": consultations.changes_of(found),
        "materials": consultations.materials_of(found, audience=request.audience),
        "questions": consultations.questions_of(found),
        "section_dates": dates.of_sections(dated),
        "is_partial": bool(found.only_sections.all()),
        "responses": responses.of_consultation(found),
        **_what_staff_may(request),
    }
    return render(request, "consultations/consultation.html", context)


@require_safe
def observation_list(request: PortalRequest, slug: str) -> HttpResponse:
    """List all that was said in a consultation, with filters, and the answers."""
    dated = consultations.readable(slug, audience=request.audience, moment=timezone.now())
    found = dated.consultation
    categories = category_choices(found)
    form = ObservationsForm(request.GET, sections=outcomes.section_choices(found), categories=categories)
    rows = observations.all_of(
        found,
        section=form.wanted("sezione"),
        kind=form.wanted("tipo"),
        category=form.wanted("categoria"),
        outcome=form.wanted("esito"),
        words=form.wanted("q"),
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "heading": _("Tutte le osservazioni"),
        "lead": found.title,
        "breadcrumbs": crumbs(dated, _("Osservazioni")),
        "dated": dated,
        "form": form,
        "page": page,
        "lines": _lines(page, dict(categories)),
        "chips": chips_of(request, form),
    }
    return render(request, "consultations/observation_list.html", context)


@require_safe
def outcome_list(request: PortalRequest, slug: str) -> HttpResponse:
    """List the answers of the office, with the three numbers above."""
    dated = consultations.readable(slug, audience=request.audience, moment=timezone.now())
    found = dated.consultation
    categories = category_choices(found)
    form = ObservationsForm(request.GET, sections=outcomes.section_choices(found), categories=categories)
    del form.fields["tipo"]
    rows = observations.all_of(
        found,
        section=form.wanted("sezione"),
        category=form.wanted("categoria"),
        outcome=form.wanted("esito"),
        words=form.wanted("q"),
    ).filter(outcome__published_at__isnull=False)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "heading": _("Che cosa abbiamo risposto"),
        "lead": found.title,
        "breadcrumbs": crumbs(dated, _("Risposte")),
        "dated": dated,
        "told": front.numbers_of(dated),
        "form": form,
        "page": page,
        "lines": _lines(page, dict(categories)),
        "chips": chips_of(request, form),
    }
    return render(request, "consultations/outcome_list.html", context)


def crumbs(dated: Dated, page: str = "") -> list[tuple[str, str]]:
    """Return where a page of a consultation stands."""
    first = (_("Consultazioni"), reverse("consultations:list"))
    if not page:
        return [first, (dated.consultation.title, "")]
    return [first, (dated.consultation.title, dated.url), (page, "")]


def _lines(page: Any, labels: dict[str, str]) -> list[report.Line]:
    return report.lines_of(list(page.object_list), labels=labels)


def _what_staff_may(request: PortalRequest) -> dict[str, bool]:
    return {
        "can_edit": permissions.can_edit_consultations(request.user),
        "can_answer": permissions.can_answer(request.user),
    }
