# SPDX-License-Identifier: AGPL-3.0-or-later
"""Long tables of answers: the worker reads and prepares them, says how far it is, and tells who asked.

Note [A long table]
-------------------
A table of more than `DIRECT` rows would keep a request, and on SQLite everybody who writes, waiting. The request only
keeps its cells. The worker judges them as the page does for a short one, writing nothing but how far it has come; then
somebody looks, and says that they are right. The answers, the state of the table and the notice to who asked are rows
of one transaction: a worker that is killed leaves none of them, and whoever takes the work up begins anew; one that
was killed after it finds nothing left to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.consultations import permissions
from documents.consultations.enums import SheetState
from documents.consultations.models import AnswerSheet, Consultation
from documents.consultations.services import sheets
from portal.notifications.services import notify

if TYPE_CHECKING:
    from portal.core.models import User

DIRECT: Final = 200
LONGEST_WORK: Final = timedelta(minutes=30)  # as `portal.core.queue`: later nobody is working on it any more


@transaction.atomic
def keep_cells(
    *, consultation: Consultation, cells: Sequence[Any], source_name: str, by: User, moment: datetime
) -> AnswerSheet:
    """Keep what was typed in a long table and have the worker read it."""
    sheet = sheets.keep(consultation=consultation, rows=cells, source_name=source_name, by=by, moment=moment)
    sheet.state = SheetState.READING
    sheet.asked_by, sheet.asked_at = by, moment
    sheet.save(update_fields=["state", "asked_by", "asked_at"])
    _enqueue("read_sheet", sheet)
    return sheet


def to_read(pk: str) -> AnswerSheet | None:
    """Return a table that still has to be read; nothing when somebody read it already."""
    return AnswerSheet.objects.filter(pk=pk, state=SheetState.READING).select_related("consultation").first()


def tell_progress(sheet: AnswerSheet, done: int) -> None:
    """Let who waits see how many rows were read."""
    AnswerSheet.objects.filter(pk=sheet.pk, state=SheetState.READING).update(done_rows=done)


@transaction.atomic
def keep_reading(*, sheet: AnswerSheet, changes: Sequence[dict[str, Any]], report: dict[str, Any]) -> str:
    """Keep what a table would change, or what is wrong in it, and tell who waits; return how it ended."""
    state = SheetState.WRONG if report["problems"] else SheetState.READ
    rows = [] if report["problems"] else list(changes)
    values = {"state": state, "rows": rows, "report": report, "total_rows": len(changes), "done_rows": 0}
    if AnswerSheet.objects.filter(pk=sheet.pk, state=SheetState.READING).update(**values):
        _tell(sheet, "answers.read", _("La tabella delle risposte è letta"))
    return str(state)


@transaction.atomic
def ask(*, sheet: AnswerSheet, by: User, moment: datetime) -> None:
    """Have the worker prepare every answer of a table; asking twice is once, unless nobody is working on it.

    :raises sheets.AlreadyApplied: it was done before.
    """
    found = AnswerSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if found.applied_at is not None:
        raise sheets.AlreadyApplied
    if is_in_hand(found, moment):
        return
    values = {"state": SheetState.WAITING, "asked_by": by, "asked_at": moment}
    AnswerSheet.objects.filter(pk=found.pk).update(**values)
    _enqueue("prepare_sheet", found)


def is_in_hand(sheet: AnswerSheet, moment: datetime) -> bool:
    """Whether the worker has it, or will come to it."""
    is_asked = sheet.state in {SheetState.READING, SheetState.WAITING}
    return is_asked and sheet.asked_at is not None and sheet.asked_at > moment - LONGEST_WORK


def prepare(pk: str, *, moment: datetime) -> str:
    """Prepare all the answers of a table that was asked for, or none, and tell who asked; return how it ended."""
    sheet = AnswerSheet.objects.select_related("asked_by").filter(pk=pk, state=SheetState.WAITING).first()
    if sheet is None:
        return ""
    if sheet.asked_by is None or not permissions.can_answer(sheet.asked_by):
        return _refuse(sheet, {"may_not": True})
    try:
        with transaction.atomic():
            sheets.apply(sheet=sheet, by=sheet.asked_by, moment=moment)
            _tell(sheet, "answers.prepared", _("Le risposte della tabella sono preparate"))
    except sheets.AlreadyApplied:
        return ""
    except sheets.RowRefused as error:
        return _refuse(sheet, {"row": error.row, "code": error.code})
    return str(SheetState.APPLIED)


@transaction.atomic
def _refuse(sheet: AnswerSheet, why: dict[str, Any]) -> str:
    waiting = AnswerSheet.objects.filter(pk=sheet.pk, state=SheetState.WAITING)
    if waiting.update(state=SheetState.REFUSED, report={**sheet.report, "refused": why}):
        _tell(sheet, "answers.refused", _("Le risposte della tabella non sono state preparate"))
    return str(SheetState.REFUSED)


def _tell(sheet: AnswerSheet, event: str, subject: Any) -> None:
    asked = sheet.asked_at.isoformat() if sheet.asked_at else ""
    notify(
        recipients=[sheet.asked_by] if sheet.asked_by else [],
        event=event,
        subject=subject,
        url=reverse("answers_admin:sheet_look", args=[sheet.consultation_id, sheet.pk]),
        context={"sheet": str(sheet.pk)},
        key=f"{event}:{sheet.pk}:{asked}",
    )


def _enqueue(name: str, sheet: AnswerSheet) -> None:
    from documents.consultations import tasks

    transaction.on_commit(partial(getattr(tasks, name).enqueue, str(sheet.pk)))
