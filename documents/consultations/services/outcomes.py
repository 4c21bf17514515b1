# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers of the office: prepared in private, published by the coordinator, told to the author once."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from documents.consultations import links
from documents.consultations.enums import ACCEPTING, OutcomeKind
from documents.consultations.models import Consultation, Outcome, Paragraph
from documents.consultations.models.outcome import SHORTEST_MOTIVATION, OutcomeQuerySet
from documents.consultations.queries import people
from documents.consultations.search_kinds import OBSERVATION
from documents.consultations.services import redrafts
from documents.consultations.services.answering import (
    Answer,
    ChangedMeanwhile,
    ChangeOrCommitmentMissing,
    CorrectionReasonMissing,
    MotivationTooShort,
    NotOwed,
    NotYetPublic,
    Promise,
    Seen,
    StaleAnswer,
)
from portal.comments.enums import State
from portal.comments.models import Observation
from portal.core import audit, copies
from portal.notifications.services import notify
from search import feed

if TYPE_CHECKING:
    from portal.core.models import User

__all__ = [
    "Answer",
    "ChangeOrCommitmentMissing",
    "ChangedMeanwhile",
    "CorrectionReasonMissing",
    "MotivationTooShort",
    "NotOwed",
    "NotYetPublic",
    "Promise",
    "Seen",
    "StaleAnswer",
    "prepare",
    "publish",
    "publish_all",
]


# Note [One answer wins]
# ----------------------
# Two people may answer the same observation at once. The observation's row is locked first; a new answer is an
# INSERT under a unique key, an old one is an UPDATE that names the edition it replaces. Whoever comes second has
# seen an edition that is no longer there, and is told instead of overwriting.

# Note [What was published stays]
# -------------------------------
# A published answer is given anew only when its observation changed, or as a correction that says why. What is new
# is written apart (`Redraft`): until it comes out readers keep the old one, and every count stays as it was. When it
# comes out the old words are first kept in a table that nobody can change; the triggers of `Outcome` let the words of
# a published row change only if exactly those words are kept there.


@transaction.atomic
def prepare(
    *, consultation: Consultation, seen: Mapping[int, Seen], answer: Answer, by: User, moment: datetime
) -> list[Outcome]:
    """Keep one answer, in private, for one observation or for many ticked by hand (one batch); return the rows.

    See Note [What was published stays].

    :raises MotivationTooShort: the reason has fewer than thirty characters.
    :raises ChangeOrCommitmentMissing: it says yes without a changed paragraph and without a commitment.
    :raises NotOwed: one of them needs no answer here.
    :raises ChangedMeanwhile: one of them has been answered, published or changed by somebody else.
    :raises CorrectionReasonMissing: one of them has a published answer, and nothing says why it is corrected.
    """
    _check(answer, consultation)
    locked = _lock(consultation, seen)
    deed = _Deed(consultation=consultation, answer=answer, batch=uuid.uuid4(), by=by, moment=moment)
    return [_keep(locked[pk], seen[pk], deed) for pk in sorted(seen)]


@transaction.atomic
def publish(*, consultation: Consultation, editions: Mapping[int, int], by: User, moment: datetime) -> int:
    """Publish prepared answers, all or none; tell each author once. `editions` gives, by outcome, the one looked at.

    :raises ChangedMeanwhile: one of them was published, or written again, by somebody else.
    :raises NotYetPublic: one of their observations is not published.
    :raises StaleAnswer: one of their observations was changed by its author afterwards.
    """
    outcomes = list(_of_consultation(consultation, editions).select_related("observation"))
    if len(outcomes) != len(editions):
        raise ChangedMeanwhile
    return publish_all(outcomes=outcomes, editions=editions, by=by, moment=moment)


def publish_all(
    *, outcomes: Sequence[Outcome], editions: Mapping[int, int], by: User, moment: datetime, is_told: bool = True
) -> int:
    """Publish these answers inside the caller's transaction, telling each author unless the caller does.

    Raises what `publish` raises.
    """
    ids = [outcome.observation_id for outcome in outcomes]
    states = {row.pk: row for row in Observation.objects.select_for_update(of=("self",)).filter(pk__in=ids)}
    for outcome in outcomes:
        row = states[outcome.observation_id]
        if row.state != State.PUBLISHED:
            raise NotYetPublic
        if row.revision_number != outcome.in_hand.revision_number:
            raise StaleAnswer
        if outcome.is_published:
            redrafts.replace(outcome, seen=editions[outcome.pk], moment=moment)
        same = Outcome.objects.prepared().filter(pk=outcome.pk, edition=editions[outcome.pk])
        if not same.update(published_at=moment):
            raise ChangedMeanwhile
        outcome.refresh_from_db()
        audit.record(
            actor=by,
            action="outcome.published",
            target=outcome,
            partner_id=row.voice_id,
            after={"kind": outcome.kind, "observation": row.pk, "revision": outcome.revision_number},
        )
    if is_told:
        _tell_authors(outcomes)
    feed.refresh(OBSERVATION, ids)
    copies.forget()
    return len(outcomes)


