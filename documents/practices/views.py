# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of good practices."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.practices import queries
from documents.practices.forms import PracticesForm
from documents.practices.permissions import can_keep_practices
from portal.core.http import PortalRequest
from portal.core.panels import panels_for
from portal.ui.lists import chips_of

PAGE_SIZE = 20


@require_safe
def practices(request: PortalRequest) -> HttpResponse:
    """List good practices, with filters."""
    form = PracticesForm(request.GET)
    found = queries.readable_practices(request.audience, form.filters)
    context = {
        "heading": _("Buone pratiche"),
        "lead": _("Esperienze fatte nel territorio: che cosa ha funzionato, che cosa no, e come ripeterle."),
        "breadcrumbs": [(_("Buone pratiche"), "")],
        "form": form,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "chips": chips_of(request, form),
        "can_edit": can_keep_practices(request.user),
    }
    return render(request, "practices/list.html", context)


@require_safe
def detail(request: PortalRequest, slug: str) -> HttpResponse:
    """Tell one practice, from the problem to what others may take from it."""
    practice = queries.readable_practice(slug, audience=request.audience)
    context = {
        "heading": practice.title,
        "breadcrumbs": [(_("Buone pratiche"), reverse("practices:list")), (practice.title, "")],
        "practice": practice,
        "partner": queries.partner_shown(practice, audience=request.audience),
        "documents": queries.documents_of(practice, audience=request.audience),
        "can_edit": can_keep_practices(request.user),
        "panels": panels_for("practice", request, practice),
    }
    return render(request, "practices/detail.html", context)
