# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of results, and what is suggested while one types."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.http import PortalRequest
from portal.pages import queries
from portal.pages.forms_search import IN_FORCE, WORDS, SearchBox, asked
from portal.pages.search_page import Addresses, chips_of, facets_of, orders_of, page_of
from search.queries import search as find
from search.queries import suggest


@never_cache
@require_safe
def search(request: PortalRequest) -> HttpResponse:
    """Show what the visitor finds: for everybody only what they may read."""
    query = asked(request.GET)
    results = find(query, frozenset(request.audience))
    addresses = Addresses(request.path, query)
    areas = {area.slug: area.name for area in queries.areas()}
    context = {
        "heading": _("Cerca nel portale"),
        "breadcrumbs": [(_("Cerca"), "")],
        "box": SearchBox({WORDS: query.words}),
        "kept": addresses.hidden_fields(),
        "query": query,
        "results": results,
        "today": timezone.localdate(),
        "facets": facets_of(results, query, addresses, areas),
        "chips": chips_of(query, addresses, areas),
        "clear_url": addresses.of_words_alone(),
        "orders": orders_of(query, addresses),
        "in_force_url": addresses.with_one(IN_FORCE, "" if query.in_force_on else "1"),
        "meant_url": addresses.with_one(WORDS, results.did_you_mean),
        "page": page_of(results),
        "noindex": True,
    }
    return render(request, "pages/search.html", context)


@never_cache
@require_safe
def suggestions(request: PortalRequest) -> HttpResponse:
    """Show a few titles that begin as typed, under the box."""
    found = suggest(request.GET.get(WORDS, ""), frozenset(request.audience))
    return render(request, "pages/search_suggestions.html", {"suggestions": found})
