# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work that the background worker does for observations."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from portal.comments.services import papers_many


@task(queue_name="default", backend="portal")
def check_batch(pk: int) -> str:
    """Look at every row of a long sheet of letters; return how it ended."""
    return papers_many.do_check(pk, moment=timezone.now())


@task(queue_name="default", backend="portal")
def enter_batch(pk: int) -> str:
    """Enter every letter of a long sheet; return how it ended."""
    return papers_many.do_enter(pk, moment=timezone.now())
