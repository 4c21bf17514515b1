# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work that the background worker does for the library."""

from django_tasks import task

from documents.library.services import documents


@task(queue_name="default", backend="portal")
def extract_text(pk: int) -> str:
    """Take the words out of a document's file; return the state it is left in."""
    state = documents.extract_text(pk)
    return str(state) if state else ""


def enqueue_extraction(pk: int) -> None:
    """Have the worker read a document's file when it comes to it."""
    extract_text.enqueue(pk)
