# SPDX-License-Identifier: AGPL-3.0-or-later
"""A long table of answers is read and prepared by the worker: all of it or nothing, once, and who asked is told."""

import pytest
from django.utils import timezone

from documents.consultations import tasks
from documents.consultations.enums import SheetState
from documents.consultations.forms.answer_sheet import judged
from documents.consultations.models import AnswerSheet, Outcome
from documents.consultations.services import long_sheets, outcomes, sheets
from portal.comments.models import Observation
from portal.core import roles
from portal.core.models import AuditEvent
from portal.core.spreadsheet_reading import rows_of
from portal.core.spreadsheets import csv_lines, guarded_cell
from portal.notifications.models import Notification
from portal.notifications.wording import words_of
from tests.documents.consultations.test_outcomes_admin import (  # noqa: F401 -- fixtures
    _without_second_factor,
    consultation,
    consultation_once,
    said,
    sign_in,
    url,
)
from tests.documents.consultations.test_sheets import send, table_of
from tests.factories.consultations import MOTIVATION, OutcomeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_rows_are_many(monkeypatch):
    monkeypatch.setattr(long_sheets, "DIRECT", 2)


@pytest.fixture
def late(django_capture_on_commit_callbacks):
    """Send something, and let the worker do what it left behind."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def three(client, consultation, motivation=MOTIVATION):  # noqa: F811
    """Return three contributions and a table with an answer to each."""
    made = [said(consultation) for _ in range(3)]
    sign_in(client, roles.OFFICE)
    heading, *cells = list(rows_of(table_of(client, consultation, "csv")))
    for row in cells:
        row[heading.index("Esito")], row[heading.index("Motivo")] = "non accolta", motivation
    return made, "".join(csv_lines(heading, cells, cell=guarded_cell)).encode()


def told():
    """Return what was told, in order, as it is read."""
    notices = Notification.objects.filter(event__startswith="answers.").order_by("pk")
    return [(one.event, words_of(one).text) for one in notices]


def ready(client, consultation, late):  # noqa: F811
    """Return a long table that was read, and its page."""
    _made, body = three(client, consultation)
    with late():
        page = send(client, consultation, body).headers["Location"]
    return AnswerSheet.objects.get(), page


def test_a_long_table_is_read_by_the_worker_looked_at_and_prepared_by_the_worker(client, consultation, late):  # noqa: F811
    sheet, page = ready(client, consultation, late)
    shown = client.get(page)
    assert Outcome.objects.count() == 0

    with late():
        asked = client.post(page)
    done = client.get(page).content.decode()

    sheet.refresh_from_db()
    assert [row["row"] for row in shown.context["rows"]] == [2, 3, 4]
    assert asked.headers["Location"] == page
    assert (sheet.state, sheet.rows, sheet.total_rows) == (SheetState.APPLIED, [], 3)
    assert Outcome.objects.filter(motivation=MOTIVATION, published_at=None).count() == 3
    assert "3 risposte della tabella «risposte.csv» sono preparate." in " ".join(done.split())
    assert [event for event, _text in told()] == ["answers.read", "answers.prepared"]
    assert Notification.objects.filter(event="answers.prepared").get().url == page


def test_until_the_worker_comes_the_page_says_how_far_it_is_and_no_button_prepares(client, consultation):  # noqa: F811
    _made, body = three(client, consultation)
    page = send(client, consultation, body).headers["Location"]
    sheet = AnswerSheet.objects.get()
    long_sheets.tell_progress(sheet, 2)

    reading = client.get(page)
    pressed = client.post(page)

    assert "2 righe su 3" in reading.content.decode()
    assert "Prepara queste risposte" not in reading.content.decode()
    assert pressed.headers["Location"] == page
    assert (AnswerSheet.objects.get().state, Outcome.objects.count()) == (SheetState.READING, 0)


def test_every_wrong_row_of_a_long_table_is_told_and_nothing_can_be_prepared(client, consultation, late):  # noqa: F811
    _made, body = three(client, consultation, motivation="Corto.")
    with late():
        page = send(client, consultation, body).headers["Location"]

    shown = client.get(page)
    client.post(page)

    assert [one["row"] for one in shown.context["problems"]] == [2, 3, 4]
    assert "Il motivo ha 6 caratteri" in shown.content.decode()
    assert "Prepara queste risposte" not in shown.content.decode()
    assert (AnswerSheet.objects.get().state, Outcome.objects.count()) == (SheetState.WRONG, 0)
    assert told() == [
        ("answers.read", "Nella tabella «risposte.csv» ci sono righe da correggere: la pagina dice quali.")
    ]


def test_a_table_that_changes_too_much_at_once_is_to_be_divided(client, consultation, late, monkeypatch):  # noqa: F811
    monkeypatch.setattr("documents.consultations.forms.answer_sheet.MOST_CHANGES", 2)
    _made, body = three(client, consultation)
    with late():
        page = send(client, consultation, body).headers["Location"]

    assert "La tabella cambia 3 risposte: al massimo 2 per volta." in client.get(page).content.decode()
    assert AnswerSheet.objects.get().state == SheetState.WRONG


def test_the_worker_judges_as_the_page_does_and_tells_how_far_it_came(client, consultation, monkeypatch):  # noqa: F811
    monkeypatch.setattr("documents.consultations.forms.answer_sheet.TOLD_EVERY", 1)
    _made, body = three(client, consultation)
    send(client, consultation, body)
    sheet, heard = AnswerSheet.objects.get(), []

    from documents.consultations.forms import answer_sheet

    here = answer_sheet.read(consultation, body)
    there = judged(consultation, answer_sheet.typed_of(sheet.rows), tell=heard.append)

    assert (there.changes, there.problems) == (here.changes, here.problems)
    assert heard == [1, 2, 3]


# THREATS: 54
def test_what_changes_before_the_worker_comes_undoes_all_and_who_asked_is_told(client, consultation, late):  # noqa: F811
    sheet, page = ready(client, consultation, late)
    client.post(page)
    row = AnswerSheet.objects.get().rows[2]
    changed = Observation.objects.get(pk=row["pk"])
    OutcomeFactory(observation=changed, motivation="Chi è arrivato prima aveva già scritto questo motivo.")

    ended = tasks.prepare_sheet.func(str(sheet.pk))

    shown = client.get(page).content.decode()
    assert (ended, Outcome.objects.count()) == ("REFUSED", 1)
    assert f"Riga 4, osservazione {row['code']}: nel frattempo è cambiata." in shown
    assert "non è stato preparato niente: la pagina dice perché" in told()[-1][1]


# THREATS: 57
def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_does_it_once(
    client,
    consultation,  # noqa: F811
    late,
    monkeypatch,
):
    sheet, page = ready(client, consultation, late)
    client.post(page)
    prepare, prepared = outcomes.prepare, []

    def dies_at_the_third(**values):
        if len(prepared) == 2:
            raise SystemExit
        prepared.append(values["seen"])
        return prepare(**values)

    monkeypatch.setattr(outcomes, "prepare", dies_at_the_third)
    with pytest.raises(SystemExit):
        tasks.prepare_sheet.func(str(sheet.pk))
    after = (len(prepared), Outcome.objects.count(), AnswerSheet.objects.get().state)
    monkeypatch.undo()

    ended = [tasks.prepare_sheet.func(str(sheet.pk)) for _ in range(3)]

    assert after == (2, 0, SheetState.WAITING)
    assert ended == ["APPLIED", "", ""]
    assert sorted(Outcome.objects.values_list("edition", flat=True)) == [1, 1, 1]
    assert [event for event, _text in told()] == ["answers.read", "answers.prepared"]
    assert AuditEvent.objects.filter(action="answers.imported").count() == 1


def test_two_presses_are_one_and_after_half_an_hour_of_silence_it_may_be_asked_again(client, consultation, late):  # noqa: F811
    sheet, page = ready(client, consultation, late)
    client.post(page)
    first = AnswerSheet.objects.get().asked_at
    client.post(page)
    second = AnswerSheet.objects.get().asked_at
    AnswerSheet.objects.update(asked_at=timezone.now() - long_sheets.LONGEST_WORK)

    shown = client.get(page).content.decode()
    with late():
        client.post(page)

    assert first == second
    assert "Prepara queste risposte" in shown
    assert AnswerSheet.objects.get().state == SheetState.APPLIED
    with pytest.raises(sheets.AlreadyApplied):
        long_sheets.ask(sheet=sheet, by=sheet.created_by, moment=timezone.now())


# THREATS: 1
def test_who_may_not_answer_any_more_prepares_nothing_and_is_told_nothing(client, consultation, late):  # noqa: F811
    sheet, page = ready(client, consultation, late)
    client.post(page)
    AnswerSheet.objects.get().asked_by.groups.clear()

    ended = tasks.prepare_sheet.func(str(sheet.pk))

    notice = Notification.objects.filter(event="answers.refused").get()
    assert (ended, Outcome.objects.count(), words_of(notice)) == ("REFUSED", 0, None)
