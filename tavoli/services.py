# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that changes a tavolo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from portal.core import audit, copies
from portal.core.slugs import free_slug
from search import feed
from tavoli import queries
from tavoli.models import Meeting, Tavolo, TavoloSeat
from tavoli.search_kinds import TAVOLO

if TYPE_CHECKING:
    from portal.core.models import User

TAVOLO_FACTS: Final = (
    "name", "slug", "kind", "area_id", "purpose", "how_to_join", "visibility", "coordinator_id", "state",
)  # fmt: skip
MEETING_FACTS: Final = ("tavolo_id", "starts_at", "place", "address", "link", "agenda", "notes")


@transaction.atomic
def save_tavolo(*, tavolo: Tavolo, by: User | None) -> Tavolo:
    """Constitute a tavolo or change it, with the seats set on it; refresh pages, search and who may read it."""
    before = Tavolo.objects.select_for_update().filter(pk=tavolo.pk).values(*TAVOLO_FACTS).first()
    seats_before = _partners_at(tavolo)
    if not tavolo.slug:
        tavolo.slug = free_slug(Tavolo, tavolo.name)
    tavolo.save()
    action = "tavolo.changed" if before else "tavolo.constituted"
    changes = _changes(before, tavolo)
    seats_after = _partners_at(tavolo)
    if seats_before != seats_after:
        changes.setdefault("before", {})["partners"] = seats_before
        changes.setdefault("after", {})["partners"] = seats_after
    audit.record(actor=by, action=action, target=tavolo, **changes)
    feed.refresh(TAVOLO, [tavolo.pk])
    copies.forget()
    return tavolo


@transaction.atomic
def save_meeting(*, meeting: Meeting, by: User | None) -> Meeting:
    """Fix a meeting or change it, with the verbali attached to it; refresh the pages that show it."""
    before = Meeting.objects.select_for_update().filter(pk=meeting.pk).values(*MEETING_FACTS).first()
    meeting.save()
    action = "meeting.changed" if before else "meeting.fixed"
    audit.record(actor=by, action=action, target=meeting, **_changes(before, meeting))
    copies.forget()
    return meeting


def refresh_tavoli_of(*, partner_id: int) -> None:
    """Tell the index that a partner who sits at tavoli changed, its name perhaps."""
    feed.refresh(TAVOLO, queries.tavoli_with_partner(partner_id))


def _partners_at(tavolo: Tavolo) -> list[int]:
    if tavolo.pk is None:
        return []
    seats = TavoloSeat.objects.filter(tavolo_id=tavolo.pk, partner__isnull=False)
    return sorted(seats.values_list("partner_id", flat=True))


def _changes(before: dict[str, Any] | None, row: Tavolo | Meeting) -> dict[str, Any]:
    if before is None:
        return {}
    after = {name: getattr(row, name) for name in before}
    changed = [name for name in before if before[name] != after[name]]
    return {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
