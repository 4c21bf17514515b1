# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write first, sign in last: the text waits for the code and counts from when it was sent."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from portal.comments import queries, services
from portal.comments.models import Observation, WaitingObservation
from portal.core import limits
from portal.core.models import User
from portal.notifications.models import OutgoingMail
from tests.factories.comments import ObservationFactory
from tests.factories.core import StaffFactory, UserFactory
from tests.portal.comments.writing import TEXT, code_for, form, link_for, write_url

pytestmark = pytest.mark.django_db

EMAIL = "marta@cittadini.example"
CLOSING = datetime(2026, 12, 10, 22, 59, tzinfo=UTC)


def send(client, target, **changes):
    """Send from a browser that is not signed in; return the page that asks for the code."""
    response = client.post(write_url(target), form(email=EMAIL, **changes))
    return response.headers["Location"]


def test_the_text_waits_and_nobody_sees_it(client, target):
    StaffFactory(roles=["Moderazione"])

    page = send(client, target)

    waiting = WaitingObservation.objects.get()
    assert page == f"/osserva/conferma/{waiting.token}/"
    assert (waiting.email, waiting.scope, waiting.payload["draft"]["text"]) == (EMAIL, target.scope, TEXT)
    assert Observation.objects.count() == 0
    assert User.objects.filter(email=EMAIL).count() == 0


def test_the_code_leaves_first_and_its_body_is_secret(client, target):
    send(client, target)

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.is_urgent, mail.is_secret) == (EMAIL, True, True)
    assert TEXT not in mail.text


def test_the_code_makes_the_observation_the_account_and_the_receipt(client, target):
    page = send(client, target)

    response = client.post(page, {"code": code_for(EMAIL)})

    observation = Observation.objects.get()
    assert observation.user == User.objects.get(email=EMAIL)
    assert (observation.comment, observation.display_name, observation.state) == (TEXT, "A. R.", "PENDING")
    assert observation.received_at == WaitingObservation.objects.get().sent_at
    assert response.headers["Location"] == observation.receipt_url
    assert int(client.session[SESSION_KEY]) == observation.user_id
    assert client.get(response.headers["Location"]).status_code == 200


def test_what_was_written_is_emptied_once_it_is_confirmed(client, target):
    page = send(client, target)

    client.post(page, {"code": code_for(EMAIL)})

    assert WaitingObservation.objects.get().payload == {}


def test_another_browser_takes_it_up_from_the_link_in_the_mail(client, target):
    send(client, target)
    other = Client()

    page = other.get(link_for(EMAIL))
    response = other.post(link_for(EMAIL), {"code": code_for(EMAIL)})

    assert TEXT in page.content.decode()
    assert response.headers["Location"] == Observation.objects.get().receipt_url


# THREATS: 20
def test_following_the_link_changes_nothing(client, target):
    page = send(client, target)

    for _time in range(3):
        client.get(page)

    assert (Observation.objects.count(), WaitingObservation.objects.get().confirmed_at) == (0, None)


def test_a_wrong_code_says_so_and_after_five_none_is_good(client, target):
    page = send(client, target)
    right = code_for(EMAIL)
    wrong = "000000" if right != "000000" else "111111"

    first = client.post(page, {"code": wrong})
    for _time in range(4):
        client.post(page, {"code": wrong})
    late = client.post(page, {"code": right})

    assert "Il codice non è giusto" in first.content.decode()
    assert late.status_code == 422
    assert Observation.objects.count() == 0


def test_a_new_code_may_go_to_another_address(client, target):
    page = send(client, target)
    old = code_for(EMAIL)

    client.post(page, {"step": "nuovo-codice", "email": "giusta@cittadini.example"})
    refused = client.post(page, {"code": old})
    client.post(page, {"code": code_for("giusta@cittadini.example")})

    assert refused.status_code == 422
    assert Observation.objects.get().user.email == "giusta@cittadini.example"


# THREATS: 53
def test_sending_twice_waits_once_and_mails_once(client, target):
    once = form(email=EMAIL)

    first = client.post(write_url(target), once)
    second = client.post(write_url(target), once)

    assert first.headers["Location"] == second.headers["Location"]
    assert (WaitingObservation.objects.count(), OutgoingMail.objects.count()) == (1, 1)


# THREATS: 17
def test_a_key_sent_from_another_address_gets_nothing(client, target):
    once = form(email=EMAIL)
    client.post(write_url(target), once)

    response = client.post(write_url(target), {**once, "email": "altra@cittadini.example"})

    assert response.status_code == 409
    assert TEXT in response.content.decode()
    assert OutgoingMail.objects.filter(to="altra@cittadini.example").count() == 0


def test_typing_the_code_twice_leads_to_the_same_receipt(client, target):
    page = send(client, target)
    code = code_for(EMAIL)

    first = client.post(page, {"code": code})
    second = client.post(page, {"code": code})

    assert first.headers["Location"] == second.headers["Location"]
    assert Observation.objects.count() == 1


