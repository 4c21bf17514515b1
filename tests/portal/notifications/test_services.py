# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notices and mail are rows, told once."""

import pytest
from django.core import mail
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.core.services import empty_account
from portal.notifications import sending, services, wording
from portal.notifications.models import Notification, OutgoingMail
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


def _tell(*people, **kwargs):
    values = {"event": "thing.happened", "subject": _("Una cosa"), "url": "/cose/1/", "context": {"thing": 1}}
    services.notify(recipients=people, **(values | kwargs))


# THREATS: 13
def test_the_same_fact_is_told_once_to_each_person():
    one, two = UserFactory.create_batch(2)

    _tell(one, two, one)
    _tell(one)
    _tell(one, context={"thing": 2})

    assert Notification.objects.filter(recipient=one).count() == 2
    assert Notification.objects.filter(recipient=two).count() == 1


def test_nobody_is_told_of_what_was_not_saved():
    person = UserFactory()

    with transaction.atomic():
        _tell(person)
        services.queue_mail(to=person.email, subject="x", text="y")
        transaction.set_rollback(True)

    assert (Notification.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_a_closed_account_is_not_told():
    _tell(UserFactory(is_active=False))

    assert Notification.objects.count() == 0


def test_a_notice_becomes_one_mail_however_often_the_worker_runs():
    person = UserFactory()
    _tell(person)

    for _round in range(3):
        sending.send_other()

    assert [(message.to, message.subject) for message in mail.outbox] == [([person.email], "Una cosa")]


# THREATS: 13
def test_each_message_has_one_address_and_no_copies():
    people = UserFactory.create_batch(3)
    _tell(*people)

    sending.send_other()

    assert sorted(message.recipients() for message in mail.outbox) == sorted([person.email] for person in people)
    assert [(message.cc, message.bcc) for message in mail.outbox] == [([], [])] * 3


# THREATS: 13
def test_who_may_not_read_it_any_more_gets_neither_mail_nor_notice():
    person = UserFactory()
    _tell(person, audience=["tavolo:12"])

    sending.send_other()

    assert mail.outbox == []
    assert list(Notification.objects.for_person(person.pk)) == []


def test_the_words_are_found_when_the_mail_leaves_in_the_readers_language():
    from django.utils.translation import get_language

    @wording.register("thing.worded")
    def words(notice):
        return wording.Wording(subject=f"{get_language()} {notice.context['thing']}", text="Prima.\n\nPoi.")

    _tell(UserFactory(language="en"), event="thing.worded")

    sending.send_other()

    assert mail.outbox[0].subject == "en 1"
    assert "Prima." in mail.outbox[0].body
    assert "https://portale.example/cose/1/" in mail.outbox[0].body


def test_a_wording_that_fails_holds_up_nobody_else():
    @wording.register("thing.broken")
    def broken(notice):
        raise ValueError

    _tell(UserFactory(), event="thing.broken")
    other = UserFactory()
    _tell(other)

    sending.send_other()

    assert [message.to for message in mail.outbox] == [[other.email]]


def test_who_does_not_want_mail_keeps_the_notice():
    person = UserFactory()
    services.choose_mail(person=person, is_mail_wanted=False)
    _tell(person)

    sending.send_other()

    assert mail.outbox == []
    assert Notification.objects.for_person(person.pk).count() == 1


# THREATS: 40
@pytest.mark.parametrize("bad", ["Oggetto\r\nBcc: altri@evil.example", "Oggetto\u2028Bcc: altri@evil.example"])
def test_no_header_comes_from_a_subject(bad):
    services.queue_mail(to="ada@cittadini.example", subject=bad, text="testo")

    sending.send_pending()

    assert mail.outbox[0].subject == "Oggetto Bcc: altri@evil.example"
    assert mail.outbox[0].recipients() == ["ada@cittadini.example"]


# THREATS: 40
@pytest.mark.parametrize("bad", ["a@x.example,b@x.example", "a@x.example\nBcc: b@x.example", "Ada <a@x.example>", ""])
def test_a_message_goes_to_one_address_or_nowhere(bad):
    with pytest.raises(services.NotAnAddress):
        services.queue_mail(to=bad, subject="x", text="y")


def test_a_key_makes_one_message_of_two():
    for _round in range(2):
        services.queue_mail(to="ada@cittadini.example", subject="x", text="y", key="receipt:7")

    assert OutgoingMail.objects.count() == 1


# THREATS: 67
def test_who_leaves_takes_their_notices_and_messages_along():
    person, other = UserFactory.create_batch(2)
    _tell(person, other)
    sending.put_notices_in_mail()

    empty_account(user=person, by=person)

    assert list(Notification.objects.values_list("recipient", flat=True)) == [other.pk]
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == [other.email]


def test_a_key_of_any_length_fits_its_column_and_still_makes_one_notice_of_two():
    person, long = UserFactory(), "answers.read:" + "a" * 90
    for key in (long, long, f"{long}b", "short"):
        services.notify(recipients=[person], event="x.happened", subject="x", url="/", key=key)

    keys = list(Notification.objects.order_by("pk").values_list("key", flat=True))
    assert (len(keys), max(len(key) for key in keys), keys[-1]) == (3, 64, "short")
