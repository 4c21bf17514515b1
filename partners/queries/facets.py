# SPDX-License-Identifier: AGPL-3.0-or-later
"""The filters of the register, and how many organisations each choice would leave."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from partners.models import Partner, PartnerPlace, PartnerService
from partners.models.partner import PartnerQuerySet

TEXT_FIELDS: Final = ("name", "what_it_does", "for_whom", "municipality")


@dataclass(frozen=True, kw_only=True)
class RegisterFilters:
    """What a visitor chose in the list of partners; empty means all."""

    text: str = ""
    kind: str = ""
    section: str = ""
    area: str = ""
    target: str = ""
    territory: str = ""
    service: str = ""
    order: str = ""


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One choice of a filter, and how many organisations it would leave, the other filters staying as they are."""

    key: str
    label: str
    total: int


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many organisations answer to all the filters, and the choices of each filter."""

    total: int
    facets: dict[str, list[Facet]]


NO_LABEL: Final = Value("")
NO_POSITION: Final = Value(0)
FACETS: Final = ("kind", "section", "area", "target", "territory", "service")


def narrowed(found: PartnerQuerySet, filters: RegisterFilters) -> PartnerQuerySet:
    """Return the partners that answer to every filter; nobody comes twice."""
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.section:
        found = found.filter(runts_section=filters.section)
    if filters.area:
        found = found.filter(area_links__area__slug=filters.area)
    if filters.target:
        found = found.filter(target_links__target__slug=filters.target)
    if filters.service:
        given = PartnerService.objects.filter(is_active=True, service_type__slug=filters.service)
        found = found.filter(pk__in=given.values("partner"))
    if filters.territory:
        there = PartnerPlace.objects.filter(municipality=filters.territory).values("partner")
        found = found.filter(Q(municipality=filters.territory) | Q(pk__in=there))
    for word in filters.text.split():
        found = found.filter(_has_word(word))
    return found


def _has_word(word: str) -> Q:
    matches = Q(pk__in=PartnerService.objects.filter(is_active=True, name__icontains=word).values("partner"))
    for field in TEXT_FIELDS:
        matches |= Q(**{f"{field}__icontains": word})
    return matches


def facets_of(audience: frozenset[str], filters: RegisterFilters) -> Counts:
    """Return how many partners there are and the choices of every filter with their counts, in one query.

    Only what the visitor may read counts. The words of kinds, sections and towns are their keys.
    """
    readable = Partner.objects.for_audience(audience).belonging()
    others = {name: narrowed(readable, replace(filters, **{name: ""})) for name in FACETS}
    everything = narrowed(readable, filters)
    first, *rest = [
        _counted(everything, "all", Value("all")),
        _counted(others["kind"], "kind", F("kind")),
        _counted(others["section"], "section", F("runts_section")),
        _of_vocabulary(others["area"], "area", "area_links__area"),
        _of_vocabulary(others["target"], "target", "target_links__target"),
        _of_vocabulary(others["service"].filter(services__is_active=True), "service", "services__service_type"),
        _counted(others["territory"], "territory", F("municipality")),
        _places_elsewhere(others["territory"]),
    ]
    found: dict[str, dict[str, list[Any]]] = defaultdict(dict)
    for facet, key, label, position, total in first.union(*rest, all=True):
        if key:
            found[facet].setdefault(key, [position, label or key, 0])[2] += total
    return Counts(total=sum(row[2] for row in found["all"].values()), facets=_in_order(found))


def _in_order(found: dict[str, dict[str, list[Any]]]) -> dict[str, list[Facet]]:
    return {
        name: [
            Facet(key=key, label=label, total=total)
            for key, (_position, label, total) in sorted(found[name].items(), key=lambda item: item[1][:2])
        ]
        for name in FACETS
    }


def _places_elsewhere(found: PartnerQuerySet) -> Any:
    """Count the places in another town than the seat, which is counted already."""
    places = PartnerPlace.objects.filter(partner__in=found.order_by().values("pk"))
    elsewhere = places.exclude(municipality=F("partner__municipality"))
    return _counted(elsewhere, "territory", F("municipality"), what="partner")


def _of_vocabulary(found: PartnerQuerySet, name: str, path: str) -> Any:
    return _counted(found, name, F(f"{path}__slug"), label=F(f"{path}__name"), position=F(f"{path}__position"))


def _counted(
    found: QuerySet[Any], facet: str, key: Any, *, label: Any = NO_LABEL, position: Any = NO_POSITION, what: str = "pk"
) -> Any:
    columns = {"facet": _words(Value(facet)), "key": _words(key), "label": _words(label), "position": position}
    named = found.order_by().annotate(**columns).values_list(*columns)
    return named.annotate(total=Count(what, distinct=True))


def _words(value: Any) -> Any:
    return Cast(value, CharField())