# THREATS: 29
@time_machine.travel(CLOSING, tick=False)
def test_known_and_unknown_addresses_see_the_same_page(client, target):
    UserFactory(email="nota@cittadini.example", first_name="Nota")
    pages = []
    for email in ("nota@cittadini.example", "mai@cittadini.example"):
        browser = Client()
        response = browser.post(write_url(target), form(email=email))
        text = browser.get(response.headers["Location"]).content.decode()
        token = response.headers["Location"].split("/")[-2]
        pages.append((response.status_code, text.replace(email, "X").replace(token, "T")))

    one, two = (strip_tokens(page) for _status, page in pages)
    assert pages[0][0] == pages[1][0]
    assert one == two


def strip_tokens(page):
    """Take out what is new in every page."""
    import re

    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)


# THREATS: 51
@time_machine.travel(CLOSING - timedelta(seconds=1), tick=False)
def test_sent_in_time_it_counts_even_if_the_window_closes_before_the_code(client, policy):
    policy.closes_at = CLOSING
    target = policy.add()
    page = send(client, target)

    with time_machine.travel(CLOSING + timedelta(minutes=10), tick=False):
        open_before = queries.has_unexpired_waiting(target.scope, timezone.now())
        response = client.post(page, {"code": code_for(EMAIL)})

    assert open_before is True
    assert response.status_code == 302
    assert Observation.objects.get().received_at == CLOSING - timedelta(seconds=1)


# THREATS: 51
@time_machine.travel(CLOSING, tick=False)
def test_sent_at_the_closing_it_does_not_even_wait(client, policy):
    policy.closes_at = CLOSING
    target = policy.add()

    response = client.post(write_url(target), form(email=EMAIL))

    assert response.status_code == 409
    assert TEXT in response.content.decode()
    assert WaitingObservation.objects.count() == 0


def test_what_nobody_confirms_is_erased_and_no_longer_holds_up_a_closing(client, target):
    page = send(client, target)
    waiting = WaitingObservation.objects.get()
    assert (waiting.expires_at - waiting.sent_at) == timedelta(minutes=30)

    late = waiting.expires_at
    with time_machine.travel(late, tick=False):
        holds_up = queries.has_unexpired_waiting(target.scope, timezone.now())
        answers = (client.get(page).status_code, client.post(page, {"code": code_for(EMAIL)}).status_code)
    erased = services.erase_expired(late)

    assert (holds_up, answers, erased) == (False, (404, 404), 1)
    assert (WaitingObservation.objects.count(), Observation.objects.count()) == (0, 0)


def test_the_trace_of_what_was_confirmed_goes_after_a_day(client, target):
    client.post(send(client, target), {"code": code_for(EMAIL)})
    confirmed_at = WaitingObservation.objects.get().confirmed_at

    assert services.erase_expired(confirmed_at + timedelta(hours=23)) == 0
    assert services.erase_expired(confirmed_at + timedelta(days=1)) == 1
    assert Observation.objects.count() == 1


# THREATS: 30
def test_nobody_fills_a_strangers_mailbox(client, target):
    answers = [client.post(write_url(target), form(email=EMAIL)).status_code for _number in range(8)]

    assert answers == [302] * 5 + [429] * 3
    assert OutgoingMail.objects.filter(to=EMAIL).count() == 5


# THREATS: 30
def test_one_visitor_cannot_write_to_many_mailboxes(client, target, monkeypatch):
    monkeypatch.setitem(limits._limits, "observation.waiting", "3/h/ip")

    answers = [client.post(write_url(target), form(email=f"p{n}@cittadini.example")).status_code for n in range(5)]

    assert answers == [302, 302, 302, 429, 429]


def test_a_mistyped_address_is_told_beside_the_text(client, target):
    response = client.post(write_url(target), form(email="non è un indirizzo"))

    assert response.status_code == 422
    assert TEXT in response.content.decode()


def test_a_switched_off_account_is_told_and_gets_the_text_back(client, target):
    UserFactory(email=EMAIL, is_active=False)
    page = send(client, target)

    response = client.post(page, {"code": code_for(EMAIL)})

    assert response.status_code == 403
    assert TEXT in response.content.decode()
    assert Observation.objects.count() == 0


def test_a_reply_waits_too(client, target):
    from django.urls import reverse

    parent = ObservationFactory(target=target)
    response = client.post(reverse("comments:reply", args=[parent.pk]), form(email=EMAIL))

    client.post(response.headers["Location"], {"code": code_for(EMAIL)})

    assert Observation.objects.get(level=1).parent_id == parent.pk


def test_if_what_was_answered_is_gone_the_text_comes_back(client, target):
    from django.urls import reverse

    parent = ObservationFactory(target=target)
    page = client.post(reverse("comments:reply", args=[parent.pk]), form(email=EMAIL)).headers["Location"]
    Observation.objects.filter(pk=parent.pk).update(state="HIDDEN")

    response = client.post(page, {"code": code_for(EMAIL)})

    assert response.status_code == 409
    assert TEXT in response.content.decode()


def test_who_has_a_second_factor_is_asked_for_it_and_the_observation_is_in(client, target):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = StaffFactory(email=EMAIL)
    TOTP.activate(user, generate_totp_secret())
    page = send(client, target)

    response = client.post(page, {"code": code_for(EMAIL)})

    assert Observation.objects.get().user == user
    assert response.headers["Location"].startswith("/account/")
    assert SESSION_KEY not in client.session
