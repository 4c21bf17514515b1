# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading tavoli and their meetings, always for someone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from documents.library.models import Document
from partners.models import Partner
from partners.models.mandate import WHOLE_DISTRICT
from partners.models.partner import PARTNER_TOKEN
from partners.queries import active_mandates
from portal.core.exceptions import NotReadable
from portal.core.models import Area, User
from tavoli.models import Meeting, Minutes, Tavolo, TavoloSeat
from tavoli.models.tavolo import TAVOLO_TOKEN, TavoloQuerySet, tavoli_in


@dataclass(frozen=True, kw_only=True)
class TavoliFilters:
    """What a visitor chose in the list; empty means all, but closed tavoli are shown only when asked for."""

    text: str = ""
    kind: str = ""
    area: str = ""
    state: str = ""


def readable_tavoli(audience: frozenset[str], filters: TavoliFilters, *, moment: datetime) -> TavoloQuerySet:
    """Return the tavoli that these tokens let one read, each with `next_at`, the instant of its next meeting."""
    found = Tavolo.objects.for_audience(audience).select_related("area")
    found = found.filter(state=filters.state) if filters.state else found.not_closed()
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.area:
        found = found.filter(area__slug=filters.area)
    for word in filters.text.split():
        found = found.filter(Q(name__icontains=word) | Q(purpose__icontains=word))
    coming = Meeting.objects.to_come(moment).filter(tavolo=OuterRef("pk")).values("starts_at")[:1]
    with_next: TavoloQuerySet = found.annotate(next_at=Subquery(coming)).order_by("name", "pk")
    return with_next


def readable_tavolo(slug: str, *, audience: frozenset[str]) -> Tavolo:
    """Return the tavolo with this address.

    :raises NotReadable: it does not exist, or it is reserved to others; the two look the same.
    """
    found = Tavolo.objects.for_audience(audience).select_related("area").filter(slug=slug).first()
    if found is None:
        raise NotReadable
    return found


@dataclass(frozen=True, kw_only=True)
class Seats:
    """Who sits at a tavolo, by side (Regolamento, art. 6), and how many kept seats wait for somebody."""

    institutional: list[Partner]
    others: list[Partner]
    users_organisations: list[Partner]
    waiting: int

    @property
    def is_one_sided(self) -> bool:
        """Whether public bodies, or everybody else, are missing."""
        return not self.institutional or not (self.others or self.users_organisations)


def seats_of(tavolo: Tavolo, *, audience: frozenset[str]) -> Seats:
    """Return who sits at a tavolo, among the partners that these tokens let one read."""
    readable = Partner.objects.for_audience(audience)
    seats = list(
        TavoloSeat.objects.filter(tavolo=tavolo)
        .filter(Q(partner=None) | Q(partner__in=readable))
        .select_related("partner")
    )
    sitting = sorted((seat for seat in seats if seat.partner), key=lambda seat: str(seat.partner))
    kept = {seat.pk for seat in sitting if seat.is_for_users}
    partners = [(seat.pk, seat.partner) for seat in sitting if seat.partner]
    return Seats(
        institutional=[one for pk, one in partners if pk not in kept and one.is_institutional],
        others=[one for pk, one in partners if pk not in kept and not one.is_institutional],
        users_organisations=[one for pk, one in partners if pk in kept],
        waiting=sum(1 for seat in seats if seat.partner is None),
    )


def upcoming_meetings(audience: frozenset[str], moment: datetime, limit: int) -> list[Meeting]:
    """Return the next meetings of the tavoli that these tokens let one read, soonest first, each with its tavolo."""
    return list(Meeting.objects.for_audience(audience).to_come(moment).select_related("tavolo")[:limit])


def next_meetings(tavolo: Tavolo, *, moment: datetime, limit: int) -> list[Meeting]:
    """Return the next meetings of one tavolo, soonest first."""
    return list(Meeting.objects.filter(tavolo=tavolo).to_come(moment)[:limit])


def held_meetings(tavolo: Tavolo, *, audience: frozenset[str], moment: datetime, limit: int) -> list[Meeting]:
    """Return the latest meetings of one tavolo, each with the verbali that these tokens let one open."""
    readable = Minutes.objects.filter(document__in=Document.objects.for_audience(audience)).select_related("document")
    found = Meeting.objects.filter(tavolo=tavolo).held(moment)
    return list(found.prefetch_related(Prefetch("minutes", queryset=readable, to_attr="readable_minutes"))[:limit])


def documents_of(tavolo: Tavolo, *, audience: frozenset[str], limit: int) -> list[Document]:
    """Return the documents kept for the members of a tavolo, for those who may open them, newest first."""
    found = Document.objects.for_audience(audience).filter(audience=tavolo.token)
    return list(found.order_by("-issued_on", "-pk")[:limit])


