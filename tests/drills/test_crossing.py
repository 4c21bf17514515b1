# SPDX-License-Identifier: AGPL-3.0-or-later
"""People who cross on one observation wait for each other, and nobody is thrown out by a deadlock."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from portal.comments import services, targets
from portal.comments.models import Observation
from tests.factories.comments import KIND, ObservationFactory, TestPolicy
from tests.factories.core import StaffFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 8
REFUSALS = (services.AlreadyDecided, services.WriteRefused)


def at_once(*acts):
    """Run all at the same instant; return what each gave or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        barrier.wait(timeout=10)
        try:
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


# THREATS: 54
def test_an_author_who_withdraws_and_a_moderator_who_publishes_never_lock_each_other_out(monkeypatch):
    policy = TestPolicy()
    monkeypatch.setitem(targets._policies, KIND, policy)
    paragraph, moderator = policy.add(), StaffFactory()
    seen = services.Seen(state="PENDING", revision_number=1)
    for _round in range(ROUNDS):
        one = ObservationFactory(target=paragraph, state="PENDING")

        def publish(pk=one.pk):
            services.publish(observation_id=pk, seen=seen, by=moderator, moment=timezone.now())

        def withdraw(one=one):
            services.withdraw(observation=one, target=paragraph, author=one.user, moment=timezone.now())

        results = at_once(publish, withdraw)

        after = Observation.objects.get(pk=one.pk)
        assert [result for result in results if result is not None and not isinstance(result, REFUSALS)] == []
        assert (after.state, after.is_public) == ("WITHDRAWN", False)
