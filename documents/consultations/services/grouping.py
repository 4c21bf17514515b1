# SPDX-License-Identifier: AGPL-3.0-or-later
"""Grouping contributions that make the same point: a machine proposes, a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from documents.consultations.enums import GroupState
from documents.consultations.models import Consultation, LikeGroup, LikeMember
from documents.consultations.queries import groups
from portal.core import audit
from search import likeness
from search.likeness import Likeness, Pair

if TYPE_CHECKING:
    from portal.core.models import User

MOST_MEMBERS = 30


class AlreadyDecided(Exception):  # noqa: N818 -- a fact about a group
    """Somebody accepted or discarded it first."""


class TooFew(Exception):  # noqa: N818 -- a fact about what was chosen
    """A group has two contributions at least, of those that were proposed."""


class AlreadyGrouped(Exception):  # noqa: N818 -- a fact about a contribution
    """One of them is in another accepted group."""


def propose(*, consultation: Consultation, moment: datetime, way: Likeness | None = None) -> int:
    """Propose groups anew in place of those that nobody has looked at; return how many. Long: for the worker.

    What a person has parted is not proposed together again.
    """
    chosen = way or likeness.ways()[0]
    rows = groups.to_compare(consultation)
    apart = groups.kept_apart(consultation)
    pairs = [
        pair
        for pair in chosen.alike([words for _, words in rows])
        if (rows[pair.first][0], rows[pair.second][0]) not in apart
    ]
    found = stars(pairs)
    with transaction.atomic():
        Consultation.objects.select_for_update().get(pk=consultation.pk)
        LikeGroup.objects.filter(consultation=consultation, state=GroupState.PROPOSED).delete()
        for members in found:
            group = LikeGroup.objects.create(consultation=consultation, way=chosen.name, proposed_at=moment)
            LikeMember.objects.bulk_create(
                LikeMember(group=group, observation_id=rows[place][0], likeness=score)
                for place, score in members.items()
            )
    return len(found)


@transaction.atomic
def accept(*, group: LikeGroup, pks: Collection[int], by: User, moment: datetime) -> None:
    """Say that these members make the same point; the others are out.

    :raises AlreadyDecided: somebody did first.
    :raises TooFew: fewer than two of those that were proposed.
    :raises AlreadyGrouped: one of them is in another accepted group.
    """
    _decide(group, GroupState.ACCEPTED, by, moment)
    members = LikeMember.objects.filter(group=group)
    try:
        with transaction.atomic():
            chosen = members.filter(observation_id__in=pks).update(is_in=True)
    except IntegrityError as error:
        raise AlreadyGrouped from error
    if chosen < 2:  # noqa: PLR2004 -- one alone is no group
        raise TooFew
    members.filter(is_in=None).update(is_in=False)
    audit.record(actor=by, action="group.accepted", target=group, after={"observations": sorted(pks)})


@transaction.atomic
def discard(*, group: LikeGroup, by: User, moment: datetime) -> None:
    """Say that they do not make the same point.

    :raises AlreadyDecided: somebody did first.
    """
    _decide(group, GroupState.DISCARDED, by, moment)
    audit.record(actor=by, action="group.discarded", target=group)


def stars(pairs: Iterable[Pair]) -> list[dict[int, float]]:
    """Return groups out of pairs, the most alike first: one in the middle, and those like it."""
    near: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for pair in pairs:
        near[pair.first][pair.second] = near[pair.second][pair.first] = pair.likeness
    middles = sorted(near, key=lambda one: (-sum(near[one].values()), one))
    taken: set[int] = set()
    found = []
    for middle in middles:
        free = {other: score for other, score in near[middle].items() if other not in taken}
        if middle in taken or not free:
            continue
        best = sorted(free.items(), key=lambda item: (-item[1], item[0]))[: MOST_MEMBERS - 1]
        found.append({middle: 1.0, **dict(best)})
        taken |= found[-1].keys()
    return found


def _decide(group: LikeGroup, state: GroupState, by: User, moment: datetime) -> None:
    waiting = LikeGroup.objects.filter(pk=group.pk, state=GroupState.PROPOSED)
    if not waiting.update(state=state, decided_by=by, decided_at=moment):
        raise AlreadyDecided
