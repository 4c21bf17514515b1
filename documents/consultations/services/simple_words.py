# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing a section in simple words, in private: what is typed is kept for each paragraph, and what stood before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from documents.consultations import permissions
from documents.consultations.models import Section, SimpleDraft, Text
from documents.consultations.queries import simple_sheets
from documents.consultations.queries.simple_sheets import Line, Sheet
from documents.consultations.simple_words import Said, tidy
from portal.core import audit
from portal.core.models import User


class NotAllowed(Exception):  # noqa: N818 -- a fact about a person
    """Who writes texts writes simple words; only the coordinator of the office puts them out."""


class ChangedMeanwhile(Exception):  # noqa: N818 -- a fact about two editors
    """The official words or the simple ones are no longer those that were looked at."""


class Fate(StrEnum):
    """What becomes of the simple words of a paragraph that was joined to another."""

    WAITS = ""
    JOINED = "aggiungi"
    LEFT = "lascia"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody typed for one paragraph; `is_confirmed` says that the words before are still right.

    `joined` says what becomes of the words of the paragraphs that now stand in this one.
    """

    words: str = ""
    is_said_above: bool = False
    is_confirmed: bool = False
    joined: Mapping[UUID, Fate] = field(default_factory=dict)


@transaction.atomic
def save(
    *,
    text: Text,
    section_id: UUID,
    typed: Mapping[UUID, Typed],
    expected: str,
    are_ready: bool,
    by: User,
    moment: datetime,
) -> None:
    """Keep the simple words of a section as they were typed; `are_ready` puts them into the next version.

    `expected` is the digest of the sheet that was looked at. A paragraph without words, and not told with the one
    above it, has none any more. What stood before is kept in the trail, and can be read from there.

    :raises NotAllowed: the person does not write texts.
    :raises ChangedMeanwhile: somebody saved the section, in official or simple words, in the meantime.
    :raises NotReadable: the text has no such section.
    """
    if not permissions.can_write_texts(by):
        raise NotAllowed
    section = Section.objects.select_for_update().filter(pk=section_id, text=text).first()  # two editors at once
    sheet = simple_sheets.sheet(text, section_id)
    if sheet.digest != expected or section is None:
        raise ChangedMeanwhile
    rows = _rows(sheet.paragraphs, typed)
    touched = [line.identity for line in sheet.paragraphs] + list(_settled(sheet, typed))
    for is_ready in (False, True) if are_ready else (False,):
        SimpleDraft.objects.filter(paragraph_id__in=touched, is_ready=is_ready).delete()
        SimpleDraft.objects.bulk_create(
            [SimpleDraft(is_ready=is_ready, saved_by=by, saved_at=moment, **row) for row in rows]
        )
    changed = _changed(sheet, rows, touched)
    audit.record(
        actor=by,
        action="simple_words.saved",
        target=section,
        before={"words": {identity: old for identity, (old, _new) in changed.items()}},
        after={"words": {identity: new for identity, (_old, new) in changed.items()}, "ready": are_ready},
    )


def as_typed(sheet: Sheet, typed: Mapping[UUID, Typed]) -> dict[UUID, Said]:
    """Return what would be kept of what was typed, for who wants to look at it before saving."""
    rows = _rows(sheet.paragraphs, typed)
    return {row["paragraph_id"]: Said(words=row["words"], said_with=row["said_with_id"]) for row in rows}


def _rows(lines: Sequence[Line], typed: Mapping[UUID, Typed]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    host: UUID | None = None
    for line in lines:
        one = typed.get(line.identity, Typed())
        settled = [absorbed for absorbed in line.absorbed if one.joined.get(absorbed.identity, Fate.WAITS)]
        taken = [absorbed.words for absorbed in settled if one.joined[absorbed.identity] == Fate.JOINED]
        words = tidy("\n\n".join([one.words, *taken]))
        said_with = host if one.is_said_above and not words else None
        host = line.identity if words else host
        if not words and said_with is None:
            continue
        before = line.draft
        is_same = before is not None and (before.words, before.said_with_id) == (words, said_with)
        official = before.official if before is not None and is_same and not one.is_confirmed else line.official
        rows.append({"paragraph_id": line.identity, "words": words, "said_with_id": said_with, "official": official})
        rows += [  # should they be divided again, this one says that it is told there
            {"paragraph_id": absorbed.identity, "words": "", "said_with_id": host, "official": line.official}
            for absorbed in settled
        ]
    return rows


def _settled(sheet: Sheet, typed: Mapping[UUID, Typed]) -> list[UUID]:
    """Return the paragraphs that were joined to another and whose words are taken over, or left."""
    return [
        absorbed.identity
        for line in sheet.paragraphs
        for absorbed in line.absorbed
        if typed.get(line.identity, Typed()).joined.get(absorbed.identity, Fate.WAITS)
    ]


def _changed(
    sheet: Sheet, rows: Sequence[Mapping[str, Any]], touched: Sequence[UUID]
) -> dict[str, tuple[list[str], list[str]]]:
    """Return the paragraphs that are told otherwise than before: words, and the one that they are told with."""
    before = {line.identity: line.said for line in sheet.paragraphs}
    before |= {one.identity: [one.words, ""] for line in sheet.paragraphs for one in line.absorbed}
    after = {row["paragraph_id"]: [row["words"], str(row["said_with_id"] or "")] for row in rows}
    pairs = {identity: (before.get(identity, ["", ""]), after.get(identity, ["", ""])) for identity in touched}
    return {str(identity): (old, new) for identity, (old, new) in pairs.items() if old != new}
