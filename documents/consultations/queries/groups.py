# SPDX-License-Identifier: AGPL-3.0-or-later
"""Groups of contributions that make the same point, as whoever answers sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from documents.consultations.enums import GroupState
from documents.consultations.models import Consultation, LikeGroup, LikeMember
from documents.consultations.queries.outcomes import owed
from portal.comments.models import Observation
from portal.core.exceptions import NotReadable


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """A group with its members that are still owed an answer."""

    group: LikeGroup
    observations: tuple[Observation, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether a person said that they make the same point."""
        return self.group.state == GroupState.ACCEPTED


def groups_of(consultation: Consultation) -> list[Grouped]:
    """Return the groups proposed and accepted, accepted ones first: two queries however many."""
    rows = LikeGroup.objects.filter(consultation=consultation).exclude(state=GroupState.DISCARDED)
    found = [_grouped(one) for one in rows.prefetch_related(_members()).order_by("state", "pk")]
    return [one for one in found if len(one.observations) > 1]


def group_of(consultation: Consultation, pk: int) -> Grouped:
    """Return one group of a consultation.

    :raises NotReadable: there is none.
    """
    row = LikeGroup.objects.filter(consultation=consultation, pk=pk).prefetch_related(_members()).first()
    if row is None:
        raise NotReadable
    return _grouped(row)


def accepted_with(observation: Observation) -> Grouped | None:
    """Return the accepted group that a contribution is in."""
    row = LikeGroup.objects.filter(members__observation=observation, members__is_in=True)
    found = row.prefetch_related(_members()).first()
    return _grouped(found) if found else None


def to_compare(consultation: Consultation) -> list[tuple[int, str]]:
    """Return the contributions without a published answer that are in no accepted group: number and words."""
    rows = owed(consultation).filter(outcome__published_at__isnull=True)
    rows = rows.exclude(like_memberships__is_in=True).order_by("pk")
    return list(rows.values_list("pk", "comment"))


def kept_apart(consultation: Consultation) -> set[tuple[int, int]]:
    """Return the pairs that a person has parted: of a discarded group, or one left out of an accepted one."""
    rows = LikeMember.objects.filter(group__consultation=consultation).exclude(group__state=GroupState.PROPOSED)
    by_group: dict[int, list[tuple[int, bool]]] = {}
    for group, observation, is_in in rows.values_list("group_id", "observation_id", "is_in"):
        by_group.setdefault(group, []).append((observation, bool(is_in)))
    return set(_parted(by_group.values()))


def _parted(groups: Iterable[list[tuple[int, bool]]]) -> Iterable[tuple[int, int]]:
    for members in groups:
        for one, is_one_in in members:
            for other, is_other_in in members:
                if one < other and not (is_one_in and is_other_in):
                    yield one, other


def _members() -> Prefetch[str]:
    rows = LikeMember.objects.exclude(is_in=False).select_related(
        "observation__voice", "observation__seat", "observation__outcome"
    )
    return Prefetch("members", queryset=rows.order_by("-likeness", "pk"))


def _grouped(row: LikeGroup) -> Grouped:
    members = [one.observation for one in row.members.all() if not one.observation.is_tombstone]
    return Grouped(group=row, observations=tuple(members))
