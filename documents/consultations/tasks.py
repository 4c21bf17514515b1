# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work that the background worker does for consultations."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from documents.consultations.queries import preparation
from documents.consultations.services import grouping


@task(queue_name="default", backend="portal")
def propose_groups(pk: int) -> int:
    """Propose groups of contributions that make the same point; return how many."""
    return grouping.propose(consultation=preparation.answered_one(pk), moment=timezone.now())
