# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the page of results shows around the results: filters as links, chips, numbered pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.pages.forms_search import AREA, BY_DATE, IN_FORCE, KIND, ORDER, WORDS, YEAR
from search.engines.base import FacetName
from search.queries import MAX_PAGES, PAGE_SIZE, Order, SearchQuery, SearchResults
from search.sources import kind_label

PARAMETERS: dict[FacetName, str] = {"kind": KIND, "area": AREA, "year": YEAR}
MOST_SHOWN = 15


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A value of a filter, with how many results it gives and the address that adds or removes it."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A filter with its values."""

    name: FacetName
    heading: str
    choices: list[Choice]


class Addresses:
    """Addresses of the page with something added or taken away; a new filter starts from the first page."""

    def __init__(self, path: str, query: SearchQuery) -> None:
        self._path = path
        self._kept = QueryDict(mutable=True)
        self._kept.setlist(WORDS, [query.words] if query.words else [])
        for name, values in ((KIND, query.kinds), (AREA, query.areas), (YEAR, query.years)):
            self._kept.setlist(name, list(values))
        self._kept.setlist(IN_FORCE, ["1"] if query.in_force_on else [])
        self._kept.setlist(ORDER, [BY_DATE] if query.order is Order.DATE else [])

    def hidden_fields(self) -> list[tuple[str, str]]:
        """Return the filters that a new search keeps."""
        return [(name, value) for name in self._kept if name != WORDS for value in self._kept.getlist(name)]

    def toggled(self, name: str, value: str) -> str:
        """Return the address with this value added, or without it if it is there."""
        data = self._kept.copy()
        values = data.getlist(name)
        data.setlist(name, [each for each in values if each != value] if value in values else [*values, value])
        return self._address(data)

    def with_one(self, name: str, value: str) -> str:
        """Return the address where this is said once; an empty value takes it away."""
        data = self._kept.copy()
        data.setlist(name, [value] if value else [])
        return self._address(data)

    def of_words_alone(self) -> str:
        """Return the address without any filter."""
        data = QueryDict(mutable=True)
        data.setlist(WORDS, self._kept.getlist(WORDS))
        return self._address(data)

    def _address(self, data: QueryDict) -> str:
        said = data.urlencode()
        return f"{self._path}?{said}" if said else self._path


def facets_of(
    results: SearchResults, query: SearchQuery, addresses: Addresses, areas: Mapping[str, str]
) -> list[Facet]:
    """Return the filters that can narrow these results, those in force included even when they give nothing."""
    headings: dict[FacetName, str] = {"kind": _("Che cosa"), "area": _("Area"), "year": _("Anno")}
    chosen: dict[FacetName, tuple[str, ...]] = {"kind": query.kinds, "area": query.areas, "year": query.years}
    facets = []
    for name, heading in headings.items():
        counted = results.facets.get(name, [])
        known = {value for value, _count in counted}
        rows = [*counted, *((value, 0) for value in chosen[name] if value not in known)]
        choices = [
            Choice(
                label=_label(name, value, areas),
                count=count,
                url=addresses.toggled(PARAMETERS[name], value),
                is_chosen=value in chosen[name],
            )
            for place, (value, count) in enumerate(rows)
            if place < MOST_SHOWN or value in chosen[name]
        ]
        if choices:
            facets.append(Facet(name=name, heading=heading, choices=choices))
    return facets


def chips_of(query: SearchQuery, addresses: Addresses, areas: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the filters in force: what to read, and the address without each."""
    chips = [(kind_label(kind), addresses.toggled(KIND, kind)) for kind in query.kinds]
    chips += [(_label("area", area, areas), addresses.toggled(AREA, area)) for area in query.areas]
    chips += [(_("Anno %(year)s") % {"year": year}, addresses.toggled(YEAR, year)) for year in query.years]
    if query.in_force_on:
        chips.append((_("In vigore oggi"), addresses.with_one(IN_FORCE, "")))
    return chips


def orders_of(query: SearchQuery, addresses: Addresses) -> list[tuple[str, str, bool]]:
    """Return the two orders: label, address, whether it is the one in force."""
    is_by_date = query.order is Order.DATE or not query.words
    orders = [(_("Dal più recente"), addresses.with_one(ORDER, BY_DATE), is_by_date)]
    if query.words:
        orders.insert(0, (_("Dal più pertinente"), addresses.with_one(ORDER, ""), not is_by_date))
    return orders


def page_of(results: SearchResults) -> Page:  # type: ignore[type-arg]  # a page of numbers, for the numbers alone
    """Return the numbered pages; past the last one that is shown, one narrows the search."""
    reachable = min(results.total, MAX_PAGES * PAGE_SIZE)
    return Paginator(range(reachable), PAGE_SIZE).page(results.page)


def _label(name: FacetName, value: str, areas: Mapping[str, str]) -> str:
    if name == "kind":
        return kind_label(value)
    return areas.get(value, value) if name == "area" else value
