# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the floor below asks of us: a person leaves, a person wants their data, a clock strikes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from portal.comments import queries, services
from portal.comments.services import responses
from portal.core import audit_words, clock, emptying, limits

if TYPE_CHECKING:
    from portal.core.models import User

# How much is too much, beside what a person may write in a day (`OfficeSettings.observations_per_day`).
limits.add(
    observation__sent="120/h/ip",
    observation__waiting="30/h/ip,5/h/key",
    attachment__held="40/h/ip,40/h/user",
    observation__supported="200/h/user",
    observation__reported="20/h/user",
    response__written="200/h/user",
    claim__typed="20/h/ip,10/h/user",
    response__sent="20/h/user",
)

audit_words.name_actions(
    {
        "observation.received": _("osservazione ricevuta"),
        "observation.revised": _("osservazione modificata da chi l'ha scritta"),
        "observation.withdrawn": _("osservazione ritirata da chi l'ha scritta"),
        "observation.supported": _("accordo con un'osservazione"),
        "observation.support_taken_back": _("accordo con un'osservazione tolto"),
        "observation.reported": _("osservazione segnalata"),
    },
    is_in_history=False,
)
audit_words.name_actions(
    {
        "observation.reports_resolved": _("segnalazioni di un'osservazione chiuse"),
        "observation.published": _("osservazione pubblicata"),
        "papers.entered": _("molti contributi inseriti insieme"),
        "claim.issued": _("codice dato a chi ha scritto"),
        "claim.revoked": _("codice di chi ha scritto revocato"),
        "claim.used": _("osservazione collegata da chi l'ha scritta"),
        "response.sent": _("risposta ufficiale di un partner inviata"),
        "observation.hidden": _("osservazione non pubblicata"),
        "person.banned": _("persona sospesa dalla scrittura"),
        "person.ban_lifted": _("sospensione dalla scrittura tolta"),
    }
)


@emptying.on_emptying
def empty_a_person(user: User) -> None:
    """Take the person's name from what they said; the words stay."""
    services.forget_person(user=user)


@emptying.register_export("osservazioni")
def export_a_person(user: User) -> list[dict[str, Any]]:
    """Give what the person wrote, agreed with and reported."""
    return queries.export_of(user)


@emptying.register_export("bozze con i colleghi")
def export_drafts(user: User) -> list[dict[str, Any]]:
    """Give what the person wrote with colleagues for a partner."""
    return queries.drafts_of(user)


@clock.every(seconds=3600, name="comments.remind_of_responses")
def remind_of_responses(moment: datetime) -> int:
    """Remind who wrote together and has not sent."""
    return responses.remind(moment)


@clock.every(seconds=60, name="comments.erase_expired")
def erase_what_was_not_confirmed(moment: datetime) -> int:
    """Erase what waited for a code longer than it may."""
    return services.erase_expired(moment)
