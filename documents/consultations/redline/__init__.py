# SPDX-License-Identifier: AGPL-3.0-or-later
"""Comparing words and texts. Pure: knows nothing of the database or of pages."""

from documents.consultations.redline.texts import (
    Change,
    Entry,
    Piece,
    Redline,
    SectionDiff,
    SectionPiece,
    compare,
    rebuild_new,
    rebuild_old,
)
from documents.consultations.redline.words import Mark, Segment, likeness, new_words, old_words, words

__all__ = [
    "Change",
    "Entry",
    "Mark",
    "Piece",
    "Redline",
    "SectionDiff",
    "SectionPiece",
    "Segment",
    "compare",
    "likeness",
    "new_words",
    "old_words",
    "rebuild_new",
    "rebuild_old",
    "words",
]
