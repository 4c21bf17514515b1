# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sections of a text with how far their simple words are, and what was saved of one, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from documents.consultations.models import Section, Text
from documents.consultations.queries import simple_coming, simple_sheets
from documents.consultations.queries.simple_coming import ComingEdition
from documents.consultations.queries.simple_sheets import Sheet
from documents.consultations.redline.words import Segment, words
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
class SavedWords:
    """A paragraph whose simple words somebody saved: what they were, what they became."""

    number: int
    before: str
    after: str

    @property
    def segments(self) -> list[Segment]:
        """How one became the other, word by word."""
        return words(self.before, self.after)


@dataclass(frozen=True, kw_only=True)
class Save:
    """A time that somebody saved a section in simple words."""

    moment: datetime
    who: str
    is_ready: bool
    changes: tuple[SavedWords, ...]


def overview(text: Text) -> list[Row]:
    """Return the sections of a text with how far their simple words are."""
    sheets = simple_sheets.sheets(text)
    coming = simple_coming.editions(text, sheets)
    return [Row(sheet=one, coming=coming.get(one.section.pk)) for one in sheets]


def saves_of(sheet: Sheet) -> list[Save]:
    """Return who saved a section in simple words, when, and what stood there before; the newest first: two queries."""
    target = {"target_kind": Section._meta.label_lower, "target_id": str(sheet.section.pk)}
    events = AuditEvent.objects.filter(action="simple_words.saved", **target).select_related("text").order_by("-pk")
    found = list(events[:MOST_SAVES])
    people = User.objects.in_bulk({event.actor_id for event in found if event.actor_id})
    numbers = {str(line.identity): line.number for line in sheet.paragraphs}
    numbers |= {str(one.identity): one.number for line in sheet.paragraphs for one in line.absorbed}
    return [_save(event, people, numbers) for event in found]


def _save(event: AuditEvent, people: Mapping[int, User], numbers: Mapping[str, int]) -> Save:
    body = event.text.body if hasattr(event, "text") else {}
    before, after = (dict(body.get(key, {}).get("words", {})) for key in ("before", "after"))
    person = people.get(event.actor_id or 0)
    return Save(
        moment=event.moment,
        who=(person.get_full_name() or person.email) if person else "",
        is_ready=bool(body.get("after", {}).get("ready")),
        changes=tuple(_changes(before, after, numbers)),
    )


def _changes(
    before: Mapping[str, list[str]], after: Mapping[str, list[str]], numbers: Mapping[str, int]
) -> Iterable[SavedWords]:
    for identity in sorted({*before, *after}, key=lambda one: numbers.get(one, 0)):
        old, new = before.get(identity, ["", ""]), after.get(identity, ["", ""])
        yield SavedWords(number=numbers.get(identity, 0), before=old[0], after=new[0])
