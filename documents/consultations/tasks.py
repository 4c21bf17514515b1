# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work that the background worker does for consultations."""

from __future__ import annotations

from functools import partial

from django.utils import timezone
from django_tasks import task

from documents.consultations.forms import answer_sheet
from documents.consultations.queries import preparation
from documents.consultations.services import grouping, long_sheets


@task(queue_name="default", backend="portal")
def propose_groups(pk: int) -> int:
    """Propose groups of contributions that make the same point; return how many."""
    return grouping.propose(consultation=preparation.answered_one(pk), moment=timezone.now())


@task(queue_name="default", backend="portal")
def read_sheet(pk: str) -> str:
    """Judge the rows of a long table of answers; return how it ended."""
    sheet = long_sheets.to_read(pk)
    if sheet is None:
        return ""
    tell = partial(long_sheets.tell_progress, sheet)
    reading = answer_sheet.judged(sheet.consultation, answer_sheet.typed_of(sheet.rows), tell=tell)
    return long_sheets.keep_reading(sheet=sheet, changes=reading.changes, report=reading.report())


@task(queue_name="default", backend="portal")
def prepare_sheet(pk: str) -> str:
    """Prepare the answers of a table that was looked at; return how it ended."""
    return long_sheets.prepare(pk, moment=timezone.now())
