# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Sono d'accordo» and reports."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.comments import services
from portal.comments.models import Report, Support
from portal.core.models import AuditEvent
from portal.notifications.models import Notification
from tests.factories.comments import ObservationFactory, SupportFactory
from tests.factories.core import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    user = UserFactory()
    client.force_login(user)
    return user


def agree(client, observation, choice="si", **kwargs):
    """Press the button."""
    return client.post(reverse("comments:support", args=[observation.pk]), {"scelta": choice}, **kwargs)


# THREATS: 53, 56
def test_one_person_agrees_once_however_often_the_button_is_pressed(client, ada, target):
    observation = ObservationFactory(target=target)

    for _time in range(3):
        agree(client, observation)

    assert Support.objects.filter(observation=observation, user=ada).count() == 1
    assert AuditEvent.objects.filter(action="observation.supported").count() == 1


def test_one_may_change_ones_mind(client, ada, target):
    observation = ObservationFactory(target=target)

    agree(client, observation)
    agree(client, observation, "non-piu")
    agree(client, observation, "non-piu")

    assert Support.objects.count() == 0


def test_the_page_says_how_many_and_that_it_is_not_a_vote(client, ada, target):
    observation = ObservationFactory(target=target)
    SupportFactory.create_batch(2, observation=observation)

    page = client.get(reverse("comments:support", args=[observation.pk])).content.decode()

    assert "2 persone sono d'accordo." in page
    assert "Non è un voto" in page


def test_nobody_agrees_with_oneself(client, ada, target):
    observation = ObservationFactory(target=target, user=ada)

    response = agree(client, observation)

    assert (response.status_code, Support.objects.count()) == (403, 0)


def test_after_agreeing_one_is_back_at_the_observation(client, ada, target):
    observation = ObservationFactory(target=target)

    assert agree(client, observation).headers["Location"] == (f"/testi/piano/trasporto/#osservazione-{observation.pk}")


def test_htmx_gets_the_new_count_and_something_to_say(client, ada, target):
    observation = ObservationFactory(target=target)

    page = agree(client, observation, headers={"HX-Request": "true"}).content.decode()

    assert "1 persona è d'accordo." in page
    assert 'data-announce="Hai detto che sei d&#x27;accordo. Non è un voto."' in page


def test_a_report_is_kept_once_and_moderators_are_told_once(client, ada, target):
    moderator = StaffFactory(roles=["Moderazione"])
    observation = ObservationFactory(target=target)

    for _time in range(2):
        client.post(
            reverse("comments:report", args=[observation.pk]), {"reason": "PERSONAL_DATA", "text": "Nomina mia zia."}
        )

    assert list(Report.objects.values_list("user_id", "reason", "text")) == [
        (ada.pk, "PERSONAL_DATA", "Nomina mia zia.")
    ]
    told = Notification.objects.values_list("recipient_id", "event")
    assert list(told) == [(moderator.pk, "observation.reported")]


def test_a_report_needs_a_reason(client, ada, target):
    observation = ObservationFactory(target=target)

    response = client.post(reverse("comments:report", args=[observation.pk]), {"text": "Non mi piace."})

    assert (response.status_code, Report.objects.count()) == (422, 0)
    assert "Non mi piace." in response.content.decode()


def test_what_is_closed_can_still_be_reported(client, ada, policy, target):
    observation = ObservationFactory(target=target)
    policy.closes_at = policy.opens_at

    response = client.post(reverse("comments:report", args=[observation.pk]), {"reason": "OFFENSIVE"})

    assert (response.status_code, Report.objects.count()) == (302, 1)


# THREATS: 16
def test_who_is_suspended_neither_writes_nor_agrees_nor_reports(client, ada, target):
    observation, mine = ObservationFactory(target=target), ObservationFactory(target=target, user=ada)
    services.ban(user=ada, reason="Insulti ripetuti ad altri.", until=None, by=StaffFactory(), moment=timezone.now())
    from tests.portal.comments.writing import TEXT, form, write_url

    answers = [
        client.post(write_url(target), form()),
        client.post(reverse("comments:reply", args=[observation.pk]), form()),
        agree(client, observation),
        client.post(reverse("comments:report", args=[observation.pk]), {"reason": "SPAM"}),
        client.post(reverse("comments:edit", args=[mine.pk]), {"text": TEXT}),
        client.post(reverse("comments:withdraw", args=[mine.pk])),
    ]

    assert [answer.status_code for answer in answers] == [403] * 6
    assert "Insulti ripetuti ad altri." in answers[0].content.decode()
    assert TEXT in answers[0].content.decode()
    assert (Support.objects.count(), Report.objects.count()) == (0, 0)


def test_a_lifted_or_ended_suspension_holds_no_more(client, ada, target):
    observation = ObservationFactory(target=target)
    moment = timezone.now()
    services.ban(user=ada, reason="Insulti ripetuti.", until=moment, by=StaffFactory(), moment=moment)
    services.ban(user=ada, reason="Insulti ripetuti.", until=None, by=StaffFactory(), moment=moment)
    services.lift_ban(user=ada, by=StaffFactory(), moment=moment)

    assert agree(client, observation).status_code == 302
