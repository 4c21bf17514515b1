# SPDX-License-Identifier: AGPL-3.0-or-later
"""When pages change by themselves: windows open and close without anybody touching anything."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min

from documents.consultations.models import Window


def next_instant(moment: datetime) -> datetime | None:
    """Return the next instant, after this one, at which a window opens or closes; none if nothing is to come."""
    opening = Window.objects.filter(opens_at__gt=moment).aggregate(first=Min("opens_at"))["first"]
    closing = Window.objects.filter(closes_at__gt=moment).aggregate(first=Min("closes_at"))["first"]
    return min((instant for instant in (opening, closing) if instant is not None), default=None)
