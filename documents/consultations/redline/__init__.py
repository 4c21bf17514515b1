# SPDX-License-Identifier: AGPL-3.0-or-later
"""Comparing words and texts. Pure: knows nothing of the database or of pages."""

from documents.consultations.redline.stretches import ChangedPlace, Stretch, places
from documents.consultations.redline.texts import (
    Change,
    Entry,
    Piece,
    Redline,
    SectionDiff,
    SectionPiece,
    compare,
    count,
    rebuild_new,
    rebuild_old,
)
from documents.consultations.redline.words import Mark, Segment, likeness, new_words, old_words, words

__all__ = [
    "Change",
    "ChangedPlace",
    "Entry",
    "Mark",
    "Piece",
    "Redline",
    "SectionDiff",
    "SectionPiece",
    "Segment",
    "Stretch",
    "compare",
    "count",
    "likeness",
    "new_words",
    "old_words",
    "places",
    "rebuild_new",
    "rebuild_old",
    "words",
]
