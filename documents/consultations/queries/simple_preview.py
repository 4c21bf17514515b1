# SPDX-License-Identifier: AGPL-3.0-or-later
"""A section in simple words as readers would find it, out of what is being written."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from documents.consultations.models import SimpleDraft
from documents.consultations.queries import simple
from documents.consultations.queries.reading_pieces import ReadParagraph
from documents.consultations.queries.simple import SimpleRead
from documents.consultations.queries.simple_sheets import Sheet
from documents.consultations.simple_words import Said, told


def saved(sheet: Sheet, *, are_ready: bool) -> tuple[SimpleRead, ...]:
    """Return what was saved last, or what is ready."""
    rows = [line.ready if are_ready else line.draft for line in sheet.paragraphs]
    return of(sheet, {row.paragraph_id: _said(row) for row in rows if row is not None})


def of(sheet: Sheet, said: Mapping[UUID, Said]) -> tuple[SimpleRead, ...]:
    """Return the section with these words, beside the official ones of the editor."""
    paragraphs = [
        ReadParagraph(
            identity=line.identity,
            number=line.place,
            is_heading=line.is_heading,
            html=line.html,
            count=0,
            write_url="",
        )
        for line in sheet.lines
    ]
    return simple.arranged(paragraphs, told([line.identity for line in sheet.paragraphs], said))


def _said(row: SimpleDraft) -> Said:
    return Said(words=row.words, said_with=row.said_with_id)
