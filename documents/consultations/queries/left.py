# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who had no answer when a *proposta definitiva* came out, and why: told wherever their words are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from documents.consultations.models import Consultation, LeftUnanswered, Override, Version
from portal.comments.enums import State


@dataclass(frozen=True, kw_only=True)
class PassedOver:
    """The decision to publish without all the answers, with the contributions that have none to this day."""

    reason: str
    decided_at: datetime
    consultation: Consultation
    codes: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many still wait."""
        return len(self.codes)


def of_consultation(consultation: Consultation) -> PassedOver | None:
    """Return the decision taken in a consultation, if one was: two queries at most."""
    override = Override.objects.filter(consultation=consultation).select_related("consultation").first()
    return _passed_over(override) if override else None


def of_version(version: Version) -> PassedOver | None:
    """Return the decision with which a version came out as *proposta definitiva*, if one was taken."""
    rows = Override.objects.filter(consultation__closed_version=version).select_related("consultation")
    override = rows.order_by("-pk").first()
    return _passed_over(override) if override else None


def overrides_of(observation_ids: Iterable[int]) -> dict[int, Override]:
    """Return the decision that left each of these contributions without an answer, answered since or not."""
    rows = LeftUnanswered.objects.filter(observation_id__in=list(observation_ids)).select_related("override")
    return {row.observation_id: row.override for row in rows}


def _passed_over(override: Override) -> PassedOver:
    rows = override.left.filter(
        observation__state=State.PUBLISHED, observation__outcome__published_at__isnull=True
    ).select_related("observation")
    return PassedOver(
        reason=override.reason,
        decided_at=override.decided_at,
        consultation=override.consultation,
        codes=tuple(row.observation.code for row in rows.order_by("pk")),
    )
