# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading notices, always for their own reader, and the outbox, for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from portal.core import emptying
from portal.core.exceptions import NotReadable
from portal.notifications import wording
from portal.notifications.models import MailPreference, Notification, OutgoingMail

if TYPE_CHECKING:
    from portal.core.models import User
    from portal.notifications.wording import Wording

ON_A_PAGE = 20


def notices_of(person: User, *, page_number: int | str = 1) -> Page[Notification]:
    """Return one page of what a person was told, newest first."""
    notices = Notification.objects.for_person(person.pk).select_related("recipient")
    return Paginator(notices, ON_A_PAGE).get_page(page_number)


def own_notice(person: User, pk: int) -> Notification:
    """Return one notice of this person.

    :raises NotReadable: it is somebody else's, or does not exist.
    """
    found = Notification.objects.for_person(person.pk).filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def worded(page: Page[Notification]) -> list[tuple[Notification, Wording]]:
    """Return the notices of a page in words, without those that one may not read any more."""
    return wording.worded(list(page.object_list))


def unread_count(person: User) -> int:
    """Return how many notices a person has not opened."""
    return Notification.objects.for_person(person.pk).unread().count()


def wants_mail(person: User) -> bool:
    """Return whether a person gets notices by e-mail too."""
    return not MailPreference.objects.filter(person=person, is_mail_wanted=False).exists()


def mail_that_waits_too_long() -> int:
    """Return how many messages failed at least once and are still owed, or were given up."""
    return OutgoingMail.objects.filter(sent_at=None, attempts__gt=1).exclude(last_error="codice scaduto").count()


@emptying.register_export("avvisi")
def what_was_told(user: User) -> list[dict[str, Any]]:
    """Return every notice of a person and the messages that still wait, without their codes."""
    return [
        {"avviso": notice.subject, "indirizzo": notice.url, "scritto": notice.created_at, "letto": notice.read_at}
        for notice in Notification.objects.for_person(user.pk)
    ]


@emptying.register_export("messaggi_in_uscita")
def what_was_mailed(user: User) -> list[dict[str, Any]]:
    """Return the messages to a person's address that are still kept, without the bodies of secret ones."""
    mine = OutgoingMail.objects.filter(to=user.email)
    return [
        {
            "oggetto": mail.subject,
            "testo": "" if mail.is_secret else mail.text,
            "scritto": mail.created_at,
            "spedito": mail.sent_at,
        }
        for mail in mine
    ]


def outgoing_mail() -> QuerySet[OutgoingMail]:
    """Return the messages of the outbox, newest first, without their words."""
    return OutgoingMail.objects.defer("text", "html").order_by("-pk")