def _check(answer: Answer, consultation: Consultation) -> None:
    if len(answer.motivation.strip()) < SHORTEST_MOTIVATION:
        raise MotivationTooShort
    if answer.kind not in OutcomeKind:
        raise ValueError(answer.kind)
    if answer.kind not in ACCEPTING:
        return
    own = Paragraph.objects.filter(text_id=consultation.text_id, pk__in=answer.paragraph_ids).count()
    if own != len(answer.paragraph_ids) or not (answer.paragraph_ids or answer.promise):
        raise ChangeOrCommitmentMissing


def _lock(consultation: Consultation, seen: Collection[int]) -> dict[int, Observation]:
    answerable = Observation.objects.answerable().in_scope(consultation.scope)
    rows = list(answerable.select_for_update(of=("self",)).filter(pk__in=seen))
    if not rows or len(rows) != len(seen):
        raise NotOwed
    return {row.pk: row for row in rows}


@dataclass(frozen=True, kw_only=True)
class _Deed:
    consultation: Consultation
    answer: Answer
    batch: uuid.UUID
    by: User
    moment: datetime

    def words(self, revision: int) -> dict[str, object]:
        answer = self.answer
        return {
            "revision_number": revision,
            "kind": answer.kind,
            "motivation": answer.motivation.strip(),
            "office": answer.office,
            "other_office": answer.other_office if answer.kind == OutcomeKind.OFF_TOPIC else "",
            "batch": self.batch,
            "prepared_by": self.by,
            "prepared_at": self.moment,
        }


def _keep(observation: Observation, seen: Seen, deed: _Deed) -> Outcome:
    if seen.revision > observation.revision_number:
        raise ChangedMeanwhile
    old = Outcome.objects.select_related("redraft").filter(observation=observation).first()
    before = _facts(old) if old else None
    if (old.in_hand.edition if old else 0) != seen.edition:
        raise ChangedMeanwhile
    words = deed.words(seen.revision)
    if old is not None and old.is_published:
        outcome = redrafts.redraft(old, words, deed.answer, observation)
    else:
        outcome = _rewrite(old, words) if old else _write(deed.consultation, observation, words)
        redrafts.attach(outcome, deed.answer)
    audit.record(
        actor=deed.by,
        action="outcome.prepared",
        target=outcome,
        partner_id=observation.voice_id,
        before=before,
        after=_facts(outcome),
    )
    return outcome


def _write(consultation: Consultation, observation: Observation, words: Mapping[str, object]) -> Outcome:
    try:
        with transaction.atomic():
            return Outcome.objects.create(consultation=consultation, observation=observation, **words)
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def _rewrite(old: Outcome, words: Mapping[str, object]) -> Outcome:
    same = Outcome.objects.prepared().filter(pk=old.pk, edition=old.edition)
    if not same.update(**words, edition=F("edition") + 1):
        raise ChangedMeanwhile
    return Outcome.objects.get(pk=old.pk)


def _tell_authors(outcomes: Sequence[Outcome]) -> None:
    authors = people.authors_of([outcome.observation_id for outcome in outcomes])
    for outcome in outcomes:
        author = authors.get(outcome.observation_id)
        if author is None:
            continue
        notify(
            recipients=[author],
            event="outcome.published",
            subject=_("L'ufficio ha risposto alla tua osservazione"),
            url=links.stored(links.observation, outcome.observation.code),
            context={"observation": outcome.observation_id},
            key=f"outcome:{outcome.pk}:{outcome.edition}",
        )


def _of_consultation(consultation: Consultation, pks: Collection[int]) -> OutcomeQuerySet:
    return Outcome.objects.filter(consultation=consultation, pk__in=pks).select_related("redraft")


def _facts(outcome: Outcome) -> dict[str, object]:
    names = ("kind", "motivation", "office", "other_office", "revision_number", "edition")
    return {name: getattr(outcome.in_hand, name) for name in names}
