# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens when a document comes in, changes or goes."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from documents.library.enums import TextState
from documents.library.extraction.reader import READABLE, pages_of
from documents.library.models import Document, ExtractedPage
from portal.core import copies
from portal.core.bounded import BoundsExceeded
from search import feed

DOCUMENT = "document"


@transaction.atomic
def document_saved(document: Document, *, has_new_file: bool) -> None:
    """Have the index, the copies of pages and, for a new file, the worker look at a document again."""
    if has_new_file:
        Document.objects.filter(pk=document.pk).update(text_state=TextState.WAITING)
        document.pages.all().delete()
        from documents.library import tasks

        transaction.on_commit(lambda: tasks.enqueue_extraction(document.pk))
    feed.refresh(DOCUMENT, [document.pk])
    copies.forget()


@transaction.atomic
def document_deleted(pk: int) -> None:
    """Forget a document in the index and in the copies of pages."""
    feed.refresh(DOCUMENT, [pk])
    copies.forget()


def extract_text(pk: int) -> TextState | None:
    """Take the words out of a document's file and keep them by page; return how it went.

    What cannot be read is marked and never tried again by itself; a document that is gone gives nothing.
    """
    document = Document.objects.filter(pk=pk).first()
    if document is None:
        return None
    name = document.file.name or ""
    try:
        pages = pages_of(Path(document.file.path))
        state = _state_of(name, pages)
    except (BoundsExceeded, ValueError, OSError):
        pages, state = [], TextState.UNREADABLE
    _keep(document.pk, name, pages, state)
    return state


def _state_of(name: str, pages: list[str]) -> TextState:
    if Path(name).suffix.lower() not in READABLE:
        return TextState.EMPTY
    return TextState.READ if any(page.strip() for page in pages) else TextState.EMPTY


@transaction.atomic
def _keep(pk: int, name: str, pages: list[str], state: TextState) -> None:
    """Store the pages, unless the file was replaced while we were reading it."""
    changed = Document.objects.filter(pk=pk, file=name).update(text_state=state)
    if not changed:
        return
    ExtractedPage.objects.filter(document_id=pk).delete()
    read = [(number, text) for number, text in enumerate(pages, 1) if text.strip()]
    ExtractedPage.objects.bulk_create(ExtractedPage(document_id=pk, number=number, text=text) for number, text in read)
    feed.refresh(DOCUMENT, [pk])
