# SPDX-License-Identifier: AGPL-3.0-or-later
"""Single observations, for the person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import OuterRef, QuerySet, Subquery

from portal.comments import enums, targets
from portal.comments.enums import Kind
from portal.comments.models import Observation, ObservationRevision, Support
from portal.core.exceptions import NotReadable

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User


def readable_parent(pk: int, *, scope: str, target_kind: str, target_id: str) -> Observation:
    """Return a published observation about exactly this.

    :raises NotReadable: there is none.
    """
    same_thing = Observation.objects.published().filter(scope=scope, target_kind=target_kind, target_id=target_id)
    found = same_thing.filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def published_observation(pk: int, *, audience: frozenset[str]) -> tuple[Observation, targets.Target]:
    """Return a published observation and what it is about, for whoever may read that.

    :raises NotReadable: it is not published, or its text is for others.
    """
    found = Observation.objects.published().select_related("voice", "seat").filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found, _in_its_scope(targets.resolve(found.target_kind, found.target_id, audience=audience), found)


def own_observation(pk: int, *, user: User | AnonymousUser) -> Observation:
    """Return an observation of this person, whatever its state.

    :raises NotReadable: there is none, or somebody else wrote it; the two look the same.
    """
    if not user.is_authenticated:
        raise NotReadable
    written = Observation.objects.filter(channel=enums.Channel.WEB)  # the words of a letter are those of the paper
    found = written.select_related("voice", "seat").filter(pk=pk, user_id=user.pk).first()
    if found is None:
        raise NotReadable
    return found


def observation_of_receipt(receipt_code: str) -> Observation:
    """Return the observation whose receipt carries this code.

    :raises NotReadable: there is none.
    """
    found = Observation.objects.select_related("voice", "seat").filter(receipt_code=receipt_code.upper()).first()
    if found is None:
        raise NotReadable
    return found


def target_of(observation: Observation, *, audience: frozenset[str]) -> targets.Target:
    """Return what an observation is about: as it is read now or, if it is no longer there, as it was then.

    For the writer, whose right to one's own words does not end when a paragraph does.
    """
    try:
        target = targets.resolve(observation.target_kind, observation.target_id, audience=audience)
    except NotReadable:
        return targets.remembered(observation)
    return _in_its_scope(target, observation)


def _in_its_scope(target: targets.Target, observation: Observation) -> targets.Target:
    """Guard with the windows under which it was written: a later consultation of the same text opens nothing old."""
    return replace(target, scope=observation.scope)


def latest_revision(observation: Observation) -> ObservationRevision:
    """Return the newest words, in force or waiting."""
    return ObservationRevision.objects.filter(observation_id=observation.pk).order_by("-number")[:1].get()


def revision_in_force(observation: Observation) -> ObservationRevision:
    """Return the words that the observation says now."""
    return ObservationRevision.objects.get(observation_id=observation.pk, number=observation.revision_number)


def proposals_in_force(observations: Iterable[Observation]) -> dict[int, str]:
    """Return, by observation, the paragraph as those that propose words would write it; one query, or none."""
    numbers = {one.pk: one.revision_number for one in observations if one.kind == Kind.PROPOSAL}
    if not numbers:
        return {}
    rows = ObservationRevision.objects.filter(observation_id__in=numbers).exclude(proposed="")
    told = rows.values_list("observation_id", "number", "proposed")
    return {pk: proposed for pk, number, proposed in told if numbers[pk] == number}


def with_proposals(rows: QuerySet[Observation]) -> QuerySet[Observation]:
    """Read observations so that `proposal_read_with` asks nothing."""
    in_force = ObservationRevision.objects.filter(observation=OuterRef("pk"), number=OuterRef("revision_number"))
    told: QuerySet[Observation] = rows.annotate(proposed_words=Subquery(in_force.values("proposed")[:1]))
    return told


def proposal_read_with(row: Observation) -> str:
    """Return the paragraph as a row read `with_proposals` would write it; empty when it proposes nothing."""
    return (getattr(row, "proposed_words") or "") if row.kind == Kind.PROPOSAL else ""  # noqa: B009 -- an annotation


def proposal_of(observation: Observation) -> Sequence[targets.Segment]:
    """Return the paragraph with the words that an observation would take out and put in, if it proposes any."""
    proposed = proposals_in_force([observation]).get(observation.pk)
    return targets.compared(observation.quote, proposed) if proposed else ()


def has_supported(observation: Observation, user: User | AnonymousUser) -> bool:
    """Return whether a person said «sono d'accordo»."""
    return user.is_authenticated and Support.objects.filter(observation=observation, user_id=user.pk).exists()


def support_count(observation: Observation) -> int:
    """Return how many agree."""
    return Support.objects.filter(observation=observation).count()