def tavoli_of_partner(partner: Partner, *, audience: frozenset[str]) -> list[Tavolo]:
    """Return the tavoli where a partner sits, among those that these tokens let one read."""
    found = Tavolo.objects.for_audience(audience).not_closed().select_related("area")
    return list(found.filter(seats__partner=partner).distinct().order_by("name", "pk"))


def tavoli_where_one_sits(partner: Partner, *, audience: frozenset[str], moment: datetime) -> list[Tavolo]:
    """Return the tavoli where a partner sits, each with the instant of its next meeting, the soonest first."""
    found = readable_tavoli(audience, TavoliFilters(), moment=moment).filter(seats__partner=partner).distinct()
    return list(found.order_by(F("next_at").asc(nulls_last=True), "name", "pk"))


def tavoli_of_area(area: Area, *, audience: frozenset[str], moment: datetime) -> list[Tavolo]:
    """Return the tavoli of an area, each with the instant of its next meeting."""
    return list(readable_tavoli(audience, TavoliFilters(area=area.slug), moment=moment))


def tavoli_at_work(audience: frozenset[str], *, moment: datetime) -> list[Tavolo]:
    """Return the tavoli not closed with `next_at` and two numbers.

    `seat_count` is how many organisations sit there, `kept_count` how many places are kept for those of users.
    """
    found = readable_tavoli(audience, TavoliFilters(), moment=moment)
    return list(
        found.annotate(
            seat_count=Count("seats__partner"), kept_count=Count("seats", filter=Q(seats__is_for_users=True))
        )
    )


def own_tavoli(audience: frozenset[str], *, moment: datetime) -> list[Tavolo]:
    """Return the tavoli whose members' token a person holds, each with the instant of its next meeting."""
    return list(readable_tavoli(audience, TavoliFilters(), moment=moment).filter(pk__in=tavoli_in(audience)))


def audience_tokens(user: User, *, moment: datetime) -> set[str]:
    """Return `tavolo:<id>` for every tavolo where a person sits for a partner, or that the person coordinates."""
    here = Concat(Value(TAVOLO_TOKEN), Cast(OuterRef("tavolo_id"), CharField()))
    held = active_mandates(user, moment=moment).filter(Q(scope=WHOLE_DISTRICT) | Q(scope=here))
    seats = TavoloSeat.objects.filter(Exists(held.filter(partner_id=OuterRef("partner_id")).order_by()))
    belongs = Q(coordinator_id=user.pk) | Q(pk__in=seats.order_by().values("tavolo_id"))
    return {f"{TAVOLO_TOKEN}{pk}" for pk in Tavolo.objects.filter(belongs).order_by().values_list("pk", flat=True)}


def tokens_of_partners(tokens: frozenset[str]) -> set[str]:
    """Return `tavolo:<id>` for every tavolo where the partners of these tokens sit."""
    partners = [token.removeprefix(PARTNER_TOKEN) for token in tokens if token.startswith(PARTNER_TOKEN)]
    seats = TavoloSeat.objects.filter(partner_id__in=partners)
    return {f"{TAVOLO_TOKEN}{pk}" for pk in seats.order_by().values_list("tavolo_id", flat=True)}


def scopes_of_mandates() -> list[tuple[str, str]]:
    """Return the tavoli still at work as places where a mandate may hold, for staff who give mandates."""
    return [(tavolo.token, tavolo.name) for tavolo in Tavolo.objects.not_closed().order_by("name", "pk")]


def tavoli_to_index(pks: Iterable[int | str] | None = None) -> QuerySet[Tavolo]:
    """Return the tavoli that the search knows, with their area and the public names of who sits there."""
    public = TavoloSeat.objects.filter(partner__is_public=True).select_related("partner")
    found = Tavolo.objects.select_related("area").prefetch_related(
        Prefetch("seats", queryset=public, to_attr="public_seats")
    )
    return found if pks is None else found.filter(pk__in=pks)


def tavoli_named(words: Iterable[str], *, audience: frozenset[str]) -> TavoloQuerySet:
    """Return the tavoli whose name holds all the words, among those that these tokens let one read."""
    found = Tavolo.objects.for_audience(audience)
    for word in words:
        found = found.filter(name__icontains=word)
    return found.order_by("name", "pk")


def tavoli_with_partner(partner_id: int) -> list[int]:
    """Return the ids of the tavoli where a partner sits, to tell the index that its name may have changed."""
    return list(TavoloSeat.objects.filter(partner_id=partner_id).values_list("tavolo_id", flat=True))
