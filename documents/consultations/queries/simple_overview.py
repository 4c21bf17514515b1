# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sections of a text with how far their simple words are, and what was saved of one, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from documents.consultations.models import Section, Text, VersionParagraph
from documents.consultations.queries import simple_coming, simple_sheets
from documents.consultations.queries.simple_coming import Change, ComingEdition
from documents.consultations.queries.simple_sheets import Sheet
from portal.core.models import AuditEvent, User

MOST_SAVES = 50


@dataclass(frozen=True, kw_only=True)
class Row:
    """A section in the list: how many of its paragraphs have simple words, how many of those are to be looked at."""

    sheet: Sheet
    coming: ComingEdition | None

    @property
    def written(self) -> int:
        """How many paragraphs have them."""
        return sum(line.draft is not None for line in self.sheet.paragraphs)

    @property
    def stale(self) -> int:
        """How many stand beside official words that changed."""
        return sum(line.is_stale for line in self.sheet.paragraphs)

    @property
    def can_come_out(self) -> bool:
        """Whether something that is ready could be read today, beside the version of today."""
        return self.coming is not None and bool(self.coming.changes)


@dataclass(frozen=True, kw_only=True)
class Save:
    """A time that somebody saved a section in simple words."""

    moment: datetime
    who: str
    is_ready: bool
    changes: tuple[Change, ...]


def overview(text: Text) -> list[Row]:
    """Return the sections of a text with how far their simple words are."""
    sheets = simple_sheets.sheets(text)
    coming = simple_coming.editions(text, sheets)
    return [Row(sheet=one, coming=coming.get(one.section.pk)) for one in sheets]


def saves_of(sheet: Sheet) -> list[Save]:
    """Return who saved a section in simple words, when, and what stood there before; the newest first, three queries.

    At most the last fifty; the trail keeps the others.
    """
    target = {"target_kind": Section._meta.label_lower, "target_id": str(sheet.section.pk)}
    events = AuditEvent.objects.filter(action="simple_words.saved", **target).select_related("text").order_by("-pk")
    found = list(events[:MOST_SAVES])
    people = User.objects.in_bulk({event.actor_id for event in found if event.actor_id})
    named = {UUID(identity) for event in found for words in _told(event) for identity in words}
    rows = VersionParagraph.objects.filter(paragraph__in=named).order_by("version__number")
    numbers = {str(identity): number for identity, number in rows.values_list("paragraph_id", "number")}
    order = {str(line.identity): place for place, line in enumerate(sheet.lines)}
    return [_save(event, people, numbers, order) for event in found]


def _save(event: AuditEvent, people: Mapping[int, User], numbers: Mapping[str, int], order: Mapping[str, int]) -> Save:
    before, after = _told(event)
    person = people.get(event.actor_id or 0)
    return Save(
        moment=event.moment,
        who=(person.get_full_name() or person.email) if person else "",
        is_ready=bool(_body(event).get("after", {}).get("ready")),
        changes=tuple(_changes(before, after, numbers, order)),
    )


def _body(event: AuditEvent) -> dict[str, Any]:
    """Return what the trail kept of a save: nothing once its text was emptied."""
    return dict(event.text.body) if hasattr(event, "text") else {}


def _told(event: AuditEvent) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the words before and after, each with what it was told together with, by paragraph."""
    body = _body(event)
    return body.get("before", {}).get("words", {}), body.get("after", {}).get("words", {})


def _changes(
    before: Mapping[str, list[str]],
    after: Mapping[str, list[str]],
    numbers: Mapping[str, int],
    order: Mapping[str, int],
) -> Iterable[Change]:
    """Yield them in the order of the section; paragraphs that stand there no more come last."""
    for identity in sorted({*before, *after}, key=lambda one: (order.get(one, len(order)), numbers.get(one, 0), one)):
        old, new = before.get(identity, ["", ""]), after.get(identity, ["", ""])
        number = numbers.get(identity, 0)
        yield Change(number=number, before=old[0], after=new[0], is_told_elsewhere=bool(new[1]))
