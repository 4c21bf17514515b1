# SPDX-License-Identifier: AGPL-3.0-or-later
"""What sending costs: the same when nobody has written and when many have."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.comments.models import Observation
from tests.factories.comments import ObservationFactory
from tests.factories.core import StaffFactory, UserFactory
from tests.portal.comments.writing import form, write_url

pytestmark = pytest.mark.django_db

MOST_QUERIES = 30


def cost_of_sending(client, target):
    """Return the statements of one post, those that only mark a transaction left out.

    The limit for each address counts too: its cache is a table where there is no Redis.
    """
    client.force_login(UserFactory())
    with CaptureQueriesContext(connection) as captured:
        response = client.post(write_url(target), form())
    assert response.status_code == 302
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(marks)]


def test_sending_costs_the_same_with_none_and_with_many(client, policy):
    target = policy.add()
    StaffFactory.create_batch(2, roles=["Moderazione"])
    cost_of_sending(client, policy.add())  # content types and sites are remembered from here on

    none = cost_of_sending(client, target)
    for _number in range(60):
        ObservationFactory(target=target)
    many = cost_of_sending(client, target)

    assert Observation.objects.filter(target_id=target.identity).count() == 62
    assert len(none) == len(many) <= MOST_QUERIES, "\n".join(many)
