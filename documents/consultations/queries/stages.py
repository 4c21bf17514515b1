# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far a text has come, as a line of steps; and whether what was approved is being revised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.consultations.enums import Phase, Stage
from documents.consultations.models import Version, VersionStage
from documents.consultations.queries.consultations import Dated


@dataclass(frozen=True, kw_only=True)
class StageStep:
    """One step: taken by a version, with its act, or still to come."""

    label: str
    taken: VersionStage | None
    number: int
    is_now: bool


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A version was approved and stays in force; people are asked about it again since an instant."""

    number: int
    act: VersionStage
    since: datetime


def timeline(versions: Sequence[Version]) -> list[StageStep]:
    """Return the four steps of a text since it was last put in consultation; asks nothing of prefetched versions."""
    start = max((one.number for one in versions if _stage(one, Stage.CONSULTATION)), default=0)
    found: dict[str, tuple[VersionStage, int]] = {}
    for version in sorted(versions, key=lambda one: one.number):
        for taken in version.stages.all():
            if version.number >= start:
                found[taken.stage] = (taken, version.number)
    last = [stage for stage in Stage if stage in found]
    return [
        StageStep(
            label=str(stage.label).capitalize(),
            taken=found[stage][0] if stage in found else None,
            number=found[stage][1] if stage in found else 0,
            is_now=bool(last) and stage == last[-1],
        )
        for stage in Stage
    ]


def in_revision(versions: Sequence[Version], dated: Dated | None) -> Revision | None:
    """Return what is approved and being revised; nothing where nothing is, or where the revision was approved too."""
    approved = next((one for one in sorted(versions, key=lambda one: -one.number) if _stage(one, Stage.APPROVED)), None)
    if approved is None or dated is None or dated.opens_at is None or dated.phase in {Phase.PREPARING, Phase.COMING}:
        return None
    found = dated.consultation
    is_after = found.version.number >= approved.number
    is_done = found.closed_version_id == approved.pk and found.version_id != approved.pk
    if not is_after or is_done:
        return None
    act = _stage(approved, Stage.APPROVED)
    first = min(window.opens_at for window in dated.windows)
    return Revision(number=approved.number, act=act, since=first) if act and act.reached_at < first else None


def _stage(version: Version, stage: Stage) -> VersionStage | None:
    return next((one for one in version.stages.all() if one.stage == stage), None)
