# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two sections in simple words, beside the versions that people read; one of them came out wrong and was corrected."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from documents.consultations.models import Text
from documents.consultations.queries import simple_sheets
from documents.consultations.services import simple_editions, simple_words
from documents.consultations.services.simple_words import Typed
from portal.demo import contents
from portal.demo.loaders.consultations import Place


def load(place: Place) -> None:
    """Write them as an editor does, and have the coordinator put them beside the versions; a correction waits.

    :raises LookupError: a section or a paragraph that is to be told is not there.
    """
    rows = contents.rows("simple", "paragraph")
    for (title, section), told in groupby(rows, key=lambda row: (row["text"], row["section"])):
        text = Text.objects.select_related("page").get(title=title)
        found = [one for one in simple_sheets.sheets(text) if section.lower() in one.page.title.lower()]
        if not found:
            raise LookupError(section)
        _come_out(text, found[0].section.pk, list(told), place)


def _come_out(text: Text, section_id: UUID, rows: list[dict[str, Any]], place: Place) -> None:
    """Publish what came out first, then what corrected it; keep what the coordinator has still to look at."""
    _save(text, section_id, [{**row, "words": row.get("first", row.get("words", ""))} for row in rows], place)
    publish = partial(
        simple_editions.publish_beside,
        text=text,
        section_id=section_id,
        by=place.staff.coordinator,
        moment=place.moment,
    )
    publish()
    why = next((row["why"] for row in rows if "why" in row), "")
    if why:
        _save(text, section_id, rows, place)
        publish(reason=why)
    if any("next" in row for row in rows):
        _save(text, section_id, [{**row, "words": row.get("next", row.get("words", ""))} for row in rows], place)


def _save(text: Text, section_id: UUID, rows: list[dict[str, Any]], place: Place) -> None:
    sheet = simple_sheets.sheet(text, section_id)
    typed = {}
    for row in rows:
        line = next((one for one in sheet.paragraphs if one.plain.startswith(row["on"])), None)
        if line is None:
            raise LookupError(row["on"])
        typed[line.identity] = Typed(words=row.get("words", ""), is_said_above=row.get("above", False))
    simple_words.save(
        text=text,
        section_id=section_id,
        typed=typed,
        expected=sheet.digest,
        are_ready=True,
        by=place.staff.drafter,
        moment=place.moment,
    )
