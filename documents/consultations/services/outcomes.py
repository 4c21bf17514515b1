# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers of the office: prepared in private, published by the coordinator, told to the author once."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from documents.consultations import links
from documents.consultations.enums import ACCEPTING, OutcomeKind
from documents.consultations.models import (
    Commitment,
    Consultation,
    FormerAnswer,
    Outcome,
    OutcomeParagraph,
    Paragraph,
)
from documents.consultations.models.outcome import SHORTEST_MOTIVATION, OutcomeQuerySet
from documents.consultations.queries import people
from documents.consultations.search_kinds import OBSERVATION
from portal.comments.enums import State
from portal.comments.models import Observation
from portal.core import audit, copies
from portal.notifications.services import notify
from search import feed

if TYPE_CHECKING:
    from portal.core.models import User


class MotivationTooShort(Exception):  # noqa: N818 -- a fact about what was typed
    """A reason of at least thirty characters is owed to whoever spoke."""


class ChangeOrCommitmentMissing(Exception):  # noqa: N818 -- a fact about what was typed
    """Who is told yes must see the paragraph it changes, or what will be done, by whom and by when."""


class NotOwed(Exception):  # noqa: N818 -- a fact about the observation
    """No answer is owed here: a reply, hidden, withdrawn, or of another consultation."""


class ChangedMeanwhile(Exception):  # noqa: N818 -- a fact about what others did
    """Somebody else saved, or published, this answer first."""


class NotYetPublic(Exception):  # noqa: N818 -- a fact about the observation
    """The observation is not published: its answer cannot be either."""


class StaleAnswer(Exception):  # noqa: N818 -- a fact about the observation
    """The author changed the words after the answer was written: it must be looked at again."""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What the office will do, who, by when."""

    what: str
    who: str
    due_date: date


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the office says."""

    kind: str
    motivation: str
    office: str
    other_office: str = ""
    paragraph_ids: frozenset[uuid.UUID] = frozenset()
    promise: Promise | None = None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the person who answers had before the eyes: which words, and which draft of the answer (0: none)."""

    revision: int
    edition: int


# Note [One answer wins]
# ----------------------
# Two people may answer the same observation at once. The observation's row is locked first; a new answer is an
# INSERT under a unique key, an old one is an UPDATE that names the edition it replaces. Whoever comes second has
# seen an edition that is no longer there, and is told instead of overwriting.


@transaction.atomic
def prepare(
    *, consultation: Consultation, seen: Mapping[int, Seen], answer: Answer, by: User, moment: datetime
) -> list[Outcome]:
    """Keep one answer, in private, for one observation or for many ticked by hand (one batch); return the rows.

    A published answer may be given anew only if its observation changed: the old one stays readable beside it.

    :raises MotivationTooShort: the reason has fewer than thirty characters.
    :raises ChangeOrCommitmentMissing: it says yes without a changed paragraph and without a commitment.
    :raises NotOwed: one of them needs no answer here.
    :raises ChangedMeanwhile: one of them has been answered, published or changed by somebody else.
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
        if row.revision_number != outcome.revision_number:
            raise StaleAnswer
        same = Outcome.objects.prepared().filter(pk=outcome.pk, edition=editions[outcome.pk])
        if not same.update(published_at=moment):
            raise ChangedMeanwhile
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
    old = Outcome.objects.filter(observation=observation).first()
    before = _facts(old) if old else None
    if (old.edition if old else 0) != seen.edition:
        raise ChangedMeanwhile
    words = deed.words(seen.revision)
    outcome = _rewrite(old, words, observation) if old else _write(deed.consultation, observation, words)
    _attach(outcome, deed.answer)
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


def _rewrite(old: Outcome, words: Mapping[str, object], observation: Observation) -> Outcome:
    if old.published_at is not None:
        if old.revision_number == observation.revision_number:
            raise ChangedMeanwhile
        FormerAnswer.objects.create(
            outcome=old,
            revision_number=old.revision_number,
            kind=old.kind,
            motivation=old.motivation,
            published_at=old.published_at,
        )
        feed.refresh(OBSERVATION, [observation.pk])
        copies.forget()
    same = Outcome.objects.filter(pk=old.pk, edition=old.edition, published_at=old.published_at)
    if not same.update(**words, published_at=None, edition=F("edition") + 1):
        raise ChangedMeanwhile
    return Outcome.objects.get(pk=old.pk)


def _attach(outcome: Outcome, answer: Answer) -> None:
    OutcomeParagraph.objects.filter(outcome=outcome).delete()
    Commitment.objects.filter(outcome=outcome).delete()
    if answer.kind not in ACCEPTING:
        return
    OutcomeParagraph.objects.bulk_create(
        OutcomeParagraph(outcome=outcome, paragraph_id=pk) for pk in sorted(answer.paragraph_ids)
    )
    if answer.promise:
        Commitment.objects.create(
            outcome=outcome, what=answer.promise.what, who=answer.promise.who, due_date=answer.promise.due_date
        )


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
            key=f"outcome:{outcome.pk}:{outcome.revision_number}",
        )


def _of_consultation(consultation: Consultation, pks: Collection[int]) -> OutcomeQuerySet:
    return Outcome.objects.filter(consultation=consultation, pk__in=pks)


def _facts(outcome: Outcome) -> dict[str, object]:
    names = ("kind", "motivation", "office", "other_office", "revision_number", "edition")
    return {name: getattr(outcome, name) for name in names}
