# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which paragraph of a redraft is which of the text before. Pure: knows nothing of the database or of pages."""

from documents.consultations.matching.decisions import Decision, choice_of, decide, likeliest, proposals_of
from documents.consultations.matching.engine import match
from documents.consultations.matching.facts import Doubt, Fate, Item, Matching, Proposal

__all__ = [
    "Decision",
    "Doubt",
    "Fate",
    "Item",
    "Matching",
    "Proposal",
    "choice_of",
    "decide",
    "likeliest",
    "match",
    "proposals_of",
]
