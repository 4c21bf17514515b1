# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is to be answered today, over all consultations whose answers are not yet out."""

from __future__ import annotations

from django.utils import timezone

from documents.consultations.models import Consultation, Outcome
from documents.consultations.queries.consultations import announced
from documents.consultations.queries.outcomes import Numbers, numbers_by_consultation
from portal.comments.enums import State
from portal.core.models import User


def unanswered(user: User) -> int:
    """Return how many observations of consultations under way have no answer yet, not even a prepared one."""
    return sum(numbers.unanswered for numbers in _under_way())


def stale(user: User) -> int:
    """Return how many answers must be looked at again because the words changed."""
    return sum(numbers.stale for numbers in _under_way())


def prepared(user: User) -> int:
    """Return how many answers wait for the coordinator."""
    shown = Outcome.objects.prepared().filter(observation__state=State.PUBLISHED)
    return shown.filter(consultation__results_published_at=None).count()


def only_one() -> int | None:
    """Return the consultation under way, when there is exactly one: its register is where the work is."""
    rows = _rows()
    return rows[0].pk if len(rows) == 1 else None


def _under_way() -> list[Numbers]:
    return list(numbers_by_consultation(_rows()).values())


def _rows() -> list[Consultation]:
    return [one.consultation for one in announced(moment=timezone.now()) if not one.consultation.has_results]
