# SPDX-License-Identifier: AGPL-3.0-or-later
"""What changes people's accounts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from portal.core import audit, copies, emptying
from portal.core.models import AuditText, OneTimeCode, User

if TYPE_CHECKING:
    from django.db.models import QuerySet

TOMBSTONE_DOMAIN = "account.invalid"
SHORTEST_NAME = 4


class AlreadyEmptied(Exception):  # noqa: N818 -- a fact about the account
    """The person had left already."""


@transaction.atomic
def empty_account(*, user: User, by: User | None, moment: datetime | None = None) -> None:
    """Take everything personal out of an account and leave what the person said in public (GDPR, art. 17).

    The row stays, without name, address, password or rights, so that texts, replies and answers keep their author.

    :raises AlreadyEmptied: it was done before.
    """
    moment = moment or timezone.now()
    if not User.objects.filter(pk=user.pk, emptied_at=None).update(emptied_at=moment):
        raise AlreadyEmptied
    user.refresh_from_db()
    emptying.empty_everywhere(user)
    _empty_audit(user)
    close_sessions(user=user)
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    OneTimeCode.objects.filter(email__in=addresses).delete()
    for rows in (EmailAddress, Authenticator, SocialAccount, UserProfile):
        rows.objects.filter(user=user).delete()
    Page.objects.filter(locked_by=user).update(locked=False, locked_by=None, locked_at=None)
    user.groups.clear()
    user.user_permissions.clear()
    _replace_fields(user)
    audit.record(actor=by, action="account.emptied", target=user)
    copies.forget()


def _replace_fields(user: User) -> None:
    user.email = f"vuoto-{user.pk}@{TOMBSTONE_DOMAIN}"
    user.first_name = user.last_name = ""
    user.password = make_password(None)
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.save()


def close_sessions(*, user: User) -> None:
    """End every session of a person, on every device."""
    sessions = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()


def _empty_audit(user: User) -> int:
    """Empty the texts about the person, those of a person who is not of the office, and those that name them."""
    about = Q(event__target_kind="core.user", event__target_id=str(user.pk))
    if not user.is_staff:
        about |= Q(event__actor_id=user.pk)
    return audit.empty_texts(AuditText.objects.filter(about)) + audit.empty_texts(_texts_that_name(user))


def _texts_that_name(user: User) -> QuerySet[AuditText]:
    names = [user.email, user.get_full_name()]
    texts = AuditText.objects.annotate(words=Cast("body", CharField()))
    naming = Q(pk__in=[])
    for name in names:
        if len(name) >= SHORTEST_NAME:
            naming |= Q(words__icontains=name) | Q(words__icontains=_as_in_json(name))
    return AuditText.objects.filter(pk__in=texts.filter(naming).values("pk"))


def _as_in_json(name: str) -> str:
    """Return the name as SQLite keeps it in JSON, where an accent is an escape."""
    return name.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")
