# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that changes good practices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from documents.practices import queries
from documents.practices.models import Practice
from documents.practices.search_kinds import PRACTICE
from portal.core import audit, copies
from portal.core.slugs import free_slug
from search import feed

if TYPE_CHECKING:
    from documents.library.models import Document
    from portal.core.models import User

PRACTICE_FACTS: Final = (
    "title", "slug", "area_id", "partner_id", "state", "problem", "activities", "actors", "recipients",
    "human_resources", "economic_resources", "starts_on", "ends_on", "place", "evidence", "lessons",
    "transferability", "contact_email", "contact_phone", "is_published",
)  # fmt: skip


@transaction.atomic
def save_practice(*, practice: Practice, documents: Iterable[Document], by: User | None) -> Practice:
    """Write a practice or change it; record whether it was published or withdrawn; refresh pages and search."""
    before = Practice.objects.select_for_update().filter(pk=practice.pk).values(*PRACTICE_FACTS).first()
    if not practice.slug:
        practice.slug = free_slug(Practice, practice.title)
    practice.save()
    practice.documents.set(documents)
    audit.record(
        actor=by,
        action=_action(before, practice),
        target=practice,
        partner_id=practice.partner_id,
        **_changes(before, practice),
    )
    feed.refresh(PRACTICE, [practice.pk])
    copies.forget()
    return practice


def refresh_practices_of(*, partner_id: int) -> None:
    """Tell the index that the partner who made some practices changed, its name perhaps."""
    feed.refresh(PRACTICE, queries.practices_by(partner_id))


def _action(before: dict[str, Any] | None, practice: Practice) -> str:
    if before is None:
        return "practice.published" if practice.is_published else "practice.written"
    if before["is_published"] == practice.is_published:
        return "practice.changed"
    return "practice.published" if practice.is_published else "practice.withdrawn"


def _changes(before: dict[str, Any] | None, practice: Practice) -> dict[str, Any]:
    if before is None:
        return {}
    after = {name: getattr(practice, name) for name in before}
    changed = [name for name in before if before[name] != after[name]]
    return {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
