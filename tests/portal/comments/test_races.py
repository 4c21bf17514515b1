# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two at once: on a SQLite file with WAL, and the same on PostgreSQL."""

import threading
import uuid

import pytest
from django.db import connections
from django.utils import timezone

from portal.comments import services, targets
from portal.comments.models import ModerationDecision, Observation, ObservationRevision, Support
from portal.core.models import AuditEvent
from portal.notifications.models import Notification, OutgoingMail
from tests.factories.comments import KIND, ObservationFactory, ReplyFactory, TestPolicy
from tests.factories.core import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paragraph(monkeypatch):
    """A paragraph that may be commented."""
    policy = TestPolicy()
    monkeypatch.setitem(targets._policies, KIND, policy)
    return policy.add()


def at_once(*acts):
    """Run all at the same instant, each on a connection of its own; return what each gave or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait(timeout=10)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# THREATS: 53, 57
def test_a_double_click_is_one_observation_and_one_mail(paragraph):
    author, key = UserFactory(), uuid.uuid4().hex
    draft = services.Draft(text="Lo stesso testo mandato due volte.", display_name="A. R.")

    def send():
        return services.submit(target=paragraph, draft=draft, author=author, key=key, moment=timezone.now())

    results = at_once(send, send, send)

    assert sorted(result.is_new for result in results) == [False, False, True]
    assert len({result.observation.pk for result in results}) == 1
    assert (Observation.objects.count(), OutgoingMail.objects.count()) == (1, 1)


# THREATS: 31
def test_the_days_limit_holds_for_many_at_once(paragraph):
    author = UserFactory()
    ObservationFactory.create_batch(28, user=author)  # of the thirty that are allowed

    def send():
        draft = services.Draft(text="Un testo sempre diverso.", display_name="A. R.")
        key = uuid.uuid4().hex
        return services.submit(target=paragraph, draft=draft, author=author, key=key, moment=timezone.now())

    results = at_once(*[send] * 5)

    assert sum(isinstance(result, services.TooMany) for result in results) == 3
    assert Observation.objects.filter(user=author).count() == 30


# THREATS: 54
def test_of_two_moderators_one_wins_and_the_other_is_told(paragraph):
    first, second = StaffFactory(), StaffFactory()
    author = UserFactory()
    seen = services.Seen(state="PENDING", revision_number=1)
    for _round in range(5):
        observation = ObservationFactory(target=paragraph, state="PENDING", user=author)
        pk = observation.pk

        def publish(pk=pk):
            return services.publish(observation_id=pk, seen=seen, by=first, moment=timezone.now())

        def hide(pk=pk):
            return services.hide(
                observation_id=pk, seen=seen, reason="SPAM", message="È pubblicità.", by=second, moment=timezone.now()
            )

        results = at_once(publish, hide)

        losers = [result for result in results if isinstance(result, services.AlreadyDecided)]
        decision = ModerationDecision.objects.get(observation_id=pk)
        observation.refresh_from_db()
        assert len(losers) == 1
        assert losers[0].decision == decision
        assert observation.is_public == (observation.state == "PUBLISHED") == (decision.decision == "PUBLISH")
    assert AuditEvent.objects.filter(action__startswith="observation.").count() == 5
    assert Notification.objects.filter(recipient=author).count() == 5


# THREATS: 56
def test_agreeing_at_once_from_two_tabs_counts_once(paragraph):
    user, observation = UserFactory(), ObservationFactory(target=paragraph)

    def agree():
        return services.support(observation=observation, target=paragraph, user=user, moment=timezone.now())

    results = at_once(agree, agree, agree)

    assert sorted(results) == [False, False, True]
    assert Support.objects.count() == 1


def test_replies_at_once_have_each_its_place(paragraph):
    parent = ObservationFactory(target=paragraph)

    def answer(author):
        draft = services.Draft(text="Una risposta fra tante.", display_name="A. R.", parent_id=parent.pk)
        return services.submit(
            target=paragraph, draft=draft, author=author, key=uuid.uuid4().hex, moment=timezone.now()
        )

    authors = UserFactory.create_batch(4)
    at_once(*[lambda author=author: answer(author) for author in authors])

    parent.refresh_from_db()
    places = Observation.objects.filter(thread_id=parent.pk).order_by("order").values_list("order", flat=True)
    assert list(places) == [1, 2, 3, 4, 5]
    assert parent.nested_count == 4


def test_words_changed_while_they_are_published_are_never_published_unread(paragraph):
    moderator = StaffFactory()
    for _round in range(5):
        observation = ObservationFactory(target=paragraph, state="PENDING", comment="Parole lette dal moderatore.")
        seen = services.Seen(state="PENDING", revision_number=1)

        def publish(pk=observation.pk, seen=seen):
            return services.publish(observation_id=pk, seen=seen, by=moderator, moment=timezone.now())

        def change(observation=observation):
            return services.revise(
                observation=observation, target=paragraph, text="Parole mai lette da nessuno.",
                author=observation.user, moment=timezone.now(),
            )  # fmt: skip

        at_once(publish, change)

        observation.refresh_from_db()
        if observation.state == "PUBLISHED":
            assert observation.comment == "Parole lette dal moderatore."
        else:
            assert observation.state == "PENDING"
        in_force = ObservationRevision.objects.get(observation=observation, number=observation.revision_number)
        assert in_force.text == observation.comment


def test_withdrawing_and_publishing_at_once_leave_one_truth(paragraph):
    moderator = StaffFactory()
    observation = ObservationFactory(target=paragraph, state="PENDING")
    ReplyFactory(parent=observation)
    seen = services.Seen(state="PENDING", revision_number=1)

    at_once(
        lambda: services.publish(observation_id=observation.pk, seen=seen, by=moderator, moment=timezone.now()),
        lambda: services.withdraw(
            observation=observation, target=paragraph, author=observation.user, moment=timezone.now()
        ),
    )

    observation.refresh_from_db()
    assert (observation.state, observation.is_public) == ("WITHDRAWN", False)
