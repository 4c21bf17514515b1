# SPDX-License-Identifier: AGPL-3.0-or-later
"""A long sheet of letters: the worker checks and enters it, says how far it is, and tells who asked.

As in Note [A long table] of `documents.consultations.services.long_sheets`: nothing is written while rows are checked
but how far it has come; letters, state of the bundle and notice are rows of one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.comments import enums, permissions
from portal.comments.models import PaperBatch
from portal.comments.services.papers_many.checking import Checked, check
from portal.comments.services.papers_many.entering import AlreadyEntered, HasErrors, enter
from portal.notifications.services import notify

if TYPE_CHECKING:
    from portal.core.models import User

DIRECT: Final = 200
MOST_TOLD: Final = 200
LONGEST_WORK: Final = timedelta(minutes=30)  # as `portal.core.queue`: later nobody is working on it any more


def is_long(batch: PaperBatch) -> bool:
    """Whether a bundle is left to the worker; minutes never are: each of their rows is looked at by hand."""
    return batch.source == enums.BatchSource.SHEET and len(batch.rows) > DIRECT


def is_in_hand(batch: PaperBatch, moment: datetime) -> bool:
    """Whether the worker has it, or will come to it."""
    is_asked = batch.state in {enums.BatchState.CHECKING, enums.BatchState.WAITING}
    return is_asked and batch.asked_at is not None and batch.asked_at > moment - LONGEST_WORK


def ask_check(*, batch: PaperBatch, by: User, moment: datetime) -> None:
    """Have the worker look at every row; asking twice is once, unless nobody is working on it."""
    _ask(batch, enums.BatchState.CHECKING, "check_batch", by=by, moment=moment)


def ask_entering(*, batch: PaperBatch, by: User, moment: datetime) -> None:
    """Have the worker enter every row.

    :raises HasErrors: a row has an error, or they were not looked at yet.
    """
    if batch.state == enums.BatchState.PREVIEW and batch.report.get("wrong_count", 1):
        raise HasErrors(_("Alcune righe hanno un errore: correggile, poi si inseriscono tutte insieme."))
    _ask(batch, enums.BatchState.WAITING, "enter_batch", by=by, moment=moment)


def do_check(pk: int, *, moment: datetime) -> str:
    """Look at every row of a bundle and tell who waits; return how it ended."""
    batch = _in(enums.BatchState.CHECKING, pk)
    if batch is None:
        return ""
    checked = check(batch, moment=moment, tell=partial(_progress, batch))
    with transaction.atomic():
        if _leave(batch, report=_report(checked)):
            _tell(batch, "papers.checked", gettext_lazy("Il foglio dei contributi è controllato"))
    return str(enums.BatchState.PREVIEW)


def do_enter(pk: int, *, moment: datetime) -> str:
    """Enter every row of a bundle, or none, and tell who asked; return how it ended."""
    batch = _in(enums.BatchState.WAITING, pk)
    if batch is None:
        return ""
    by = batch.asked_by
    checked = check(batch, moment=moment, tell=partial(_progress, batch))
    try:
        if by is None or not permissions.can_enter_papers(by):
            raise HasErrors(_("Chi lo ha chiesto non può più farlo."))
        with transaction.atomic():
            enter(batch=batch, by=by, moment=moment, checked=checked)
            _tell(batch, "papers.entered", gettext_lazy("I contributi del foglio sono inseriti"))
    except (HasErrors, AlreadyEntered) as error:
        with transaction.atomic():
            if _leave(batch, report={**_report(checked), "refused": str(error.message)}):
                _tell(batch, "papers.refused", gettext_lazy("I contributi del foglio non sono stati inseriti"))
        return str(enums.BatchState.PREVIEW)
    return str(enums.BatchState.ENTERED)


@transaction.atomic
def _ask(batch: PaperBatch, state: enums.BatchState, task: str, *, by: User, moment: datetime) -> None:
    row = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if row.state == enums.BatchState.ENTERED or is_in_hand(row, moment):
        return
    values = {"state": state, "asked_by": by, "asked_at": moment, "done_rows": 0}
    PaperBatch.objects.filter(pk=row.pk).update(**values)
    from portal.comments import tasks

    transaction.on_commit(partial(getattr(tasks, task).enqueue, row.pk))


def _in(state: enums.BatchState, pk: int) -> PaperBatch | None:
    return PaperBatch.objects.select_related("asked_by").filter(pk=pk, state=state).first()


def _progress(batch: PaperBatch, done: int) -> None:
    PaperBatch.objects.filter(pk=batch.pk, state=batch.state).update(done_rows=done)


def _leave(batch: PaperBatch, *, report: dict[str, Any]) -> int:
    waiting = PaperBatch.objects.filter(pk=batch.pk, state=batch.state)
    return waiting.update(state=enums.BatchState.PREVIEW, report=report)


def _report(checked: Sequence[Checked]) -> dict[str, Any]:
    wrong = [[one.number, list(map(str, one.errors))] for one in checked if one.errors]
    late = sum(one.is_late for one in checked)
    return {"wrong": wrong[:MOST_TOLD], "wrong_count": len(wrong), "late_count": late, "total": len(checked)}


def _tell(batch: PaperBatch, event: str, subject: Any) -> None:
    asked = batch.asked_at.isoformat() if batch.asked_at else ""
    notify(
        recipients=[batch.asked_by] if batch.asked_by else [],
        event=event,
        subject=subject,
        url=reverse("comments_admin:many_batch", args=[batch.pk]),
        context={"batch": batch.pk},
        key=f"{event}:{batch.pk}:{asked}",
    )
