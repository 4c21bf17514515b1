# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the register of partners: lists, one page, figures of the Distretto."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Prefetch, Q

from partners.enums import INSTITUTIONAL_KINDS, PartnerKind
from partners.models import Mandate, Partner
from partners.models.partner import PartnerQuerySet
from partners.queries.facets import RegisterFilters, narrowed
from partners.validators import clean_number
from portal.core.exceptions import NotReadable
from portal.core.models import Area

ORDERS = {
    "": ("name", "pk"),
    "nuovi": (F("member_since").desc(nulls_last=True), "name", "pk"),
    "verificati": (F("verified_on").desc(nulls_last=True), "name", "pk"),
}
OF_A_PAGE = (
    "areas",
    "target_groups",
    "places",
    "services__area",
    "services__service_type",
    "identifiers",
    "activities",
)


def readable_partners(audience: frozenset[str], filters: RegisterFilters | None = None) -> PartnerQuerySet:
    """Return the partners of the register that these tokens let one read, without those that left."""
    chosen = filters or RegisterFilters()
    found = narrowed(Partner.objects.for_audience(audience).belonging(), chosen).prefetch_related("areas")
    return found.order_by(*ORDERS.get(chosen.order, ORDERS[""]))


def readable_partner(slug: str, *, audience: frozenset[str]) -> Partner:
    """Return the partner with this address, also one that left: its page stays as a memory.

    :raises NotReadable: it does not exist, or it is not public; the two look the same.
    """
    readable = Partner.objects.for_audience(audience).filter(merged_into=None)
    found = readable.prefetch_related(*OF_A_PAGE).filter(slug=slug).first()
    if found is None:
        raise NotReadable
    return found


def partner_once_at(slug: str, *, audience: frozenset[str]) -> Partner | None:
    """Return the partner whose page had this address before, if these tokens let one read it."""
    return Partner.objects.for_audience(audience).filter(merged_into=None, former_addresses__slug=slug).first()


def other_partner_with_code(fiscal_code: str, *, other_than: int | None) -> Partner | None:
    """Return the partner that has this fiscal code, if another than the given one has it."""
    return Partner.objects.filter(fiscal_code=fiscal_code).exclude(pk=other_than).first() if fiscal_code else None


def partner_called(words: str) -> Partner | None:
    """Return the partner with this fiscal code or this address, however it was typed."""
    typed = words.strip().strip("/").rpartition("/")[2]
    named = Q(fiscal_code=clean_number(typed)) if clean_number(typed).isdigit() else Q(slug=typed)
    return Partner.objects.filter(named, merged_into=None).first()


def partner_to_merge(pk: int) -> Partner:
    """Return a partner that is still a record of its own.

    :raises NotReadable: there is none, or it was merged.
    """
    found = Partner.objects.filter(pk=pk, merged_into=None).first()
    if found is None:
        raise NotReadable
    return found


def named_delegates(partner: Partner, *, moment: datetime) -> list[Mandate]:
    """Return the mandates of those who act for a partner now and chose to be named on the site."""
    held = Mandate.objects.active_at(moment).for_a_partner().filter(partner=partner, is_name_public=True)
    return list(held.select_related("user").order_by("role", "starts_on", "pk"))


def partners_of_area(area: Area, audience: frozenset[str], *, limit: int) -> tuple[int, list[Partner]]:
    """Return how many partners work in an area, as this visitor may see, and the first of them by name."""
    found = readable_partners(audience, RegisterFilters(area=area.slug))
    return found.count(), list(found[:limit])


@dataclass(frozen=True, kw_only=True)
class KindCount:
    """How many organisations of a kind belong to the Distretto."""

    kind: str
    label: str
    is_institutional: bool
    total: int


def membership_by_kind() -> list[KindCount]:
    """Return how many public partners belong to the Distretto, kind by kind, public bodies first."""
    rows = Partner.objects.filter(is_public=True).admitted().order_by().values("kind").annotate(total=Count("pk"))
    totals = {row["kind"]: row["total"] for row in rows}
    counts = [
        KindCount(
            kind=kind.value,
            label=str(kind.label),
            is_institutional=kind in INSTITUTIONAL_KINDS,
            total=totals[kind.value],
        )
        for kind in PartnerKind
        if kind.value in totals
    ]
    return sorted(counts, key=lambda count: not count.is_institutional)


def public_bodies(audience: frozenset[str]) -> list[Partner]:
    """Return the public bodies that belong to the Distretto, by kind and name."""
    found = Partner.objects.for_audience(audience).admitted().filter(kind__in=INSTITUTIONAL_KINDS)
    return list(found.order_by("kind", "name", "pk"))


def areas_in_use() -> list[Area]:
    """Return the areas of intervention, in their order, for the filters."""
    return list(Area.objects.all())


def partners_named(words: Iterable[str], *, audience: frozenset[str]) -> PartnerQuerySet:
    """Return the partners whose name holds all the words, among those that these tokens let one read."""
    found = Partner.objects.for_audience(audience).belonging()
    for word in words:
        found = found.filter(name__icontains=word)
    return found.order_by("name", "pk")


def partners_to_index(pks: Iterable[int | str] | None = None) -> PartnerQuerySet:
    """Return the partners that the search knows: all those of the register, with their areas."""
    by_position = Prefetch("areas", queryset=Area.objects.order_by("position"))
    found = Partner.objects.belonging().prefetch_related(by_position, "target_groups", "services", "places")
    return found if pks is None else found.filter(pk__in=pks)
