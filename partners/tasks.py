# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work that the background worker does for the register."""

from django.utils import timezone
from django_tasks import task

from partners import services


@task(queue_name="default", backend="portal")
def read_runts(pk: int) -> str:
    """Read a list of the RUNTS; return how it ended."""
    return services.do_reading(pk, moment=timezone.now())


def enqueue_reading(pk: int) -> None:
    """Have the worker read a list when it comes to it."""
    read_runts.enqueue(pk)
