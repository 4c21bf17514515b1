# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every change to a response asks first: who, for whom, whether it may still change."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from portal.comments import enums, scopes
from portal.comments.models import PartnerResponse, ResponseStep
from portal.comments.queries.responses import of_speaker
from portal.comments.services import guards
from portal.core.exceptions import NotReadable
from portal.core.models import User


class AlreadySent(guards.WriteRefused):
    """The response has left: its pieces are observations now."""


class NotTheLead(guards.WriteRefused):
    """Only who leads does this; somebody else may have taken the lead meanwhile."""


def lock(pk: int, *, by: User, moment: datetime) -> PartnerResponse:
    """Lock a response that this person may change now.

    :raises NotReadable: it is not there for this person.
    :raises AlreadySent: it has left.
    :raises WindowClosed: the consultation is not open at this moment.
    :raises Banned: the person may not write.
    """
    guards.check_writer(by, moment=moment)
    mine = of_speaker(by, moment=moment).order_by().values("pk")
    found = PartnerResponse.objects.select_for_update(of=("self",)).filter(pk=pk, pk__in=mine).first()
    if found is None:
        raise NotReadable
    if found.is_sent:
        raise AlreadySent(_("La risposta è già stata inviata: non si può più cambiare."))
    scopes.check_open(found.scope, moment=moment)
    return found


def lock_as_lead(pk: int, *, by: User, moment: datetime) -> PartnerResponse:
    """Lock a response for who leads it.

    :raises NotTheLead: somebody else does.
    """
    found = lock(pk, by=by, moment=moment)
    check_lead(found, by=by)
    return found


def check_lead(response: PartnerResponse, *, by: User) -> None:
    """Let through who leads.

    :raises NotTheLead: somebody else does.
    """
    if response.lead_id != by.pk:
        raise NotTheLead(
            _("La risposta la guida un'altra persona. Se tocca a te, prendi la guida e riprova: il testo è qui sotto.")
        )


def note(
    response: PartnerResponse,
    what: enums.ResponseStepKind,
    *,
    by: User | None,
    moment: datetime,
    about: User | None = None,
) -> None:
    """Write down, for the colleagues, what happened."""
    ResponseStep.objects.create(response=response, what=what, by=by, about=about, moment=moment)
