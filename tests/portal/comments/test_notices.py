# SPDX-License-Identifier: AGPL-3.0-or-later
"""What our notices say when they are sent, and what they no longer say when things have changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.comments import services
from portal.comments.models import Observation
from portal.core import clock
from portal.notifications import wording
from portal.notifications.models import Notification
from tests.factories.comments import ObservationFactory, ReplyFactory
from tests.factories.core import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

SEEN = services.Seen(state="PENDING", revision_number=1)


def worded(user, event):
    """Return the notice of a person as it would be sent now."""
    return wording.words_of(Notification.objects.get(recipient=user, event=event))


def test_published_names_the_observation_and_its_place(target):
    observation = ObservationFactory(target=target, state="PENDING")
    services.publish(observation_id=observation.pk, seen=SEEN, by=StaffFactory(), moment=timezone.now())

    told = worded(observation.user, "observation.published")

    assert told.subject == "La tua osservazione è pubblicata"
    assert observation.code in told.text
    assert target.label in told.text


# THREATS: 4, 13
def test_nothing_is_told_of_a_reply_that_is_gone_when_the_mail_leaves(target):
    parent = ObservationFactory(target=target)
    reply = ReplyFactory(parent=parent, state="PENDING", comment="Parole poi nascoste.")
    services.publish(observation_id=reply.pk, seen=SEEN, by=StaffFactory(), moment=timezone.now())
    before = worded(parent.user, "observation.replied")
    Observation.objects.filter(pk=reply.pk).update(state="HIDDEN")

    assert "Parole poi nascoste." in before.text
    assert worded(parent.user, "observation.replied") is None


def test_hidden_tells_reason_and_message(target):
    observation = ObservationFactory(target=target, state="PENDING")
    services.hide(
        observation_id=observation.pk,
        seen=SEEN,
        reason="PERSONAL_DATA",
        message="Togli il nome della vicina.",
        by=StaffFactory(),
        moment=timezone.now(),
    )

    told = worded(observation.user, "observation.hidden")

    assert "nomina una persona o racconta fatti privati" in told.text
    assert "Togli il nome della vicina." in told.text


def test_the_worker_erases_what_was_not_confirmed():
    job = next(one for one in clock.periodics() if one.name == "comments.erase_expired")

    assert job.interval == timedelta(seconds=60)
    assert job.function(timezone.now()) == 0


def test_a_person_is_not_told_of_ones_own_reply(target):
    author = UserFactory()
    parent = ObservationFactory(target=target, user=author)
    reply = ReplyFactory(parent=parent, user=author, state="PENDING")

    services.publish(observation_id=reply.pk, seen=SEEN, by=StaffFactory(), moment=timezone.now())

    assert list(Notification.objects.values_list("event", flat=True)) == ["observation.published"]
