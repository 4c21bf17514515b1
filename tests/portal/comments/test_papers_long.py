# SPDX-License-Identifier: AGPL-3.0-or-later
"""A long sheet of letters is checked and entered by the worker: all of it or nothing, once, and who asked is told."""

import pytest
import time_machine
from django.urls import reverse

from portal.comments import scopes, targets, tasks
from portal.comments.models import Observation, PaperBatch
from portal.comments.services import papers_many
from portal.comments.services.papers_many import entering
from portal.core.models import AuditEvent
from portal.notifications.models import Notification
from portal.notifications.wording import words_of
from tests.factories.responses import TestScopes
from tests.portal.comments.test_papers import Shelf
from tests.portal.comments.test_papers_many import NOW, as_csv, enter, row, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _three_rows_are_many(monkeypatch, target):
    monkeypatch.setattr("portal.comments.services.papers_many.long.DIRECT", 2)
    monkeypatch.setattr(scopes, "_policies", [TestScopes()])
    monkeypatch.setattr(targets, "_catalogues", [Shelf(target)])


@pytest.fixture
def late(django_capture_on_commit_callbacks):
    """Send something, and let the worker do what it left behind."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


THREE = as_csv(row(), row(nome_o_partner="Pino L."), row(nome_o_partner="Ida B."))


def page_of(client):
    return " ".join(client.get(reverse("comments_admin:many_batch", args=[batch().pk])).content.decode().split())


def batch():
    return PaperBatch.objects.get()


def told():
    return list(Notification.objects.filter(event__startswith="papers.").order_by("pk").values_list("event", flat=True))


def test_a_long_sheet_is_checked_by_the_worker_and_entered_by_the_worker(client, clerk, late):
    with late():
        upload(client, THREE)
    preview = page_of(client)
    assert Observation.objects.count() == 0

    with late():
        enter(client)

    assert "Inserisci tutti i 3 contributi" in preview
    assert sorted(Observation.objects.values_list("display_name", flat=True)) == ["Gina M.", "Ida B.", "Pino L."]
    assert "3 righe lette, inserite" in page_of(client)
    assert told() == ["papers.checked", "papers.entered"]
    notice = Notification.objects.get(event="papers.entered")
    assert (notice.recipient, notice.url) == (clerk, reverse("comments_admin:many_batch", args=[batch().pk]))
    assert "sono inseriti tutti" in words_of(notice).text


def test_until_the_worker_comes_the_page_says_how_far_it_is_and_nothing_can_be_entered(client, clerk):
    upload(client, THREE)
    PaperBatch.objects.update(done_rows=2)

    page = page_of(client)
    enter(client)

    assert "Il portale controlla le righe: 2 su 3." in page
    assert "contributi</button>" not in page
    assert (batch().state, Observation.objects.count()) == ("CHECKING", 0)


# THREATS: 39
def test_every_wrong_row_of_a_long_sheet_is_told_by_number_and_nothing_is_entered(client, clerk, late):
    with late():
        upload(client, as_csv(row(), row(canale="piccione"), row(testo="ab")))

    page = page_of(client)
    pressed = enter(client)

    assert "2 righe hanno un errore." in page
    assert "Riga 3: Canale: scrivi carta" in page
    assert "Riga 4: Testo: da 5 a 10000 caratteri." in page
    assert (pressed.status_code, Observation.objects.count()) == (409, 0)
    notice = Notification.objects.get(event="papers.checked")
    assert words_of(notice).text == "In «lettere.csv» ci sono righe da correggere: la pagina dice quali."


# THREATS: 57
def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_does_it_once(client, clerk, late, monkeypatch):
    with late():
        upload(client, THREE)
    enter(client)
    enter_one, made = entering.enter_one, []

    def dies_at_the_third(**values):
        if len(made) == 2:
            raise SystemExit
        made.append(enter_one(**values))
        return made[-1]

    monkeypatch.setattr(entering, "enter_one", dies_at_the_third)
    with pytest.raises(SystemExit):
        tasks.enter_batch.func(batch().pk)
    after = (len(made), Observation.objects.count(), batch().state)
    monkeypatch.setattr(entering, "enter_one", enter_one)

    ended = [tasks.enter_batch.func(batch().pk) for _ in range(3)]

    assert after == (2, 0, "WAITING")
    assert ended == ["ENTERED", "", ""]
    assert Observation.objects.count() == 3
    assert told() == ["papers.checked", "papers.entered"]
    assert AuditEvent.objects.filter(action="papers.entered").count() == 1


def test_what_goes_wrong_before_the_worker_comes_undoes_all_and_who_asked_is_told(client, clerk, late, policy, target):
    with late():
        upload(client, THREE)
    enter(client)
    del policy.known[target.identity]

    ended = tasks.enter_batch.func(batch().pk)

    assert (ended, Observation.objects.count()) == ("PREVIEW", 0)
    assert "3 righe hanno un errore." in page_of(client)
    assert told() == ["papers.checked", "papers.refused"]


# THREATS: 1
def test_who_may_not_enter_letters_any_more_enters_none_and_is_told_nothing(client, clerk, late):
    with late():
        upload(client, THREE)
    enter(client)
    clerk.groups.clear()

    ended = tasks.enter_batch.func(batch().pk)

    assert (ended, Observation.objects.count()) == ("PREVIEW", 0)
    assert words_of(Notification.objects.get(event="papers.refused")) is None


def test_two_presses_are_one_and_after_half_an_hour_of_silence_it_may_be_asked_again(client, clerk, late):
    with late():
        upload(client, THREE)
    enter(client)
    first = batch().asked_at
    enter(client)
    same = batch().asked_at
    PaperBatch.objects.update(asked_at=NOW - papers_many.LONGEST_WORK)

    with late():
        enter(client)

    assert first == same
    assert batch().state == "ENTERED"


@pytest.mark.parametrize("count", [120, 240])
def test_the_page_of_a_long_sheet_costs_the_same_however_long(
    client, clerk, late, count, django_assert_max_num_queries
):
    with late():
        upload(client, as_csv(*[row(nome_o_partner=f"Gina {number}.") for number in range(count)]))
    page_of(client)

    with django_assert_max_num_queries(40):
        page_of(client)
