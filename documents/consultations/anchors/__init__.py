# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words pointed at, and words proposed, carried through redrafts. Pure: knows nothing of the database or of pages."""

from documents.consultations.anchors.finding import Found, Gone, Redraft, Why, landed, trace
from documents.consultations.anchors.merging import AlreadyThere, Carried, Collision, carry
from documents.consultations.anchors.words import Piece

__all__ = [
    "AlreadyThere",
    "Carried",
    "Collision",
    "Found",
    "Gone",
    "Piece",
    "Redraft",
    "Why",
    "carry",
    "landed",
    "trace",
]
