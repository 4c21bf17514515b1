# SPDX-License-Identifier: AGPL-3.0-or-later
"""What staff choose from when they type in a letter: consultation, section, paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.consultations.queries import consultations, targets
from documents.consultations.queries.consultations import Dated
from portal.comments.words import excerpt
from portal.core.exceptions import NotReadable

EXCERPT = 80


class ConsultationsCatalogue:
    """The consultations that still take letters, with the parts of their text."""

    def scopes(self) -> Sequence[tuple[str, str]]:
        """Return the consultations under way, the newest first: those whose answers are out take no more."""
        return [(found.consultation.scope, found.consultation.title) for found in _under_way()]

    def sections(self, scope: str) -> Sequence[tuple[str, str]]:
        """Return the text as a whole and its sections."""
        found = _of(scope)
        if found is None:
            return []
        whole = (f"text:{found.consultation.text_id}", _("Tutto il testo"))
        rows = targets.sections_of(found.consultation)
        return [whole, *((f"section:{row.section_id}", row.title) for row in rows)]

    def paragraphs(self, scope: str, section_identity: str) -> Sequence[tuple[str, str]]:
        """Return the paragraphs of a section, by number and first words."""
        found = _of(scope)
        if found is None:
            return []
        try:
            section = targets.section_in(found.consultation, section_identity)
        except NotReadable:
            return []
        return [
            (f"paragraph:{twin.paragraph_id}", f"{twin.number}. {excerpt(twin.plain, EXCERPT)}")
            for twin in targets.paragraphs_of(section)
        ]


def _under_way() -> list[Dated]:
    return [
        found
        for found in consultations.current_of_each_text(moment=timezone.now())
        if found.is_open or (found.is_over and not found.consultation.has_results)
    ]


def _of(scope: str) -> Dated | None:
    return next((found for found in _under_way() if found.consultation.scope == scope), None)
