# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers that came in a table: kept until somebody has looked at them, then prepared, all or none. Never published."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from documents.consultations.enums import SheetState
from documents.consultations.models import AnswerSheet, Consultation
from documents.consultations.services import outcomes
from documents.consultations.services.answering import (
    Answer,
    ChangedMeanwhile,
    ChangeOrCommitmentMissing,
    MotivationTooShort,
    NotOwed,
    Promise,
    Seen,
)
from portal.core import audit

if TYPE_CHECKING:
    from portal.core.models import User

KEPT_FOR: Final = timedelta(days=7)


class AlreadyApplied(Exception):  # noqa: N818 -- a fact about a table
    """The table was prepared before: a button pressed twice."""


class RowRefused(Exception):  # noqa: N818 -- a fact about a row
    """A row cannot be prepared any more; `row` is its number in the table, `code` the contribution's."""

    def __init__(self, row: int, code: str) -> None:
        super().__init__(row, code)
        self.row, self.code = row, code


@transaction.atomic
def keep(
    *, consultation: Consultation, rows: Sequence[dict[str, Any]], source_name: str, by: User, moment: datetime
) -> AnswerSheet:
    """Keep the rows that change an answer until somebody says that they are right; forget those of last week."""
    AnswerSheet.objects.filter(created_at__lt=moment - KEPT_FOR).update(rows=[])
    return AnswerSheet.objects.create(
        consultation=consultation,
        rows=list(rows),
        total_rows=len(rows),
        source_name=source_name[:250],
        created_by=by,
        created_at=moment,
    )


@transaction.atomic
def apply(*, sheet: AnswerSheet, by: User, moment: datetime) -> int:
    """Prepare every answer of a table, or none; return how many there are.

    :raises AlreadyApplied: it was done before.
    :raises RowRefused: somebody changed one of them meanwhile; nothing was prepared.
    """
    sheet = AnswerSheet.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=sheet.pk)
    if sheet.applied_at is not None:
        raise AlreadyApplied
    for row in sheet.rows:
        try:
            outcomes.prepare(
                consultation=sheet.consultation,
                seen={row["pk"]: Seen(revision=row["revision"], edition=row["edition"])},
                answer=_answer(row),
                by=by,
                moment=moment,
            )
        except (ChangedMeanwhile, ChangeOrCommitmentMissing, MotivationTooShort, NotOwed) as error:
            raise RowRefused(row["row"], row["code"]) from error
    count = len(sheet.rows)
    done = {"state": SheetState.APPLIED, "rows": [], "total_rows": count, "applied_at": moment}
    AnswerSheet.objects.filter(pk=sheet.pk).update(**done)
    audit.record(actor=by, action="answers.imported", target=sheet.consultation, after={"answers": count})
    return count


def row_of(*, row: int, pk: int, code: str, seen: Seen, answer: Answer) -> dict[str, Any]:
    """Return a row as it is kept."""
    promise = answer.promise
    return {
        "row": row,
        "pk": pk,
        "code": code,
        "revision": seen.revision,
        "edition": seen.edition,
        "kind": answer.kind,
        "motivation": answer.motivation,
        "office": answer.office,
        "other_office": answer.other_office,
        "paragraph_ids": sorted(str(one) for one in answer.paragraph_ids),
        "promise": [promise.what, promise.who, promise.due_date.isoformat()] if promise else None,
        "correction": answer.correction,
    }


def _answer(row: dict[str, Any]) -> Answer:
    promised = row["promise"]
    return Answer(
        kind=row["kind"],
        motivation=row["motivation"],
        office=row["office"],
        other_office=row["other_office"],
        paragraph_ids=frozenset(uuid.UUID(one) for one in row["paragraph_ids"]),
        promise=Promise(what=promised[0], who=promised[1], due_date=date.fromisoformat(promised[2]))
        if promised
        else None,
        correction=row["correction"],
    )
