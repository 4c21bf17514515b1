# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where partners are and what they offer: for the map, the page of an area, the open data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value

from partners.models import Partner, PartnerPlace, PartnerService
from partners.queries.facets import RegisterFilters, narrowed
from portal.core import audiences
from portal.core.models import Area

CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class MapPlace:
    """A point of the map, and what the list beside it says of the same place."""

    partner_name: str
    partner_url: str
    place_name: str
    where: str
    municipality: str
    longitude: float
    latitude: float


def places_on_map(audience: frozenset[str], filters: RegisterFilters, *, limit: int) -> tuple[int, list[MapPlace]]:
    """Return how many places have a point on the map, and the first of them by town: seats and places of service."""
    readable = narrowed(Partner.objects.for_audience(audience).belonging(), filters)
    seats = readable.filter(latitude__isnull=False)
    places = PartnerPlace.objects.filter(partner__in=readable.order_by().values("pk"), latitude__isnull=False)
    if filters.territory:
        seats = seats.filter(municipality=filters.territory)
        places = places.filter(municipality=filters.territory)
    counted = _counted(seats).union(_counted(places), all=True)
    total = sum(number for (number,) in counted)
    found = [_seat(partner) for partner in seats.order_by("municipality", "name", "pk")[:limit]]
    nearest = places.select_related("partner").order_by("municipality", "partner__name", "pk")[:limit]
    found.extend(_place(place) for place in nearest)
    found.sort(key=lambda place: (place.municipality, place.partner_name, place.place_name))
    return total, found[:limit]


def _counted(rows: QuerySet[Any]) -> Any:
    every = rows.order_by().annotate(every=Value(1)).values("every")
    return every.annotate(number=Count("pk")).values_list("number")


def _seat(partner: Partner) -> MapPlace:
    return MapPlace(
        partner_name=partner.name,
        partner_url=partner.url,
        place_name="",
        where=partner.address,
        municipality=partner.municipality,
        longitude=float(partner.longitude or 0),
        latitude=float(partner.latitude or 0),
    )


def _place(place: PartnerPlace) -> MapPlace:
    return MapPlace(
        partner_name=place.partner.name,
        partner_url=place.partner.url,
        place_name=place.name,
        where=place.address,
        municipality=place.municipality,
        longitude=float(place.longitude or 0),
        latitude=float(place.latitude or 0),
    )


def services_of_area(area: Area, audience: frozenset[str], *, limit: int) -> list[PartnerService]:
    """Return the services of an area that partners give today, with who gives them."""
    givers = Partner.objects.for_audience(audience).belonging()
    found = PartnerService.objects.filter(area=area, is_active=True, partner__in=givers.values("pk"))
    return list(found.select_related("partner", "service_type").order_by("name", "pk")[:limit])


def public_partners(filters: RegisterFilters) -> Iterator[Partner]:
    """Give one by one the partners that anybody may read, with all that is public of them, in flat memory."""
    found = narrowed(Partner.objects.for_audience(audiences.EVERYBODY).belonging(), filters)
    related = ("areas", "target_groups", "places", "services__area", "services__service_type")
    return found.prefetch_related(*related).order_by("name", "pk").iterator(chunk_size=CHUNK)
