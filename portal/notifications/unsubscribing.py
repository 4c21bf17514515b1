# SPDX-License-Identifier: AGPL-3.0-or-later
"""The address, in every notice by mail, of the page where one stops getting them without signing in."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from portal.core.models import User

SALT = "portal.notifications.unsubscribe"


def address_for(person: User) -> str:
    """Return the full address of the person's own page; it opens nothing else and shows nothing of them."""
    token = signing.dumps(person.pk, salt=SALT)
    return f"{settings.SITE_URL}{reverse('notifications:unsubscribe', args=[token])}"


def person_of(token: str) -> User | None:
    """Return who the page belongs to, or nothing when the token was not made by us."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, emptied_at=None).first()
