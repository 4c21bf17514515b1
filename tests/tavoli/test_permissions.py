# SPDX-License-Identifier: AGPL-3.0-or-later
"""Role × tavolo × answer, asked through the web."""

import pytest
from django.urls import reverse

from tavoli.enums import Visibility
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import MandateFactory, PartnerFactory
from tests.factories.tavoli import TavoloFactory

pytestmark = pytest.mark.django_db

WHO = ("anonymous", "citizen", "member", "scoped", "coordinator", "other", "staff")
# page → answer for each of WHO, in that order; «scoped» has a mandate for the reserved tavolo alone
PERMISSIONS = {
    ("tavoli:list", None): (200, 200, 200, 200, 200, 200, 200),
    ("tavoli:detail", "pubblico"): (200, 200, 200, 200, 200, 200, 200),
    ("tavoli:detail", "trasparente"): (200, 200, 200, 200, 200, 200, 200),
    ("tavoli:detail", "riservato"): (404, 404, 200, 200, 200, 404, 200),
    ("tavoli:detail", "secondo"): (404, 404, 200, 404, 404, 404, 200),
    ("tavoli:detail", "inesistente"): (404, 404, 404, 404, 404, 404, 404),
}
COUNTS = {"anonymous": 2, "citizen": 2, "member": 4, "scoped": 3, "coordinator": 3, "other": 2, "staff": 4}


@pytest.fixture
def people():
    partner, elsewhere, coordinator = PartnerFactory(), PartnerFactory(), UserFactory()
    TavoloFactory(slug="pubblico", partners=[elsewhere])
    TavoloFactory(slug="trasparente", visibility=Visibility.MINUTES)
    reserved = TavoloFactory(
        slug="riservato", visibility=Visibility.RESERVED, partners=[partner], coordinator=coordinator
    )
    TavoloFactory(slug="secondo", visibility=Visibility.RESERVED, partners=[partner])
    return {
        "citizen": UserFactory(),
        "member": MandateFactory(partner=partner).user,
        "scoped": MandateFactory(partner=partner, scope=reserved.token).user,
        "coordinator": coordinator,
        "other": MandateFactory(partner=elsewhere).user,
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


# THREATS: 2, 14
@pytest.mark.parametrize("who", COUNTS)
def test_reserved_tavoli_are_counted_only_for_their_members(client, people, who):
    if who != "anonymous":
        client.force_login(people[who])

    assert client.get(reverse("tavoli:list")).context["page"].paginator.count == COUNTS[who]
