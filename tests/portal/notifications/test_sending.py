# SPDX-License-Identifier: AGPL-3.0-or-later
"""The outbox: what is owed is sent once, whatever the mail server does."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone

from portal.notifications import sending, services
from portal.notifications.models import OutgoingMail

pytestmark = pytest.mark.django_db

HERE = "tests.portal.notifications.test_sending"


class ServerDown(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("ada@cittadini.example e il suo codice 123456")


class OddServer(BaseEmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, email_messages):
        if email_messages[0].to == ["rifiutata@cittadini.example"]:
            raise ValueError
        mail.outbox.extend(email_messages)


def _queue(to="ada@cittadini.example", **kwargs):
    services.queue_mail(to=to, subject="Oggetto", text="Testo 123456", **kwargs)
    return OutgoingMail.objects.latest("pk")


def test_codes_leave_before_the_rest():
    _queue(to="dopo@cittadini.example")
    _queue(to="prima@cittadini.example", is_urgent=True)

    sending.send_pending()

    assert [message.to for message in mail.outbox] == [["prima@cittadini.example"], ["dopo@cittadini.example"]]


def test_the_body_of_a_secret_message_is_erased_once_it_left():
    row = _queue(is_secret=True, is_urgent=True)

    sending.send_urgent()

    assert mail.outbox[0].body == "Testo 123456"
    assert OutgoingMail.objects.filter(pk=row.pk).values("text", "html").get() == {"text": "", "html": ""}


def test_a_code_that_has_expired_is_not_sent():
    row = _queue(is_secret=True)
    OutgoingMail.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(minutes=16))

    sending.send_pending()

    assert mail.outbox == []
    assert OutgoingMail.objects.get(pk=row.pk).text == ""


# THREATS: 57
def test_a_server_that_is_down_loses_nothing_and_gives_nothing_away(settings, caplog):
    row = _queue()
    settings.EMAIL_BACKEND = f"{HERE}.ServerDown"
    with pytest.raises(sending.MailServerDown):
        sending.send_pending()
    waiting = OutgoingMail.objects.get(pk=row.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    soon = sending.send_pending()
    later = sending.send_pending(moment=timezone.now() + timedelta(hours=3))

    assert (waiting.attempts, waiting.last_error, waiting.sent_at) == (1, "ConnectionRefusedError", None)
    assert "123456" not in caplog.text
    assert soon == 0
    assert later == 1


def test_one_message_that_is_refused_does_not_hold_up_the_others(settings):
    settings.EMAIL_BACKEND = f"{HERE}.OddServer"
    _queue(to="rifiutata@cittadini.example")
    _queue()

    sending.send_pending()

    assert [message.to for message in mail.outbox] == [["ada@cittadini.example"]]


def test_a_message_is_given_up_after_many_attempts(settings):
    settings.EMAIL_BACKEND = f"{HERE}.OddServer"
    row = _queue(to="rifiutata@cittadini.example")
    OutgoingMail.objects.filter(pk=row.pk).update(attempts=sending.MOST_ATTEMPTS - 1)

    sending.send_pending()

    assert OutgoingMail.objects.get(pk=row.pk).given_up_at is not None


# THREATS: 57
def test_a_worker_killed_half_way_leaves_a_claim_that_ends():
    row = _queue()
    OutgoingMail.objects.filter(pk=row.pk).update(claimed_until=timezone.now() + sending.CLAIM_LASTS, attempts=1)

    meanwhile = sending.send_pending()
    OutgoingMail.objects.filter(pk=row.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))
    afterwards = sending.send_pending()

    assert (meanwhile, afterwards) == (0, 1)
    assert len(mail.outbox) == 1


# THREATS: 57
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once():
    for number in range(12):
        _queue(to=f"persona{number}@cittadini.example")
    barrier = Barrier(2)

    def work():
        barrier.wait()
        sending.send_pending()
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while sending.send_pending():
        pass

    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        f"persona{number}@cittadini.example" for number in range(12)
    )


def test_messages_and_read_notices_are_not_kept_for_ever():
    old = _queue()
    OutgoingMail.objects.filter(pk=old.pk).update(sent_at=timezone.now() - timedelta(days=31))
    new = _queue()

    services.purge(timezone.now())

    assert list(OutgoingMail.objects.values_list("pk", flat=True)) == [new.pk]
