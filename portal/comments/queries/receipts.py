# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a receipt tells: where the observation is, and what happens next and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from portal.comments import enums, targets
from portal.comments.models import ModerationDecision, Observation
from portal.comments.queries.attachments import FileLink, links_of
from portal.comments.queries.rows import observation_of_receipt, target_of
from portal.comments.targets import Target, WindowClosed
from portal.core.models import OfficeSettings

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """An observation as whoever holds its receipt's code may know it."""

    observation: Observation
    target: Target
    office: OfficeSettings
    decision: ModerationDecision | None
    has_waiting_revision: bool
    can_change: bool
    files: tuple[FileLink, ...] = ()

    @property
    def is_pending(self) -> bool:
        """Whether a moderator has not read it yet."""
        return self.observation.state == enums.State.PENDING

    @property
    def is_withdrawn(self) -> bool:
        """Whether its author took it back."""
        return self.observation.state == enums.State.WITHDRAWN

    @property
    def is_hidden(self) -> bool:
        """Whether a moderator did not publish it."""
        return self.observation.state == enums.State.HIDDEN

    @property
    def refusal(self) -> ModerationDecision | None:
        """The last decision, if it was not to publish: of the whole, or of its new words."""
        if self.decision is None or self.decision.decision != enums.Decision.HIDE:
            return None
        return None if self.is_withdrawn else self.decision


def receipt(receipt_code: str, *, viewer: User | AnonymousUser, audience: frozenset[str], moment: datetime) -> Receipt:
    """Return the receipt that carries this code.

    :raises NotReadable: there is none.
    """
    observation = observation_of_receipt(receipt_code)
    target = target_of(observation, audience=audience)
    is_author = viewer.is_authenticated and observation.user_id == viewer.pk
    return Receipt(
        observation=observation,
        target=target,
        office=OfficeSettings.load(),
        decision=observation.decisions.last(),
        has_waiting_revision=observation.is_published
        and observation.revisions.filter(state=enums.RevisionState.PENDING).exists(),
        can_change=_may_change(observation, is_author=is_author) and is_open(target, moment=moment),
        files=links_of(observation, viewer=viewer) if not observation.is_tombstone else (),
    )


def _may_change(observation: Observation, *, is_author: bool) -> bool:
    """Whether the words are its author's to change: those of a letter stay as they came."""
    return is_author and observation.channel == enums.Channel.WEB and not observation.is_tombstone


def is_open(target: Target, *, moment: datetime) -> bool:
    """Return whether one may write about this at this moment."""
    try:
        targets.check_gate(target, moment=moment)
    except WindowClosed:
        return False
    return True
