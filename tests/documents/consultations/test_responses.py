# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Risposta ufficiale di X»: its page, and where it is told."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.comments import services, targets
from portal.comments.enums import State
from portal.core.audiences import EVERYBODY
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_texts import VersionFactory
from tests.factories.core import UserFactory
from tests.factories.responses import contribution, sent, team

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(db):
    version = VersionFactory()
    return ConsultationFactory(text=version.text, version=version)


@pytest.fixture
def paragraph(opened):
    twin = opened.version.paragraphs.filter(is_heading=False).first()
    return targets.resolve("paragraph", str(twin.paragraph_id), audience=EVERYBODY)


def answered(paragraph, count):
    """Return a response of so many points, published and answered."""
    group = team(name="SOMS La Fratellanza")
    for number in range(count):
        contribution(paragraph, group, group.colleague, f"Il punto {number} della risposta.")
    done = sent(group)
    for one in done.observations:
        seen = services.Seen(state=State.PENDING, revision_number=1)
        services.publish(observation_id=one.pk, seen=seen, by=UserFactory(), moment=timezone.now())
        OutcomeFactory(observation=one, is_published=True)
    return done.response


def test_the_page_says_who_sent_it_and_in_what_role_with_every_point_and_its_answer(client, paragraph):
    response = answered(paragraph, 2)

    page = client.get(response.public_url).content.decode()

    assert "Risposta ufficiale di SOMS La Fratellanza" in page
    assert "Rosa Mancino, rappresentante legale" in page
    assert page.count("Il punto ") == 2
    assert page.count("Non accolta: il motivo") == 2


def test_it_is_told_by_the_consultation_the_partner_the_thread_and_each_point(client, opened, paragraph):
    response = answered(paragraph, 1)
    one = response.observations.get()

    pages = [
        client.get(reverse("consultations:consultation", args=[opened.slug])),
        client.get(response.partner.url),
        client.get(paragraph.url.partition("#")[0]),
        client.get(one.public_url),
    ]

    assert [response.public_url in page.content.decode() for page in pages] == [True] * 4


def test_until_a_point_is_published_nobody_finds_it(client, opened, paragraph):
    group = team()
    contribution(paragraph, group, group.colleague)
    response = sent(group).response

    assert client.get(response.public_url).status_code == 404
    assert (
        response.public_url
        not in client.get(reverse("consultations:consultation", args=[opened.slug])).content.decode()
    )


# THREATS: 62
@pytest.mark.parametrize("count", [1, 6])
def test_the_page_costs_the_same_however_many_points(client, paragraph, count, django_assert_num_queries):
    response = answered(paragraph, count)
    client.get("/consultazioni/")

    with django_assert_num_queries(7):
        assert client.get(response.public_url).status_code == 200


def test_when_it_was_sent_nobody_is_offered_to_write_with_colleagues_any_more(client, opened, paragraph):
    group = team(name="SOMS La Fratellanza")
    contribution(paragraph, group, group.colleague, "Il punto della risposta.")
    section = opened.version.paragraphs.get(paragraph_id=paragraph.identity).section
    addresses = [
        reverse("consultations:section", args=[opened.text.slug, section.slug]),
        reverse("comments:write", args=["paragraph", paragraph.identity]),
    ]
    client.force_login(group.colleague)

    before = [client.get(address).text for address in addresses]
    sent(group)
    after = [client.get(address).text for address in addresses]

    assert [text.count("Scrivi con i colleghi di") for text in before] == [1, 1]
    assert [text.count("Scrivi con i colleghi di") for text in after] == [0, 0]
