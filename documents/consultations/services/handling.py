# SPDX-License-Identifier: AGPL-3.0-or-later
"""Working at contributions before they are answered: giving them to a colleague, leaving a note. Never public."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.consultations import permissions
from documents.consultations.models import Consultation, Handling, Note
from documents.consultations.models.handling import LONGEST_NOTE
from documents.consultations.services.answering import NotOwed
from portal.comments.models import Observation
from portal.core import audit
from portal.notifications.services import notify

if TYPE_CHECKING:
    from portal.core.models import User

__all__ = ["CannotAnswer", "NotOwed", "NothingWritten", "add_note", "assign"]


class CannotAnswer(Exception):  # noqa: N818 -- a fact about a person
    """Who does not prepare answers is given nothing to answer."""


class NothingWritten(Exception):  # noqa: N818 -- a fact about what was typed
    """The note is empty, or too long."""


@transaction.atomic
def assign(*, consultation: Consultation, pks: Collection[int], to: User | None, by: User, moment: datetime) -> int:
    """Give contributions to a colleague, or to nobody; they are *in esame* from now. Return how many changed hands.

    :raises NotOwed: one of them needs no answer here.
    :raises CannotAnswer: the colleague does not prepare answers.
    """
    if to is not None and not permissions.can_answer(to):
        raise CannotAnswer
    waiting = Observation.objects.owed_an_outcome().in_scope(consultation.scope)
    rows = list(waiting.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    if not rows or len(rows) != len(set(pks)):
        raise NotOwed
    changed = [one for one in rows if _hand_over(one, to, by, moment)]
    if changed and to is not None and to.pk != by.pk:
        _tell(consultation, to, changed)
    return len(changed)


@transaction.atomic
def add_note(*, observation: Observation, text: str, by: User, moment: datetime) -> Note:
    """Leave a note for colleagues; the same words twice in a row by the same person are one note.

    :raises NothingWritten: there is nothing in it, or too much.
    """
    text = text.strip()
    if not text or len(text) > LONGEST_NOTE:
        raise NothingWritten
    Observation.objects.select_for_update(of=("self",)).get(pk=observation.pk)
    last = Note.objects.filter(observation=observation).order_by("-pk").first()
    if last is not None and last.author_id == by.pk and last.text == text:
        return last
    note = Note.objects.create(observation=observation, text=text, author=by, created_at=moment)
    audit.record(actor=by, action="observation.noted", target=observation, partner_id=observation.voice_id)
    return note


def _hand_over(observation: Observation, to: User | None, by: User, moment: datetime) -> bool:
    found, is_new = Handling.objects.get_or_create(
        observation=observation, defaults={"assignee": to, "started_at": moment, "changed_by": by}
    )
    before = None if is_new else found.assignee_id
    if not is_new and before == (to.pk if to else None):
        return False
    Handling.objects.filter(pk=found.pk).update(assignee=to, changed_by=by)
    audit.record(
        actor=by,
        action="observation.assigned",
        target=observation,
        partner_id=observation.voice_id,
        before={"assignee": before} if before else None,
        after={"assignee": to.pk if to else None},
    )
    return True


def _tell(consultation: Consultation, to: User, changed: Collection[Observation]) -> None:
    notify(
        recipients=[to],
        event="observation.assigned",
        subject=_("Ti hanno affidato delle osservazioni a cui rispondere"),
        url=f"{reverse('answers_admin:register', args=[consultation.pk])}?assegnata={to.pk}",
        context={"consultation": consultation.pk, "count": len(changed)},
        key=f"assigned:{uuid.uuid4().hex}",
    )
