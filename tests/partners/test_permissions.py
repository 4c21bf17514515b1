# SPDX-License-Identifier: AGPL-3.0-or-later
"""Role × page × answer, asked through the web."""

import pytest
from django.urls import reverse

from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import MandateFactory, PartnerFactory

pytestmark = pytest.mark.django_db

WHO = ("anonymous", "citizen", "member", "other", "staff")
# page → answer for each of WHO, in that order
PERMISSIONS = {
    ("partners:list", None): (200, 200, 200, 200, 200),
    ("partners:distretto", None): (200, 200, 200, 200, 200),
    ("partners:detail", "public"): (200, 200, 200, 200, 200),
    ("partners:detail", "hidden"): (404, 404, 200, 404, 200),
    ("partners:detail", "inesistente"): (404, 404, 404, 404, 404),
    ("partners:my_name", "public"): (302, 403, 200, 403, 403),
    ("partners:my_name", "hidden"): (302, 404, 200, 404, 403),
}


@pytest.fixture
def people():
    public, hidden = PartnerFactory(slug="public"), PartnerFactory(slug="hidden", is_public=False)
    member = MandateFactory(partner=public).user
    MandateFactory(partner=hidden, user=member)
    return {
        "citizen": UserFactory(),
        "member": member,
        "other": MandateFactory().user,
        "staff": StaffFactory(),
    }


# THREATS: 1, 7, 17
@pytest.mark.parametrize(("name", "slug"), PERMISSIONS)
def test_each_visitor_gets_the_answer_of_the_table(client, people, name, slug):
    answers = []
    for who in WHO:
        client.logout()
        if who != "anonymous":
            client.force_login(people[who])
        answers.append(client.get(reverse(name, args=[slug] if slug else [])).status_code)

    assert tuple(answers) == PERMISSIONS[name, slug]


COUNTS = {"anonymous": 2, "citizen": 2, "member": 3, "other": 2, "staff": 3}


# THREATS: 2, 14
@pytest.mark.parametrize("who", COUNTS)
def test_a_hidden_partner_is_counted_for_nobody_else(client, people, who):
    if who != "anonymous":
        client.force_login(people[who])

    assert client.get(reverse("partners:list")).context["page"].paginator.count == COUNTS[who]
