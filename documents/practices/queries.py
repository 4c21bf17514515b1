# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading good practices, always for someone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from documents.library.models import Document
from documents.practices.models import Practice
from documents.practices.models.practice import PracticeQuerySet
from partners.models import Partner
from portal.core.exceptions import NotReadable
from portal.core.models import Area

TEXT_FIELDS = ("title", "problem", "activities", "place")


@dataclass(frozen=True, kw_only=True)
class PracticeFilters:
    """What a visitor chose in the list; empty means all."""

    text: str = ""
    area: str = ""
    state: str = ""


def readable_practices(audience: frozenset[str], filters: PracticeFilters | None = None) -> PracticeQuerySet:
    """Return the practices that these tokens let one read, with area and partner (hidden if not readable)."""
    chosen = filters or PracticeFilters()
    found = Practice.objects.for_audience(audience).select_related("area").prefetch_related(_readable_partner(audience))
    if chosen.area:
        found = found.filter(area__slug=chosen.area)
    if chosen.state:
        found = found.filter(state=chosen.state)
    for word in chosen.text.split():
        matches = Q()
        for field in TEXT_FIELDS:
            matches |= Q(**{f"{field}__icontains": word})
        found = found.filter(matches)
    return found.order_by("title", "pk")


def readable_practice(slug: str, *, audience: frozenset[str]) -> Practice:
    """Return the practice with this address.

    :raises NotReadable: it does not exist, or it is not published; the two look the same.
    """
    found = Practice.objects.for_audience(audience).select_related("area", "partner").filter(slug=slug).first()
    if found is None:
        raise NotReadable
    return found


def documents_of(practice: Practice, *, audience: frozenset[str]) -> list[Document]:
    """Return the documents of a practice that these tokens let one open."""
    return list(Document.objects.for_audience(audience).filter(practices=practice).order_by("title", "pk"))


def partner_shown(practice: Practice, *, audience: frozenset[str]) -> Partner | None:
    """Return who made the practice, if these tokens let one read about it."""
    if practice.partner_id is None:
        return None
    return Partner.objects.for_audience(audience).filter(pk=practice.partner_id).first()


def practices_of_partner(partner: Partner, *, audience: frozenset[str]) -> list[Practice]:
    """Return what a partner tells of its work, among what these tokens let one read."""
    return list(readable_practices(audience).filter(partner=partner))


def practices_of_area(area: Area, *, audience: frozenset[str], limit: int) -> tuple[int, list[Practice]]:
    """Return how many practices an area has, as this visitor may see, and the first of them."""
    found = readable_practices(audience, PracticeFilters(area=area.slug))
    return found.count(), list(found[:limit])


def practices_to_index(pks: Iterable[int | str] | None = None) -> QuerySet[Practice]:
    """Return the practices that the search knows, with area and partner."""
    found = Practice.objects.select_related("area", "partner")
    return found if pks is None else found.filter(pk__in=pks)


def practices_titled(words: Iterable[str], *, audience: frozenset[str]) -> PracticeQuerySet:
    """Return the practices whose title holds all the words, among those that these tokens let one read."""
    found = Practice.objects.for_audience(audience)
    for word in words:
        found = found.filter(title__icontains=word)
    return found.order_by("title", "pk")


def practices_by(partner_id: int) -> list[int]:
    """Return the ids of the practices of a partner, to tell the index that its name may have changed."""
    return list(Practice.objects.filter(partner_id=partner_id).values_list("pk", flat=True))


def _readable_partner(audience: frozenset[str]) -> Prefetch[str]:
    return Prefetch("partner", queryset=Partner.objects.for_audience(audience))
