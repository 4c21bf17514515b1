# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the worker does with the rows: notices become mail, mail is handed to the mail server."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.notifications import services, unsubscribing, wording
from portal.notifications.models import MailPreference, Notification, OutgoingMail
from portal.notifications.rendering import rendered

logger = logging.getLogger(__name__)

BATCH = 50
CLAIM_LASTS = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=2)
LONGEST_URGENT_RETRY = timedelta(minutes=1)
MOST_ATTEMPTS = 40
CODES_LAST = timedelta(minutes=15)

OF_ONE_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


class MailServerDown(RuntimeError):  # noqa: N818 -- it says so by itself
    """The mail server does not answer: what is owed stays owed, and the worker waits a little longer each time."""


# Note [Two workers send once]
# ----------------------------
# A message is claimed by one guarded UPDATE before it is handed to the mail server, so that two workers never send
# it both. A worker killed in between leaves a claim that ends after some minutes, and the message is sent then: at
# least once, and with the same Message-ID, by which mail programs see that it is the same message.


def send_urgent() -> int:
    """Send what somebody is waiting for (codes); return how many messages were handled."""
    return send_pending(is_urgent=True)


def send_other() -> int:
    """Put notices into mail and send what is not urgent; return how much was handled."""
    return put_notices_in_mail() + send_pending(is_urgent=False)


def send_pending(*, is_urgent: bool | None = None, moment: datetime | None = None) -> int:
    """Send one batch of what is owed, urgent first; return how many messages were handled.

    A message that fails is tried again later and later, and does not hold up the others.

    :raises MailServerDown: nobody answers.
    """
    moment = moment or timezone.now()
    owed = OutgoingMail.objects.owed_at(moment).order_by("-is_urgent", "pk")
    if is_urgent is not None:
        owed = owed.filter(is_urgent=is_urgent)
    messages = list(owed[:BATCH])
    if not messages:
        return 0
    connection = get_connection()
    try:
        for message in messages:
            _send_one(message, connection)
    finally:
        connection.close()
    return len(messages)


def _send_one(message: OutgoingMail, connection: BaseEmailBackend) -> None:
    moment = timezone.now()
    mine = OutgoingMail.objects.owed_at(moment).filter(pk=message.pk)
    if not mine.update(claimed_until=moment + CLAIM_LASTS, attempts=F("attempts") + 1):
        return
    message.refresh_from_db()
    claimed = OutgoingMail.objects.filter(pk=message.pk, sent_at=None)
    if message.is_secret and message.created_at < moment - CODES_LAST:
        claimed.update(given_up_at=moment, claimed_until=None, text="", html="", last_error="codice scaduto")
        return
    try:
        connection.send_messages([_as_email(message, connection)])
    except Exception as error:  # whatever is wrong with one message, the others go on
        _put_off(message, moment, error)
        connection.close()
        if isinstance(error, OSError) and not isinstance(error, OF_ONE_MESSAGE):
            raise MailServerDown(type(error).__name__) from None
        return
    erased = {"text": "", "html": ""} if message.is_secret else {}
    claimed.update(sent_at=timezone.now(), claimed_until=None, last_error="", **erased)


def _put_off(message: OutgoingMail, moment: datetime, error: Exception) -> None:
    longest = LONGEST_URGENT_RETRY if message.is_urgent else LONGEST_RETRY
    wait = min(FIRST_RETRY * 2 ** min(message.attempts - 1, 10), longest)
    if message.is_urgent:
        wait = min(wait, timedelta(seconds=5) * 2 ** min(message.attempts - 1, 10))
    is_hopeless = message.attempts >= MOST_ATTEMPTS
    # Only the kind of error is kept: a server's answer may repeat addresses and words of the message.
    OutgoingMail.objects.filter(pk=message.pk).update(
        claimed_until=None,
        next_attempt_at=moment + wait,
        given_up_at=moment if is_hopeless else None,
        last_error=type(error).__name__[:120],
    )
    logger.warning("Mail %s was not taken (%s), attempt %s", message.pk, type(error).__name__, message.attempts)


def _as_email(message: OutgoingMail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<{message.pk}.{int(message.created_at.timestamp())}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
    email = EmailMultiAlternatives(
        message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.to], connection=connection, headers=headers
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email


def put_notices_in_mail(*, moment: datetime | None = None) -> int:
    """Turn one batch of new notices into mail for who wants it; return how many were handled."""
    moment = moment or timezone.now()
    notices = list(Notification.objects.to_be_mailed().select_related("recipient").order_by("pk")[:BATCH])
    unwanted = set(
        MailPreference.objects.filter(
            person_id__in=[notice.recipient_id for notice in notices], is_mail_wanted=False
        ).values_list("person_id", flat=True)
    )
    for notice in notices:
        _put_in_mail(notice, moment=moment, is_wanted=notice.recipient_id not in unwanted)
    return len(notices)


@transaction.atomic
def _put_in_mail(notice: Notification, *, moment: datetime, is_wanted: bool) -> None:
    """Handle one notice once, whoever else tries; a wording that fails is logged and nothing is sent."""
    mine = Notification.objects.filter(pk=notice.pk, handled_at=None)
    if not mine.update(handled_at=moment):
        return
    person = notice.recipient
    with override(person.language):
        try:
            words = wording.words_of(notice) if person.is_active else None
        except Exception:
            logger.exception("A notice could not be worded: %s", notice.event)
            return
        if words is None:
            Notification.objects.filter(pk=notice.pk).update(is_withheld=True)
            return
        if not is_wanted:
            return
        stop = unsubscribing.address_for(person)
        text, html = rendered(
            subject=words.subject,
            text=words.text,
            url=notice.url,
            why=_("Ricevi questa e-mail perché nel portale hai un account a cui questo avviso è diretto."),
            stop_url=stop,
        )
        services.queue_mail(
            to=person.email,
            subject=words.subject,
            text=text,
            html=html,
            key=f"notice:{notice.pk}",
            unsubscribe_url=stop,
        )
