# SPDX-License-Identifier: AGPL-3.0-or-later
"""The admin opens to staff with a second factor that was used, by whatever address one tries."""

import re

import pytest
from allauth.core import context
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core import mail
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.core import accounts, roles
from portal.core.second_factor import staff_confirmed
from portal.notifications import sending
from tests.factories.core import PASSWORD, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

ADMIN = "/gestione/"


def _with_totp(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def _number(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"


def _admin_addresses(resolver=None, prefix="", inside=False):
    """Yield one address for every page of the admin, its parts filled with plausible values."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        is_admin = inside or path.startswith("gestione/")
        if isinstance(entry, URLResolver):
            if is_admin or not path:
                yield from _admin_addresses(entry, path, is_admin)
        elif isinstance(entry, URLPattern) and is_admin and "^" not in path and "(" not in path:
            yield "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: "1" if found[1] in {"int", None} else "x", path)


def _sign_in_with_a_code(client, user):
    client.post(reverse("account_request_login_code"), {"email": user.email})
    sending.send_urgent()
    code = re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE).group(1)
    return client.post(reverse("account_confirm_login_code"), {"code": code})


# THREATS: 32
def test_no_address_of_the_admin_opens_without_a_second_factor(client):
    client.force_login(StaffFactory(roles=roles.ALL_ROLES, is_superuser=True))
    addresses = sorted(set(_admin_addresses()))

    answers = {(url, client.get(url).get("Location", "open")) for url in addresses}

    assert len(addresses) > 100
    assert {url for url, where in answers if where != reverse("mfa_index")} == set()


# THREATS: 32
def test_posting_does_not_open_it_either(client):
    client.force_login(StaffFactory(roles=[roles.ADMINISTRATOR]))

    response = client.post(reverse("wagtailusers_users:add"), {"email": "x@y.example"})

    assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))


# THREATS: 32
def test_a_second_factor_that_was_not_used_in_this_session_does_not_open_it(client):
    user = StaffFactory(roles=[roles.OFFICE])
    secret = _with_totp(user)
    client.force_login(user)

    before = client.get(ADMIN)
    client.post(reverse("mfa_reauthenticate"), {"code": _number(secret)})
    after = client.get(ADMIN)

    assert before["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fgestione%2F"
    assert after.status_code == 200


# THREATS: 32
def test_the_code_by_mail_alone_does_not_sign_in_who_has_a_second_factor(client):
    user = StaffFactory(roles=[roles.OFFICE])
    secret = _with_totp(user)

    half_way = _sign_in_with_a_code(client, user)
    is_in_half_way = "_auth_user_id" in client.session
    client.post(reverse("mfa_authenticate"), {"code": _number(secret)})

    assert half_way["Location"].startswith(reverse("mfa_authenticate"))
    assert is_in_half_way is False
    assert client.get(ADMIN).status_code == 200


# THREATS: 32
def test_taking_the_second_factor_away_closes_the_admin(client):
    user = StaffFactory(roles=[roles.OFFICE])
    secret = _with_totp(user)
    _sign_in_with_a_code(client, user)
    client.post(reverse("mfa_authenticate"), {"code": _number(secret)})

    user.authenticator_set.all().delete()

    assert client.get(ADMIN)["Location"] == reverse("mfa_index")


# THREATS: 32
def test_recovery_codes_alone_are_no_second_factor(client):
    user = StaffFactory(roles=[roles.OFFICE])
    RecoveryCodes.activate(user)
    client.force_login(user)

    assert client.get(ADMIN)["Location"] == reverse("mfa_index")


# THREATS: 19
def test_for_who_is_not_of_the_office_the_admin_does_not_exist(client):
    client.force_login(UserFactory())

    assert client.get(ADMIN).status_code == 404
    assert client.get(reverse("core_audit")).status_code == 404


def test_strangers_are_asked_to_sign_in(client):
    response = client.get(ADMIN)

    assert response["Location"] == f"{reverse('account_login')}?next=/gestione/"


def test_in_the_demo_it_is_not_asked_and_every_page_says_so(client, settings):
    settings.IS_DEMO = True
    client.force_login(StaffFactory(roles=[roles.ADMINISTRATOR]))

    for name in ("wagtailadmin_home", "wagtailusers_users:index", "core_audit", "notifications_outgoing"):
        page = client.get(reverse(name))
        assert (page.status_code, page.content.decode().count('class="portal-demo"')) == (200, 1)


def test_outside_the_demo_no_page_says_so(client):
    user = StaffFactory(roles=[roles.ADMINISTRATOR])
    secret = _with_totp(user)
    client.force_login(user)
    client.post(reverse("mfa_reauthenticate"), {"code": _number(secret)})

    assert client.get(ADMIN).content.decode().count('class="portal-demo"') == 0


def _asked(client, user):
    """Return a request of this visitor, as the middleware hands it to views."""
    request = RequestFactory().post("/osserva/1/")
    request.user, request.session = user, client.session
    request._messages = FallbackStorage(request)
    return request


@staff_confirmed
def _moderate(request):
    return HttpResponse("fatto")


# THREATS: 32
def test_what_staff_do_on_the_public_site_has_the_same_door(client):
    response = _moderate(_asked(client, StaffFactory()))

    assert response["Location"] == reverse("mfa_index")
    with pytest.raises(Http404):
        _moderate(_asked(client, UserFactory()))


# THREATS: 32
def test_a_code_typed_under_an_observation_does_not_go_round_the_second_factor(client):
    user = StaffFactory()
    _with_totp(user)
    request = _asked(client, AnonymousUser())

    with context.request_context(request):
        response = accounts.sign_in(request, user, redirect_url="/ricevute/1/")

    assert request.user.is_authenticated is False
    assert response["Location"].startswith(reverse("mfa_authenticate"))


def test_a_code_typed_under_an_observation_signs_in_who_has_no_second_factor(client):
    user = UserFactory()
    request = _asked(client, AnonymousUser())

    with context.request_context(request):
        response = accounts.sign_in(request, user, redirect_url="/ricevute/1/")

    assert request.user == user
    assert response["Location"] == "/ricevute/1/"


def test_signing_in_with_a_password_and_no_second_factor_leads_to_ones_area(client):
    user = UserFactory()

    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert response["Location"] == "/area-personale/"
