# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes of six digits by e-mail, for who writes before signing in and for who must say again «it is me».

Only a keyed, salted fingerprint is stored. A code lasts fifteen minutes and takes five attempts; a new one ends the
earlier ones of the same address and purpose.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from portal.core import limits
from portal.core.addresses import normalised
from portal.core.models import OneTimeCode

LASTS = timedelta(minutes=15)
MOST_ATTEMPTS = 5
MOST_CODES = 5
KEPT_FOR = timedelta(days=1)


class Refused(Exception):  # noqa: N818 -- a refusal, not a fault
    """The code does not open: its subclasses say why."""


class Expired(Refused):
    """There is no code that is still good: it is too old, was used, or a newer one was sent."""


class TooManyAttempts(Refused):
    """It was guessed too often: a new one must be asked for."""


def issue(email: str, purpose: str, *, request: HttpRequest | None = None, moment: datetime | None = None) -> str:
    """Return a new code for this address and purpose; the caller mails it, urgent and secret.

    With the request, the visitor's address is limited too.

    :raises limits.TooMany: too many were asked for.
    """
    address, moment = normalised(email), moment or timezone.now()
    if request is not None:
        limits.consume(request, "code.issued", key=address)
    recent = OneTimeCode.objects.filter(email=address, created_at__gt=moment - LASTS)
    if recent.count() >= MOST_CODES:
        raise limits.TooMany(int(LASTS.total_seconds()))
    code, salt = f"{secrets.randbelow(10**6):06d}", secrets.token_hex(16)
    with transaction.atomic():
        OneTimeCode.objects.filter(email=address, purpose=purpose, used_at=None).update(used_at=moment)
        OneTimeCode.objects.create(
            purpose=purpose,
            email=address,
            salt=salt,
            hash=_fingerprint(salt, address, purpose, code),
            created_at=moment,
            expires_at=moment + LASTS,
        )
    return code


def verify(email: str, purpose: str, code: str, *, moment: datetime | None = None) -> bool:
    """Return whether this is the code; a right one is used up, so that of two that type it at once one gets in.

    :raises Expired: there is none that is still good.
    :raises TooManyAttempts: it was guessed too often.
    """
    address, moment = normalised(email), moment or timezone.now()
    found = OneTimeCode.objects.filter(email=address, purpose=purpose, used_at=None).order_by("-pk").first()
    if found is None or found.expires_at <= moment:
        raise Expired
    mine = OneTimeCode.objects.filter(pk=found.pk, used_at=None)
    # The attempt is counted before it is looked at: a hundred at once are still only five.
    if not mine.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1):
        raise TooManyAttempts
    typed = "".join(character for character in code if character.isdigit())
    if not constant_time_compare(_fingerprint(found.salt, address, purpose, typed), found.hash):
        return False
    return mine.update(used_at=moment) == 1


def forget_old(moment: datetime) -> int:
    """Delete codes that ended a day ago; return how many."""
    deleted, _ = OneTimeCode.objects.filter(expires_at__lt=moment - KEPT_FOR).delete()
    return deleted


def _fingerprint(salt: str, email: str, purpose: str, code: str) -> str:
    value = f"{email}\n{purpose}\n{code}"
    return salted_hmac(f"portal.core.codes:{salt}", value, algorithm="sha256").hexdigest()
