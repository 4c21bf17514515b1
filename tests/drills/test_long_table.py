# SPDX-License-Identifier: AGPL-3.0-or-later
"""The worker is killed in the middle of a long table of answers: after a restart all of them are there, once."""

import os
import signal

import pytest
from django.utils import timezone
from django_tasks_db import DatabaseBackend

from documents.consultations import tasks
from documents.consultations.enums import SheetState
from documents.consultations.models import AnswerSheet, Outcome
from documents.consultations.services import sheets
from documents.consultations.services.answering import Answer, Seen
from portal.core import roles
from portal.notifications.models import Notification
from tests.drills.house import wait_until
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import MOTIVATION, ConsultationFactory
from tests.factories.consultations_drafts import imported, published
from tests.factories.core import StaffFactory

pytestmark = pytest.mark.xdist_group("drills")
ROWS = 6


def asked(by):
    """Return a table of six answers that somebody has asked for."""
    text = imported("# Piano della tabella\n\n## Sezione\n\nParole della tabella.\n")
    consultation = ConsultationFactory(text=text, version=published(text), is_closed=True)
    twin = consultation.version.paragraphs.filter(is_heading=False).first()
    answer = Answer(kind="REJECTED", motivation=MOTIVATION, office="Ufficio")
    said = [
        ObservationFactory(scope=consultation.scope, target_id=str(twin.paragraph_id), quote=twin.plain)
        for _ in range(ROWS)
    ]
    rows = [
        sheets.row_of(row=row, pk=one.pk, code=one.code, seen=Seen(revision=1, edition=0), answer=answer)
        for row, one in enumerate(said, start=2)
    ]
    sheet = sheets.keep(consultation=consultation, rows=rows, source_name="t.csv", by=by, moment=timezone.now())
    AnswerSheet.objects.filter(pk=sheet.pk).update(state=SheetState.WAITING, asked_by=by, asked_at=timezone.now())
    return sheet


# THREATS: 57
def test_a_table_whose_worker_was_killed_half_way_is_prepared_once_and_told_once(house):
    sheet = asked(StaffFactory(roles=[roles.OFFICE]))
    hold, held = house.folder / "hold-answers", house.folder / "held-answers"
    hold.touch()
    DatabaseBackend("portal", {}).enqueue(tasks.prepare_sheet, (str(sheet.pk),), {})

    first = house.start("work")
    wait_until(held.exists, "il lavoro è alla terza risposta", hint=house.said)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    left = Outcome.objects.filter(consultation=sheet.consultation).count()
    hold.unlink()
    house.start("work")
    wait_until(lambda: AnswerSheet.objects.get(pk=sheet.pk).applied_at, "la tabella è preparata", hint=house.said)

    outcomes = Outcome.objects.filter(consultation=sheet.consultation)
    told = Notification.objects.filter(event="answers.prepared", context__sheet=str(sheet.pk))
    assert left == 0
    assert sorted(outcomes.values_list("edition", "published_at")) == [(1, None)] * ROWS
    assert told.count() == 1
