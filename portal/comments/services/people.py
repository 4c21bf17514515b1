# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person leaves: the name goes, the words stay."""

from __future__ import annotations

from django.db import transaction

from portal.comments import enums
from portal.comments.models import (
    Observation,
    PartnerResponse,
    Report,
    ResponseComment,
    ResponseDraft,
    ResponseStep,
    WaitingObservation,
)
from portal.comments.services import attachments
from portal.comments.services.tell import SEARCH_KIND
from portal.core import copies
from portal.core.models import User
from portal.notifications.services import take_out
from search import feed

LEFT = "Partecipante"  # stored, so in Italian as the observations are


@transaction.atomic
def forget_person(*, user: User) -> None:
    """Show «Partecipante» in place of the person's name, and erase what was not yet said in public."""
    mine = Observation.objects.filter(user_id=user.pk).order_by("pk")
    pks = list(mine.values_list("pk", flat=True))
    named = mine.exclude(name_choice=enums.NameChoice.INITIALS).order_by()
    take_out(named.values_list("display_name", flat=True).distinct())
    Observation.objects.filter(pk__in=pks).update(display_name=LEFT, name_choice=enums.NameChoice.CHOSEN)
    Report.objects.filter(user_id=user.pk).update(text="")
    waiting = WaitingObservation.objects.filter(email=user.email)
    attachments.drop_held(keys=list(waiting.values_list("key", flat=True)), by=user)
    waiting.delete()
    attachments.forget(pks)
    _leave_responses(user)
    feed.refresh(SEARCH_KIND, pks)
    copies.forget()


def _leave_responses(user: User) -> None:
    """What was written for a partner belongs to the partner: it stays with the colleagues, without the name."""
    ResponseDraft.objects.filter(author=user).update(author=None)
    ResponseComment.objects.filter(author=user).update(author=None)
    ResponseStep.objects.filter(by=user).update(by=None)
    ResponseStep.objects.filter(about=user).update(about=None)
    PartnerResponse.objects.unsent().filter(lead=user).update(lead=None)
    PartnerResponse.objects.sent().filter(sent_by=user).update(sender_name=LEFT)
