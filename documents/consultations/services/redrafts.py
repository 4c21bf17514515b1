# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers given anew in place of published ones. See Note [What was published stays] in `services.outcomes`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from documents.consultations.enums import ACCEPTING
from documents.consultations.models import Commitment, FormerAnswer, Outcome, OutcomeParagraph, Redraft
from documents.consultations.models.consultation import SHORTEST_REASON
from documents.consultations.services.answering import Answer, ChangedMeanwhile, CorrectionReasonMissing, Promise
from portal.comments.models import Observation

_WORDS = ("revision_number", "kind", "motivation", "office", "other_office", "batch", "prepared_by", "prepared_at")
_KEPT = ("revision_number", "kind", "motivation", "office", "other_office", "published_at", "edition")


def redraft(old: Outcome, words: Mapping[str, object], answer: Answer, observation: Observation) -> Outcome:
    """Keep apart the answer to be given in place of a published one.

    :raises CorrectionReasonMissing: the observation is the same, and nothing says why the answer is corrected.
    """
    reason = answer.correction.strip()
    if old.revision_number == observation.revision_number and len(reason) < SHORTEST_REASON:
        raise CorrectionReasonMissing
    promise = answer.promise
    Redraft.objects.update_or_create(
        outcome=old,
        defaults={
            **words,
            "paragraph_ids": sorted(str(pk) for pk in answer.paragraph_ids),
            "promise": {"what": promise.what, "who": promise.who, "due_date": promise.due_date.isoformat()}
            if promise
            else {},
            "reason": reason if old.revision_number == observation.revision_number else "",
            "edition": old.in_hand.edition + 1,
        },
    )
    return Outcome.objects.select_related("redraft").get(pk=old.pk)


def replace(outcome: Outcome, *, seen: int, moment: datetime) -> None:
    """Put the new answer where a published one stands, after keeping that for ever; it is not public yet.

    :raises ChangedMeanwhile: somebody else did, or wrote another.
    """
    new = Redraft.objects.select_for_update().filter(outcome=outcome, edition=seen).first()
    if new is None:
        raise ChangedMeanwhile
    promised = Commitment.objects.filter(outcome=outcome).first()
    named = OutcomeParagraph.objects.filter(outcome=outcome).order_by("pk").values_list("paragraph_id", flat=True)
    FormerAnswer.objects.create(
        outcome=outcome,
        **{name: getattr(outcome, name) for name in _KEPT},
        paragraph_ids=[str(pk) for pk in named],
        promise=_as_plain(promised),
        reason=new.reason,
        replaced_at=moment,
    )
    words = {name: getattr(new, name) for name in _WORDS}
    same = Outcome.objects.published().filter(pk=outcome.pk, edition=outcome.edition)
    if not same.update(**words, edition=new.edition, published_at=None):
        raise ChangedMeanwhile
    attach(outcome, answer_of(new))
    new.delete()


def answer_of(new: Redraft) -> Answer:
    """Return what a kept redraft says, as it was typed."""
    promised = new.promise
    return Answer(
        kind=new.kind,
        motivation=new.motivation,
        office=new.office,
        other_office=new.other_office,
        paragraph_ids=frozenset(uuid.UUID(pk) for pk in new.paragraph_ids),
        promise=Promise(what=promised["what"], who=promised["who"], due_date=date.fromisoformat(promised["due_date"]))
        if promised
        else None,
        correction=new.reason,
    )


def _as_plain(promised: Commitment | None) -> dict[str, str]:
    if promised is None:
        return {}
    return {"what": promised.what, "who": promised.who, "due_date": promised.due_date.isoformat()}


def attach(outcome: Outcome, answer: Answer) -> None:
    """Write the paragraphs and the commitment of an answer, in place of those it had."""
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
