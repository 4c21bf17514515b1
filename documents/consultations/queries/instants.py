# SPDX-License-Identifier: AGPL-3.0-or-later
"""When pages change by themselves: windows open and close without anybody touching anything."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min

from documents.consultations.models import SectionWindow, Window


def next_instant(moment: datetime) -> datetime | None:
    """Return the next instant, after this one, at which a window or a section opens or closes, if any is to come."""
    found = [
        rows.filter(**{f"{name}__gt": moment}).aggregate(first=Min(name))["first"]
        for rows in (Window.objects.all(), SectionWindow.objects.all())
        for name in ("opens_at", "closes_at")
    ]
    return min((instant for instant in found if instant is not None), default=None)
