# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of answers that were read and wait to be prepared."""

from __future__ import annotations

from uuid import UUID

from documents.consultations.models import AnswerSheet, Consultation
from portal.core.exceptions import NotReadable


def sheet_of(pk: UUID, consultation: Consultation) -> AnswerSheet:
    """Return a table that was read for this consultation.

    :raises NotReadable: there is none.
    """
    found = AnswerSheet.objects.filter(pk=pk, consultation=consultation).first()
    if found is None:
        raise NotReadable
    return found


def for_notice(pk: str | None) -> AnswerSheet | None:
    """Return a table that a notice names, with its consultation."""
    return AnswerSheet.objects.filter(pk=pk).select_related("consultation").first() if pk else None
