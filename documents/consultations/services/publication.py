# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Pubblica la proposta definitiva»: refused while anybody lacks an answer; then everything comes out together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.consultations import links
from documents.consultations.enums import Stage
from documents.consultations.models import Consultation, Version, VersionStage
from documents.consultations.queries import obstacles, people
from documents.consultations.queries.obstacles import Obstacle
from documents.consultations.queries.outcomes import prepared
from documents.consultations.search_kinds import CONSULTATION, TEXT
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


@transaction.atomic
def publish_proposal(
    *,
    consultation: Consultation,
    by: User,
    moment: datetime,
    note: str = "",
    expected: str = "",
    matches: Mapping[str, UUID] | None = None,
    left: str = "",
) -> Version:
    """Freeze the *proposta definitiva*, publish every prepared answer with it, tell all who wrote once.

    The frozen words themselves are checked: an accepted observation whose paragraph vanished or stayed as it was
    undoes everything. When nothing was accepted and no word changed, the version that people read is the proposal.
    `left` is the reason «d'ufficio» of the changes that nobody gave a cause.

    :raises AlreadyPublished: it is out already.
    :raises NotReady: something is unanswered, unread, still open, promised and not done, or changed without a cause.
    :raises versions.NotAllowed, versions.NothingReady, versions.ChangedMeanwhile: as there.
    """
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if consultation.has_results:
        raise AlreadyPublished
    _refuse(obstacles.before_freezing(consultation, moment=moment))
    version = _frozen(consultation, by=by, moment=moment, note=note, expected=expected, matches=matches, left=left)
    _refuse(obstacles.unkept(consultation, obstacles.all_words_of(version)))
    waiting = list(prepared(consultation).select_related("observation"))
    editions = {outcome.pk: outcome.in_hand.edition for outcome in waiting}
    outcomes.publish_all(outcomes=waiting, editions=editions, by=by, moment=moment, is_told=False)
    Consultation.objects.filter(pk=consultation.pk).update(closed_version=version, results_published_at=moment)
    audit.record(
        actor=by,
        action="consultation.answered",
        target=consultation,
        after={"version": version.number, "outcomes": len(waiting)},
    )
    _tell(consultation)
    return version


def _frozen(
    consultation: Consultation,
    *,
    by: User,
    moment: datetime,
    note: str,
    expected: str,
    matches: Mapping[str, UUID] | None,
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
            matches=matches,
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
        recipients=people.who_wrote(consultation),
        event="consultation.answered",
        subject=_("La proposta definitiva è pubblicata, con tutte le risposte"),
        url=links.stored(links.consultation, consultation),
        context={"consultation": consultation.pk},
    )
    feed.refresh(CONSULTATION, [consultation.pk])
    copies.forget()


def _refuse(found: list[Obstacle]) -> None:
    if found:
        raise NotReady(found)
