# SPDX-License-Identifier: AGPL-3.0-or-later
"""The five steps of a consultation (Direttiva DFP 2/2017): which are done, which is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from documents.consultations.enums import Phase, Stage
from documents.consultations.models import VersionStage
from documents.consultations.queries.consultations import Dated


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: its name, its date when it has one, and whether it is over or now."""

    name: str
    moment: datetime | date | None = None
    is_done: bool = False
    is_now: bool = False

    @property
    def is_day(self) -> bool:
        """Whether the date has no hour."""
        return self.moment is not None and not isinstance(self.moment, datetime)

    @property
    def state(self) -> str:
        """The words that a reader who sees no colour gets."""
        if self.is_done:
            return _("fatto")
        return _("adesso") if self.is_now else _("poi")


def steps_of(dated: Dated) -> list[Step]:
    """Return the way of a consultation, from the draft to the act."""
    found = dated.consultation
    phase = dated.phase
    act = _act(found.closed_version_id)
    return [
        Step(
            name=_("Prepariamo il testo e le domande"),
            is_done=phase != Phase.PREPARING,
            is_now=phase == Phase.PREPARING,
        ),
        Step(name=_("Si apre: chiunque può scrivere"), moment=dated.opens_at, is_done=dated.is_open or dated.is_over),
        Step(name=_("Si chiude"), moment=dated.closes_at, is_done=dated.is_over, is_now=dated.is_open),
        Step(
            name=_("Rispondiamo a tutte le osservazioni e pubblichiamo la proposta definitiva"),
            moment=found.results_published_at or found.answers_due_date,
            is_done=phase == Phase.RESULTS,
            is_now=phase == Phase.CLOSED,
        ),
        Step(
            name=_("L'Amministrazione decide con un suo atto"),
            moment=act.act_date if act else None,
            is_done=act is not None,
            is_now=phase == Phase.RESULTS and act is None,
        ),
    ]


def _act(version_id: int | None) -> VersionStage | None:
    if version_id is None:
        return None
    return VersionStage.objects.filter(version_id=version_id, stage=Stage.APPROVED).first()
