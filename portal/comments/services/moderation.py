# SPDX-License-Identifier: AGPL-3.0-or-later
"""What moderators decide: the state is changed by an `UPDATE` that names the state they saw.

Note [Own columns only]
-----------------------
The library's model spans three tables. An `update()` that touches or filters columns of more than one becomes a
SELECT and then UPDATEs that guard nothing, so that both of two moderators win. State and number of the revision are
columns of our table; `is_public` and the words follow in statements of their own, inside the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.comments import enums, signals, xtd
from portal.comments.models import ModerationDecision, Observation, ObservationRevision, Report
from portal.comments.queries.rows import latest_revision
from portal.comments.services import attachments, tell
from portal.core import audit
from portal.core.models import User


class AlreadyDecided(Exception):  # noqa: N818 -- a fact, not a fault
    """Another moderator decided first; `decision` is what they decided, if it was a moderator."""

    def __init__(self, decision: ModerationDecision | None) -> None:
        super().__init__()
        self.decision = decision


class ChangedMeanwhile(Exception):  # noqa: N818 -- a fact, not a fault
    """The author changed the words while they were being read: they must be read again."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a moderator had before the eyes when deciding."""

    state: str
    revision_number: int


@transaction.atomic
def publish(*, observation_id: int, seen: Seen, by: User, moment: datetime) -> ModerationDecision:
    """Publish an observation as it was seen, or the new words of one that is already published.

    :raises AlreadyDecided: another moderator decided first, or the author withdrew it.
    :raises ChangedMeanwhile: the words are not those that were seen.
    """
    observation = _reread(observation_id)
    if seen.state == enums.State.PUBLISHED:
        _approve_revision(observation, seen)
    else:
        _change_state(observation, seen, to=enums.State.PUBLISHED, published_at=observation.published_at or moment)
        _approve_pending(observation, seen.revision_number)
        xtd.set_public(observation.pk, is_public=True)
    attachments.publish_with(observation, revision_number=seen.revision_number, moment=moment)
    decision = _write_down(observation, seen, enums.Decision.PUBLISH, by=by, moment=moment)
    observation = _reread(observation_id)
    tell.tell_author_published(observation)
    tell.refresh_branch(observation, signal=signals.observation_published)
    return decision


@transaction.atomic
def hide(
    *, observation_id: int, seen: Seen, reason: str, message: str, by: User, moment: datetime
) -> ModerationDecision:
    """Do not publish an observation, or take a published one away; the author is told why. Replies stay readable.

    :raises AlreadyDecided: another moderator decided first, or the author withdrew it.
    :raises ChangedMeanwhile: the words are not those that were seen.
    """
    observation = _reread(observation_id)
    _change_state(observation, seen, to=enums.State.HIDDEN)
    waiting = observation.revisions.filter(state=enums.RevisionState.PENDING)
    waiting.update(state=enums.RevisionState.REJECTED)
    xtd.set_public(observation.pk, is_public=False)
    _close_reports(observation, by=by, moment=moment)
    decision = _write_down(observation, seen, enums.Decision.HIDE, by=by, moment=moment, reason=reason, message=message)
    tell.tell_author_hidden(observation, decision_id=decision.pk)
    tell.refresh_branch(observation, signal=signals.observation_hidden)
    return decision


@transaction.atomic
def reject_revision(
    *, observation_id: int, seen: Seen, reason: str, message: str, by: User, moment: datetime
) -> ModerationDecision:
    """Keep the published words and do not publish the new ones; the author is told why.

    :raises AlreadyDecided: another moderator decided first.
    """
    observation = _reread(observation_id)
    revision = _pending_revision(observation, seen)
    _change_revision(revision, to=enums.RevisionState.REJECTED)
    attachments.refuse_with(observation, revision_number=revision.number)
    decision = _write_down(observation, seen, enums.Decision.HIDE, by=by, moment=moment, reason=reason, message=message)
    tell.tell_author_hidden(observation, decision_id=decision.pk)
    return decision


