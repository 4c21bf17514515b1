# SPDX-License-Identifier: AGPL-3.0-or-later
"""The closing instant: everything passes one second before it, nothing at it; the text is given back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from portal.comments.models import Observation, ObservationRevision, Support
from tests.factories.comments import ObservationFactory
from tests.factories.core import UserFactory
from tests.portal.comments.writing import TEXT, form, write_url

pytestmark = pytest.mark.django_db

# Midnight in Rome: in winter, in summer, and at the end of the nights when the clocks change.
WINTER = datetime(2026, 12, 10, 23, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 10, 22, 0, tzinfo=UTC)
SPRING_NIGHT = datetime(2027, 3, 28, 22, 0, tzinfo=UTC)
AUTUMN_NIGHT = datetime(2026, 10, 25, 23, 0, tzinfo=UTC)
CLOSINGS = (WINTER, SUMMER, SPRING_NIGHT, AUTUMN_NIGHT)


def writes(client, target, me):
    """Try every write; return the answer of each."""
    mine = ObservationFactory(target=target, user=me, comment="Parole mie da cambiare.")
    gone = ObservationFactory(target=target, user=me)
    other = ObservationFactory(target=target)
    return {
        "new": client.post(write_url(target), form()),
        "reply": client.post(reverse("comments:reply", args=[other.pk]), form()),
        "edit": client.post(reverse("comments:edit", args=[mine.pk]), {"text": TEXT}),
        "withdraw": client.post(reverse("comments:withdraw", args=[gone.pk])),
        "support": client.post(reverse("comments:support", args=[other.pk]), {"scelta": "si"}),
    }


def counted():
    """Return what a write would change."""
    return (
        Observation.objects.count(),
        ObservationRevision.objects.count(),
        Support.objects.count(),
        Observation.objects.filter(state="WITHDRAWN").count(),
    )


# THREATS: 51
@pytest.mark.parametrize("closing", CLOSINGS)
def test_a_second_before_the_closing_every_write_passes(client, policy, closing):
    policy.closes_at = closing
    target, me = policy.add(), UserFactory()
    with time_machine.travel(closing - timedelta(seconds=1), tick=False):
        client.force_login(me)
        answers = writes(client, target, me)

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 302)


# THREATS: 51, 52
@pytest.mark.parametrize("closing", CLOSINGS)
def test_at_the_closing_no_write_passes_and_the_text_is_given_back(client, policy, closing):
    policy.closes_at = closing
    target, me = policy.add(), UserFactory()
    with time_machine.travel(closing, tick=False):
        client.force_login(me)
        answers = writes(client, target, me)
        after = counted()

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 409)
    for name in ("new", "reply", "edit"):
        assert TEXT in answers[name].content.decode()
    assert all("La consultazione è chiusa" in answer.content.decode() for answer in answers.values())
    assert after == (3, 3, 0, 0)


# THREATS: 51
def test_a_form_opened_before_the_closing_is_refused_after_it(client, policy):
    policy.closes_at = WINTER
    target = policy.add()
    with time_machine.travel(WINTER - timedelta(minutes=5), tick=False):
        client.force_login(UserFactory())
        assert client.get(write_url(target)).status_code == 200

    with time_machine.travel(WINTER, tick=False):
        pages = [client.post(write_url(target), form(step=step)) for step in ("rivedi", "modifica", "invia")]

    assert [page.status_code for page in pages] == [409, 409, 409]
    assert all(TEXT in page.content.decode() for page in pages)


def test_before_the_opening_nothing_passes(client, policy):
    policy.opens_at = WINTER
    target = policy.add()
    with time_machine.travel(WINTER - timedelta(seconds=1), tick=False):
        client.force_login(UserFactory())
        response = client.post(write_url(target), form())

    assert response.status_code == 409
