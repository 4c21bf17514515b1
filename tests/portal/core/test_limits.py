# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much is too much, by address, by person and by key."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.core import limits
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limits():
    limits.add(prova__ip="2/m/ip", prova__user="2/h/user", prova__both="10/m/ip,2/m/key")


def _request(rf, *, user=None, address="192.0.2.1", **headers):
    request = rf.post("/", REMOTE_ADDR=address, **headers)
    request.user = user or AnonymousUser()
    return request


def _uses(request, action, *, most=5, key=""):
    for number in range(most):
        try:
            limits.consume(request, action, key=key)
        except limits.TooMany:
            return number
    return most


# THREATS: 28, 31
def test_an_address_is_limited_and_others_are_not(rf):
    assert _uses(_request(rf), "prova.ip") == 2
    assert _uses(_request(rf, address="192.0.2.2"), "prova.ip") == 2


# THREATS: 28
def test_a_forged_forwarding_header_changes_nothing(rf):
    assert _uses(_request(rf), "prova.ip") == 2
    assert _uses(_request(rf, HTTP_X_FORWARDED_FOR="198.51.100.9"), "prova.ip") == 0


# THREATS: 28
def test_behind_a_trusted_proxy_the_address_is_the_visitors(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert _uses(_request(rf, HTTP_X_FORWARDED_FOR="198.51.100.9"), "prova.ip") == 2
    assert _uses(_request(rf, HTTP_X_FORWARDED_FOR="203.0.113.5, 198.51.100.9"), "prova.ip") == 0
    assert _uses(_request(rf, HTTP_X_FORWARDED_FOR="198.51.100.10"), "prova.ip") == 2


def test_a_person_is_limited_from_every_address(rf):
    person = UserFactory()

    assert _uses(_request(rf, user=person), "prova.user") == 2
    assert _uses(_request(rf, user=person, address="192.0.2.9"), "prova.user") == 0
    assert _uses(_request(rf, user=UserFactory()), "prova.user") == 2


def test_what_is_refused_is_not_counted(rf):
    request = _request(rf)
    used = _uses(request, "prova.both", key="a")

    refused = _uses(request, "prova.both", key="a", most=20)
    others = [_uses(request, "prova.both", key=key, most=2) for key in ("b", "c", "d", "e")]

    assert (used, refused, others) == (2, 0, [2, 2, 2, 2])


def test_a_refusal_says_when_to_come_back(rf):
    _uses(_request(rf), "prova.ip")

    with pytest.raises(limits.TooMany) as refusal:
        limits.consume(_request(rf), "prova.ip")

    assert refusal.value.retry_after == 60


def test_the_page_of_refusal_says_when_to_come_back(client):
    from django.urls import reverse

    person = UserFactory()
    client.force_login(person)
    for _round in range(5):
        client.post(reverse("desk:send_code"))

    response = client.post(reverse("desk:send_code"))

    assert (response.status_code, response["Retry-After"]) == (429, "900")