def publish_many(*, seen: Iterable[tuple[int, Seen]], by: User, moment: datetime) -> tuple[int, int]:
    """Publish those ticked; return how many were published and how many somebody had already decided or changed."""
    published = passed_by = 0
    for observation_id, what in seen:
        try:
            publish(observation_id=observation_id, seen=what, by=by, moment=moment)
        except (AlreadyDecided, ChangedMeanwhile):
            passed_by += 1
        else:
            published += 1
    return published, passed_by


@transaction.atomic
def resolve_reports(*, observation_id: int, by: User, moment: datetime) -> int:
    """Note that a moderator looked and leaves the observation where it is; return how many reports were open."""
    observation = _reread(observation_id)
    closed = _close_reports(observation, by=by, moment=moment)
    if closed:
        audit.record(actor=by, action="observation.reports_resolved", target=observation, after={"reports": closed})
    return closed


def _reread(observation_id: int) -> Observation:
    return Observation.objects.select_related("user").get(pk=observation_id)


def _change_state(observation: Observation, seen: Seen, *, to: str, published_at: datetime | None = None) -> None:
    """See Note [Own columns only]."""
    mine = Observation.objects.filter(pk=observation.pk, state=seen.state, revision_number=seen.revision_number)
    changes = {"published_at": published_at} if published_at is not None else {}
    if mine.update(state=to, **changes):
        return
    now = Observation.objects.get(pk=observation.pk)
    if now.state == seen.state:
        raise ChangedMeanwhile
    raise AlreadyDecided(observation.decisions.select_related("decided_by").last())


def _approve_revision(observation: Observation, seen: Seen) -> None:
    revision = _pending_revision(observation, seen)
    observation.revisions.filter(state=enums.RevisionState.APPROVED).update(state=enums.RevisionState.SUPERSEDED)
    _change_revision(revision, to=enums.RevisionState.APPROVED)
    still = Observation.objects.filter(pk=observation.pk, state=enums.State.PUBLISHED)
    if not still.update(revision_number=revision.number):
        raise AlreadyDecided(observation.decisions.select_related("decided_by").last())
    xtd.set_words(observation.pk, revision.text)


def _pending_revision(observation: Observation, seen: Seen) -> ObservationRevision:
    latest = latest_revision(observation)
    if latest.number != seen.revision_number:
        raise ChangedMeanwhile
    return latest


def _change_revision(revision: ObservationRevision, *, to: str) -> None:
    waiting = ObservationRevision.objects.filter(pk=revision.pk, state=enums.RevisionState.PENDING)
    if not waiting.update(state=to):
        raise AlreadyDecided(revision.observation.decisions.select_related("decided_by").last())


def _approve_pending(observation: Observation, number: int) -> None:
    same = observation.revisions.filter(number=number)
    same.update(state=enums.RevisionState.APPROVED)


def _close_reports(observation: Observation, *, by: User, moment: datetime) -> int:
    open_reports = Report.objects.filter(observation_id=observation.pk, resolved_at=None)
    return open_reports.update(resolved_at=moment, resolved_by=by)


def _write_down(
    observation: Observation,
    seen: Seen,
    decided: enums.Decision,
    *,
    by: User,
    moment: datetime,
    reason: str = "",
    message: str = "",
) -> ModerationDecision:
    decision = ModerationDecision.objects.create(
        observation=observation,
        revision=observation.revisions.filter(number=seen.revision_number).first(),
        decision=decided,
        reason=reason,
        message=message,
        decided_by=by,
        decided_at=moment,
    )
    audit.record(
        actor=by,
        action="observation.published" if decided == enums.Decision.PUBLISH else "observation.hidden",
        target=observation,
        partner_id=observation.voice_id,
        before={"state": seen.state, "revision": seen.revision_number},
        after={"decision": decision.pk},
        reason=str(enums.HidingReason(reason).label) if reason else "",
    )
    return decision
