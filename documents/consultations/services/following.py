# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Seguimi aggiornato»: told at the opening, when the closing moves, at the results; each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.consultations import links
from documents.consultations.models import Consultation, Following, Window
from documents.consultations.queries import people
from portal.notifications.services import notify

if TYPE_CHECKING:
    from portal.core.models import User

TOLD_WITHIN = timedelta(days=2)


def follow(*, consultation: Consultation, person: User, moment: datetime) -> None:
    """Tell this person how the consultation goes on; twice is once."""
    Following.objects.get_or_create(consultation=consultation, person=person, defaults={"since": moment})


def stop(*, consultation: Consultation, person: User) -> None:
    """Tell this person nothing more; not following is fine too."""
    Following.objects.filter(consultation=consultation, person=person).delete()


def tell_opened(moment: datetime) -> int:
    """Tell the followers of each consultation that opened lately; who was told is not told again."""
    opened = Window.objects.filter(opens_at__lte=moment, opens_at__gt=moment - TOLD_WITHIN, closes_at__gt=moment)
    return sum(_tell(window) for window in opened.select_related("consultation"))


def _tell(window: Window) -> int:
    consultation = window.consultation
    return notify(
        recipients=people.who_follows(consultation),
        event="consultation.opened",
        subject=_("La consultazione è aperta: si può scrivere"),
        url=links.stored(links.consultation, consultation),
        context={"consultation": consultation.pk, "window": window.pk},
        key=f"window-opened:{window.pk}",
    )
