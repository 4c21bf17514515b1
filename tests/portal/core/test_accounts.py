# SPDX-License-Identifier: AGPL-3.0-or-later
"""Joining, entering, changing address: by code, the same for who is known and who is not."""

import re
from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.urls import reverse

from portal.core import accounts
from portal.core.models import AuditEvent, User
from portal.notifications import sending
from portal.notifications.models import OutgoingMail
from tests.factories.core import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = "nuova@cittadini.example"


def _posted(to):
    """Return the last message to an address, as the worker sent it."""
    while sending.send_pending():
        pass
    return [message for message in mail.outbox if message.to == [to]][-1]


def _code(message):
    return re.search(r"^(\d{6})$", message.body, re.MULTILINE).group(1)


def _join(client, email=NEW, **values):
    return client.post(reverse("account_signup"), {"email": email, **values})


def _is_in(client):
    return "_auth_user_id" in client.session


def test_one_joins_with_an_address_and_a_code_and_no_password(client):
    _join(client, first_name="Ada", last_name="Nuova")
    code = _code(_posted(NEW))

    response = client.post(reverse("account_email_verification_sent"), {"code": code})
    user = User.objects.get(email=NEW)

    assert response.status_code == 302
    assert _is_in(client)
    assert (user.first_name, user.has_usable_password()) == ("Ada", False)
    assert EmailAddress.objects.get(user=user).verified is True


def test_one_enters_with_a_code(client):
    user = UserFactory()
    client.post(reverse("account_request_login_code"), {"email": user.email.upper()})

    client.post(reverse("account_confirm_login_code"), {"code": _code(_posted(user.email))})

    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_message_with_a_code_leaves_first_and_is_erased(client):
    user = UserFactory()

    client.post(reverse("account_request_login_code"), {"email": user.email})
    row = OutgoingMail.objects.get()
    _posted(user.email)

    assert (row.is_urgent, row.is_secret) == (True, True)
    assert OutgoingMail.objects.get().text == ""


# THREATS: 25
def test_nobody_can_put_a_password_on_an_address_that_is_not_theirs(client):
    _join(client, password1=PASSWORD)

    assert User.objects.get(email=NEW).has_usable_password() is False


# THREATS: 18
def test_joining_gives_no_right_that_was_smuggled_in(client):
    _join(client, is_staff="1", is_superuser="1", groups="1")
    user = User.objects.get(email=NEW)

    assert (user.is_staff, user.is_superuser, user.groups.count()) == (False, False, 0)


# THREATS: 29
@pytest.mark.parametrize("door", ["account_signup", "account_request_login_code", "account_reset_password"])
def test_the_answer_is_the_same_for_known_and_unknown_addresses(client, door):
    known = UserFactory().email
    answers = []
    for email in (known, NEW):
        client.cookies.clear()
        first = client.post(reverse(door), {"email": email})
        second = client.get(first["Location"])
        text = re.sub(r"csrfmiddlewaretoken\" value=\"\w+\"", "", second.content.decode()).replace(email, "…")
        answers.append((first.status_code, first["Location"], second.status_code, re.sub(r"nonce-\S+", "", text)))

    assert answers[0] == answers[1]


# THREATS: 29
def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client):
    known = UserFactory().email
    errors = [
        client.post(reverse("account_login"), {"login": email, "password": "sbagliata"}).context["form"].errors
        for email in (known, NEW)
    ]

    assert errors[0] == errors[1]
    assert errors[0] != {}


# THREATS: 28, 63
def test_guessing_passwords_is_stopped_for_that_address_only(client):
    victim, other = UserFactory.create_batch(2)
    url = reverse("account_login")
    for _round in range(5):
        client.post(url, {"login": victim.email, "password": "sbagliata"})

    client.post(url, {"login": victim.email.upper(), "password": PASSWORD}, headers={"x-forwarded-for": "198.51.100.7"})
    stopped = not _is_in(client)
    client.post(url, {"login": other.email, "password": PASSWORD})

    assert stopped is True
    assert client.session["_auth_user_id"] == str(other.pk)


# THREATS: 28
def test_five_wrong_codes_end_the_attempt(client):
    user = UserFactory()
    client.post(reverse("account_request_login_code"), {"email": user.email})
    right = _code(_posted(user.email))
    for _round in range(5):
        client.post(reverse("account_confirm_login_code"), {"code": f"{(int(right) + 1) % 10**6:06d}"})

    client.post(reverse("account_confirm_login_code"), {"code": right})

    assert not _is_in(client)


# THREATS: 27
def test_the_session_changes_at_sign_in_and_the_old_cookie_is_dead_after_sign_out(client):
    user = UserFactory()
    client.get(reverse("account_login"))
    client.post(reverse("account_request_login_code"), {"email": user.email})
    before = client.session.session_key
    client.post(reverse("account_confirm_login_code"), {"code": _code(_posted(user.email))})
    inside = client.session.session_key
    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = inside

    response = client.get(reverse("desk:home"))

    assert before != inside
    assert response.status_code == 302


