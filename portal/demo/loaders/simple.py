# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two sections in simple words, beside the versions that people read; one of them came out wrong and was corrected."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from documents.consultations.models import Text
from documents.consultations.queries import simple_sheets
from documents.consultations.queries.simple_sheets import Sheet
from documents.consultations.services import simple_editions, simple_words
from documents.consultations.services.simple_words import Typed
from portal.demo import contents
from portal.demo.loaders.consultations import Place


def load(place: Place) -> None:
    """Write them as an editor does, and have the coordinator put them beside the versions.

    :raises LookupError: a section or a paragraph that is to be told is not there.
    """
    rows = contents.rows("simple", "paragraph")
    for (title, section), told in groupby(rows, key=lambda row: (row["text"], row["section"])):
        text = Text.objects.select_related("page").get(title=title)
        found = [one for one in simple_sheets.sheets(text) if section.lower() in one.page.title.lower()]
        if not found:
            raise LookupError(section)
        lines = list(told)
        _tell(found[0], [{**row, "words": row.get("first", row.get("words", ""))} for row in lines], place)
        why = next((row["why"] for row in lines if "why" in row), "")
        if why:
            _tell(simple_sheets.sheet(text, found[0].section.pk), lines, place, why=why)


def _tell(sheet: Sheet, rows: list[dict[str, Any]], place: Place, *, why: str = "") -> None:
    typed = {}
    for row in rows:
        line = next((one for one in sheet.paragraphs if one.plain.startswith(row["on"])), None)
        if line is None:
            raise LookupError(row["on"])
        typed[line.identity] = Typed(words=row.get("words", ""), is_said_above=row.get("above", False))
    simple_words.save(
        text=sheet.text,
        section_id=sheet.section.pk,
        typed=typed,
        expected=sheet.digest,
        are_ready=True,
        by=place.staff.drafter,
        moment=place.moment,
    )
    simple_editions.publish_beside(
        text=sheet.text, section_id=sheet.section.pk, by=place.staff.coordinator, moment=place.moment, reason=why
    )
