# SPDX-License-Identifier: AGPL-3.0-or-later
"""The closing instant of a real consultation, tried through the doors that people use."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from portal.comments import targets
from portal.comments.models import Observation, Support
from portal.core.audiences import EVERYBODY
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory, WindowFactory
from tests.factories.consultations_texts import VersionFactory
from tests.factories.core import UserFactory
from tests.portal.comments.writing import TEXT, form, write_url

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
# 23:59 of Rome in winter, on the day when summer time begins and on the day when it ends.
CLOSINGS = (
    datetime(2026, 12, 10, 22, 59, tzinfo=UTC),
    datetime(2027, 3, 28, 21, 59, tzinfo=UTC),
    datetime(2026, 10, 25, 22, 59, tzinfo=UTC),
)


def opened(closing, **fields):
    """Return a consultation that has been open for thirty days when it closes."""
    made = ConsultationFactory(is_preparing=True, **fields)
    WindowFactory(consultation=made, opens_at=closing - timedelta(days=30), closes_at=closing)
    return made


def targets_of(consultation):
    """Return its first paragraph, its first section and its text, as a reader meets them."""
    twin = consultation.version.paragraphs.first()
    return [
        targets.resolve("paragraph", str(twin.paragraph_id), audience=EVERYBODY),
        targets.resolve("section", str(twin.section.section_id), audience=EVERYBODY),
        targets.resolve("text", str(consultation.text_id), audience=EVERYBODY),
    ]


# THREATS: 51
# DOMAIN: invariant 6
@pytest.mark.parametrize("closing", CLOSINGS)
def test_one_writes_until_a_second_before_the_closing_and_at_the_closing_gets_the_text_back(client, closing):
    with time_machine.travel(closing - SECOND, tick=False):
        client.force_login(UserFactory())
        here = targets_of(opened(closing))
        in_time = [client.post(write_url(target), form()).status_code for target in here]
    with time_machine.travel(closing, tick=False):
        late = [client.post(write_url(target), form()) for target in here]

    assert in_time == [302, 302, 302]
    assert [answer.status_code for answer in late] == [409, 409, 409]
    assert all(TEXT in answer.content.decode() for answer in late)
    assert all("La consultazione si è chiusa" in answer.content.decode() for answer in late)
    assert Observation.objects.count() == 3


# THREATS: 52
def test_a_later_consultation_of_the_same_text_opens_nothing_that_was_said_in_an_older_one(client):
    old = ConsultationFactory(is_closed=True)
    mine, other = (ObservationFactory(target=targets_of(old)[0], **fields) for fields in ({"user": UserFactory()}, {}))
    newer = VersionFactory(text=old.text, number=2, like=old.version)
    ConsultationFactory(text=old.text, version=newer)
    client.force_login(mine.user)

    answers = [
        client.post(reverse("comments:edit", args=[mine.pk]), {"text": TEXT}),
        client.post(reverse("comments:withdraw", args=[mine.pk])),
        client.post(reverse("comments:support", args=[other.pk]), {"scelta": "si"}),
        client.post(reverse("comments:reply", args=[other.pk]), form()),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409, 409]
    mine.refresh_from_db()
    assert (mine.state, mine.revision_number) == ("PUBLISHED", 1)
    assert (Support.objects.count(), Observation.objects.count()) == (0, 2)
