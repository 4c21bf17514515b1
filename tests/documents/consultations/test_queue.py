# SPDX-License-Identifier: AGPL-3.0-or-later
"""The queue of who moderates, as the consultations are called in it."""

import pytest
from django.urls import reverse
from lxml.html import fromstring

from portal.core import roles
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.core import StaffFactory

pytestmark = pytest.mark.django_db


def test_a_closed_consultation_is_called_by_its_title_too(client, settings):
    settings.IS_DEMO = True  # the second factor has tests of its own
    opened, closed = ConsultationFactory(title="Aperta"), ConsultationFactory(title="Chiusa da un mese", is_closed=True)
    for consultation in (opened, closed):
        ObservationFactory(scope=consultation.scope, state="PENDING")
    client.force_login(StaffFactory(roles=[roles.MODERATOR]))

    page = fromstring(client.get(reverse("comments_admin:queue")).content)

    assert [option.text for option in page.cssselect("select[name=consultazione] option")] == [
        "tutte", "Aperta", "Chiusa da un mese",
    ]  # fmt: skip
