# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Pubblica la proposta definitiva»: refused while anybody lacks an answer; then everything comes out together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.consultations import links
from documents.consultations.enums import Stage
from documents.consultations.models import Consultation, LeftUnanswered, Outcome, Override, Version, VersionStage
from documents.consultations.models.override import SHORTEST_OVERRIDE
from documents.consultations.queries import lineage, obstacles, people, sign_offs
from documents.consultations.queries.obstacles import Obstacle
from documents.consultations.queries.outcomes import prepared
from documents.consultations.search_kinds import CONSULTATION, OBSERVATION, TEXT
from documents.consultations.services import causes, outcomes, versions
from portal.core import audit, copies
from portal.notifications.services import notify
from search import feed

if TYPE_CHECKING:
    from portal.core.models import User


class NotReady(Exception):  # noqa: N818 -- a fact about the consultation
    """Something is in the way; `obstacles` lists it."""

    def __init__(self, found: list[Obstacle]) -> None:
        super().__init__(", ".join(f"{one.kind}: {one.count}" for one in found))
        self.obstacles = found


class AlreadyPublished(Exception):  # noqa: N818 -- a fact about the consultation
    """The proposal is out already, perhaps since a moment ago."""


class ReasonTooShort(Exception):  # noqa: N818 -- a fact about what was typed
    """Who passes over the unanswered owes everybody a reason of at least thirty characters."""


class OthersUnanswered(Exception):  # noqa: N818 -- a fact about the consultation
    """Those without an answer are no longer those that were on the screen."""


@dataclass(frozen=True, kw_only=True)
class PassingOver:
    """The decision to publish although these contributions have no answer, and why."""

    reason: str
    unanswered: Collection[int]


@transaction.atomic
def publish_proposal(
    *,
    consultation: Consultation,
    by: User,
    moment: datetime,
    note: str = "",
    expected: str = "",
    left: str = "",
    passing_over: PassingOver | None = None,
) -> Version:
    """Freeze the *proposta definitiva*, publish every prepared answer with it, tell all who wrote once.

    The frozen words themselves are checked: an accepted observation whose paragraph vanished or stayed as it was
    undoes everything. `passing_over` lets those without an answer wait, and nothing else. When nothing was accepted
    and no word changed, the version that people read is the proposal. `left` is the reason «d'ufficio» of the changes
    that nobody gave a cause.

    :raises AlreadyPublished: it is out already.
    :raises NotReady: something is unanswered, unread, still open, promised and not done, or changed without a cause.
    :raises ReasonTooShort, OthersUnanswered: nobody is passed over without a reason, or without being looked at.
    :raises versions.NotAllowed, versions.NothingReady, versions.ChangedMeanwhile, versions.Undecided: as there.
    """
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if consultation.has_results:
        raise AlreadyPublished
    skipped = _pass_the_gate(consultation, passing_over, by=by, moment=moment)
    version = _frozen(consultation, by=by, moment=moment, note=note, expected=expected, left=left)
    _refuse(obstacles.without_signature(sign_offs.unsigned_in(version)))
    _refuse(obstacles.unkept(consultation, lineage.of_version(version)))
    count = _answers_out(consultation, by=by, moment=moment)
    Consultation.objects.filter(pk=consultation.pk).update(closed_version=version, results_published_at=moment)
    audit.record(
        actor=by,
        action="consultation.answered",
        target=consultation,
        after={"version": version.number, "outcomes": count, "unanswered": len(skipped)},
    )
    _tell(consultation)
    return version


def _pass_the_gate(
    consultation: Consultation, decision: PassingOver | None, *, by: User, moment: datetime
) -> list[int]:
    """Refuse while anything is in the way; return those whom a decision leaves without an answer."""
    in_the_way = obstacles.before_freezing(consultation, moment=moment)
    if decision is not None and obstacles.only_overridable(in_the_way):
        return _pass_over(consultation, decision, by=by, moment=moment)
    _refuse(in_the_way)
    return []


def _answers_out(consultation: Consultation, *, by: User, moment: datetime) -> int:
    """Publish the prepared answers, but those to words that have changed; return how many they are."""
    waiting = [one for one in prepared(consultation).select_related("observation") if not _is_stale(one)]
    editions = {outcome.pk: outcome.in_hand.edition for outcome in waiting}
    return outcomes.publish_all(outcomes=waiting, editions=editions, by=by, moment=moment, is_told=False)


def _is_stale(outcome: Outcome) -> bool:
    return outcome.in_hand.revision_number != outcome.observation.revision_number


def _pass_over(consultation: Consultation, decision: PassingOver, *, by: User, moment: datetime) -> list[int]:
    """Write down for ever who had no answer, and why it came out all the same; return them."""
    reason = decision.reason.strip()
    if len(reason) < SHORTEST_OVERRIDE:
        raise ReasonTooShort
    left = obstacles.unanswered(consultation)
    if set(left) != set(decision.unanswered):
        raise OthersUnanswered
    if left:
        override = Override.objects.create(consultation=consultation, reason=reason, decided_by=by, decided_at=moment)
        LeftUnanswered.objects.bulk_create(LeftUnanswered(override=override, observation_id=pk) for pk in left)
        audit.record(
            actor=by, action="consultation.overridden", target=consultation, after={"observations": left}, reason=reason
        )
        feed.refresh(OBSERVATION, left)
    return left


def _frozen(
    consultation: Consultation,
    *,
    by: User,
    moment: datetime,
    note: str,
    expected: str,
    left: str,
) -> Version:
    try:
        return versions.publish(
            text=consultation.text,
            by=by,
            moment=moment,
            note=note,
            stage=Stage.PROPOSAL,
            expected=expected,
            left=left,
        )
    except causes.CausesMissing as error:
        found = obstacles.obstacles(consultation, moment=moment)
        others = [one for one in found if one.kind != obstacles.Kind.UNCAUSED]
        raise NotReady([*others, obstacles.without_cause(error.places)]) from error
    except versions.NothingChanged:
        version = Version.objects.get(pk=consultation.version_id)
        VersionStage.objects.create(version=version, stage=Stage.PROPOSAL, reached_at=moment, note=note)
        feed.refresh(TEXT, [consultation.text_id])
        return version


def _tell(consultation: Consultation) -> None:
    notify(
        recipients=people.who_is_told(consultation),
        event="consultation.answered",
        subject=_("La proposta definitiva è pubblicata, con le risposte"),
        url=links.stored(links.consultation, consultation),
        context={"consultation": consultation.pk},
    )
    feed.refresh(CONSULTATION, [consultation.pk])
    copies.forget()


def _refuse(found: list[Obstacle]) -> None:
    if found:
        raise NotReady(found)
