# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling people: rows written in the transaction of the fact, sent later by the worker."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.html import escape
from django.utils.translation import override

from portal.core import emptying
from portal.notifications.models import MailPreference, Notification, OutgoingMail

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from portal.core.models import User

STORED_LANGUAGE = "it"
LONGEST_SUBJECT = 250
LONGEST_KEY = 64
SHORTEST_NAME = 4
SOMEBODY_WHO_LEFT = "Partecipante"  # stored, so in Italian
SENT_KEPT_FOR = timedelta(days=30)
NOTICES_KEPT_FOR = timedelta(days=365)
# Control characters, line and paragraph separators: nothing of them may stand in a header.
UNSAFE_IN_HEADERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


class NotAnAddress(ValueError):  # noqa: N818 -- a fact about what was typed
    """No mail can be sent there: it is not one e-mail address."""


def notify(
    *,
    recipients: Iterable[User],
    event: str,
    subject: StrOrPromise,
    url: str,
    context: dict[str, Any] | None = None,
    key: str = "",
    audience: Iterable[str] = (),
) -> int:
    """Tell people a fact, once each; return how many rows there were to add.

    `event` reads `thing.happened`. `subject` is a translatable text without values: it is worded again, in the
    reader's language, when shown; for texts with values register a wording (`portal.notifications.wording`), which
    is given `context` (ids only). Without `key` the same event, address and context is the same fact, told once.
    With `audience`, who holds none of those tokens when the mail leaves gets neither mail nor notice.
    """
    people = {person.pk: person for person in recipients if person.is_active}
    rows = [
        Notification(
            recipient=person,
            event=event,
            key=_short(key) or _key_of(url, context or {}),
            subject=_stored(subject),
            url=url,
            context=context or {},
            audience=sorted(audience),
        )
        for person in people.values()
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def queue_mail(
    *,
    to: str,
    subject: StrOrPromise,
    text: str,
    html: str = "",
    is_urgent: bool = False,
    is_secret: bool = False,
    key: str = "",
    unsubscribe_url: str = "",
) -> None:
    """Put one message for one address in the outbox; with a key that is already there, nothing is added.

    Urgent mail (codes) leaves first. The body of secret mail is erased once it has left.

    :raises NotAnAddress: `to` is not exactly one address.
    """
    row = OutgoingMail(
        to=one_address(to),
        subject=clean_header(str(subject))[:LONGEST_SUBJECT],
        text=text.replace("\x00", ""),
        html=html.replace("\x00", ""),
        unsubscribe_url=unsubscribe_url,
        is_urgent=is_urgent,
        is_secret=is_secret,
        key=key or None,
    )
    OutgoingMail.objects.bulk_create([row], ignore_conflicts=bool(key))


@transaction.atomic
def mark_read(*, person: User, moment: datetime, pks: Iterable[int] | None = None) -> int:
    """Note that a person has seen these notices (all of them when none is named); return how many were new."""
    unread = Notification.objects.filter(recipient=person).unread()
    if pks is not None:
        unread = unread.filter(pk__in=list(pks))
    return unread.update(read_at=moment)


def choose_mail(*, person: User, is_mail_wanted: bool) -> None:
    """Keep a person's choice about getting notices by e-mail too."""
    MailPreference.objects.update_or_create(person=person, defaults={"is_mail_wanted": is_mail_wanted})


@emptying.on_emptying
def forget(user: User) -> None:
    """Delete the notices of who leaves, and every message to any of their addresses."""
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    Notification.objects.filter(recipient=user).delete()
    MailPreference.objects.filter(person=user).delete()
    OutgoingMail.objects.filter(to__in=addresses).delete()
    take_out([user.get_full_name()])


def take_out(names: Iterable[str]) -> None:
    """Put «Partecipante» in place of the names of somebody who leaves, in the messages to others that are kept."""
    for name in {name.strip() for name in names if len(name.strip()) >= SHORTEST_NAME}:
        told = Q(subject__contains=name) | Q(text__contains=name) | Q(html__contains=escape(name))
        for mail in OutgoingMail.objects.filter(told):
            OutgoingMail.objects.filter(pk=mail.pk).update(
                subject=mail.subject.replace(name, SOMEBODY_WHO_LEFT),
                text=mail.text.replace(name, SOMEBODY_WHO_LEFT),
                html=mail.html.replace(escape(name), SOMEBODY_WHO_LEFT),
            )


def purge(moment: datetime) -> None:
    """Delete messages a month after they left and read notices after a year: they hold addresses."""
    OutgoingMail.objects.filter(sent_at__lt=moment - SENT_KEPT_FOR).delete()
    OutgoingMail.objects.filter(given_up_at__lt=moment - SENT_KEPT_FOR).delete()
    Notification.objects.filter(created_at__lt=moment - NOTICES_KEPT_FOR).exclude(read_at=None).delete()


def clean_header(value: str) -> str:
    """Return the text on one line, without what could start another header or turn the words around."""
    return " ".join(UNSAFE_IN_HEADERS.sub(" ", value).split())


def one_address(value: str) -> str:
    """Return the address.

    :raises NotAnAddress: it is not exactly one address.
    """
    try:
        validate_email(value)
    except ValidationError as error:
        raise NotAnAddress from error
    return value


def _stored(subject: StrOrPromise) -> str:
    with override(STORED_LANGUAGE):
        return clean_header(str(subject))[:LONGEST_SUBJECT]


def _short(key: str) -> str:
    """Return a key that fits its column, which SQLite does not mind and PostgreSQL does."""
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def _key_of(url: str, context: dict[str, Any]) -> str:
    text = json.dumps([url, context], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