# THREATS: 26
def test_a_person_who_is_switched_off_is_out_at_the_next_request(client):
    user = UserFactory()
    client.force_login(user)
    assert client.get(reverse("desk:home")).status_code == 200

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get(reverse("desk:home")).status_code == 302


# THREATS: 22
@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/%2f%2fevil.example"],
)
def test_one_is_never_led_to_another_site(client, target):
    user = UserFactory()
    response = client.post(
        f"{reverse('account_login')}?next={target}", {"login": user.email, "password": PASSWORD, "next": target}
    )

    assert (response.status_code, response["Location"]) == (302, "/area-personale/")


# THREATS: 24
def test_a_forged_host_stands_in_no_message(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    user = UserFactory()

    client.post(reverse("account_signup"), {"email": user.email}, headers={"host": "evil.example"})
    message = _posted(user.email)

    assert "https://portale.example/account/" in message.body
    assert "evil.example" not in message.body + str(message.alternatives)


# THREATS: 27
def test_a_new_address_is_told_to_the_old_one(client):
    user = UserFactory()
    old = user.email
    client.post(reverse("account_login"), {"login": old, "password": PASSWORD})
    client.post(reverse("account_email"), {"email": NEW, "action_add": ""})
    without_proof = OutgoingMail.objects.count()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("account_email"), {"email": NEW, "action_add": ""})
    client.post(reverse("account_email_verification_sent"), {"code": _code(_posted(NEW))})

    assert without_proof == 0
    assert User.objects.get(pk=user.pk).email == NEW
    assert NEW in _posted(old).body
    assert AuditEvent.objects.filter(action="account.email_changed", actor_id=user.pk).count() == 1


# THREATS: 27
def test_an_open_session_alone_does_not_change_the_address(client):
    user = UserFactory(password=None)
    client.force_login(user)

    response = client.post(reverse("account_email"), {"email": NEW, "action_add": ""})

    assert response["Location"] == f"{reverse('desk:confirm')}?next=%2Faccount%2Femail%2F"
    assert OutgoingMail.objects.count() == 0


def test_a_mail_server_that_is_down_is_never_felt_at_the_door(client, settings):
    settings.EMAIL_BACKEND = "tests.portal.notifications.test_sending.ServerDown"

    response = _join(client)

    assert response.status_code == 302
    assert OutgoingMail.objects.filter(to=NEW).count() == 1


# THREATS: 28, 30
def test_nobody_can_fill_a_strangers_mailbox(client):
    email = UserFactory().email
    for _round in range(5):
        client.cookies.clear()
        client.post(reverse("account_request_login_code"), {"email": email})

    assert OutgoingMail.objects.filter(to=email).count() == 3


def test_an_account_is_made_once_for_an_address_that_was_proved():
    one = accounts.account_for_verified_address(" Ada@Cittadini.example ")
    two = accounts.account_for_verified_address("ada@cittadini.example")

    assert (one.pk, one.email, one.has_usable_password()) == (two.pk, "ada@cittadini.example", False)
    assert EmailAddress.objects.filter(user=one, verified=True, primary=True).count() == 1


# THREATS: 25
def test_a_look_alike_address_is_not_the_same_account():
    real = accounts.account_for_verified_address("mike@cittadini.example")
    look_alike = accounts.account_for_verified_address("mıke@cittadini.example")
    wide = accounts.account_for_verified_address("ｍｉｋｅ@cittadini.example")

    assert real.pk != look_alike.pk
    assert wide.pk == real.pk


# THREATS: 25
def test_who_proves_the_address_takes_it_from_who_only_typed_it(client):
    _join(client, first_name="Impostore")
    squatter = User.objects.get(email=NEW)
    squatter.set_password(PASSWORD)
    squatter.save()

    owner = accounts.account_for_verified_address(NEW)

    assert (owner.pk, owner.first_name, owner.has_usable_password()) == (squatter.pk, "", False)


def test_a_closed_account_is_not_opened_again_by_a_code():
    user = UserFactory(is_active=False)

    with pytest.raises(accounts.SwitchedOff):
        accounts.account_for_verified_address(user.email)


@pytest.mark.parametrize("bad", ["", "ada", "a@x.example,b@x.example", "a@x.example\nBcc: b@x.example"])
def test_what_is_no_address_makes_no_account(bad):
    with pytest.raises(accounts.NotAnAddress):
        accounts.account_for_verified_address(bad)


# THREATS: 25
@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_make_one_account():
    barrier, made = Barrier(2), []

    def work():
        barrier.wait()
        made.append(accounts.account_for_verified_address(NEW).pk)
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 2
    assert len(set(made)) == 1
    assert User.objects.count() == 1


def test_who_comes_in_is_told_in_few_words_and_by_no_number(client):
    user = UserFactory()
    client.post(reverse("account_request_login_code"), {"email": user.email})
    code = _code(_posted(user.email))

    page = client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)

    assert [str(message) for message in page.context["messages"]][-1] == "Accesso fatto."
