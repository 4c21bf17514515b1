# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for a code."""

from __future__ import annotations

from datetime import datetime

from portal.comments.models import WaitingObservation
from portal.core.exceptions import NotReadable


def has_unexpired_waiting(scope: str, moment: datetime) -> bool:
    """Return whether something sent in time may still be confirmed: a closing waits for it."""
    waiting = WaitingObservation.objects.filter(scope=scope, confirmed_at=None, expires_at__gt=moment)
    return waiting.exists()


def waiting_observation(token: str, *, moment: datetime) -> WaitingObservation:
    """Return what was sent under this token and may still be confirmed, or was.

    :raises NotReadable: there is no such token, or its time is over.
    """
    found = WaitingObservation.objects.select_related("observation", "notice").filter(token=token).first()
    if found is None or (found.confirmed_at is None and found.expires_at <= moment):
        raise NotReadable
    return found
