# SPDX-License-Identifier: AGPL-3.0-or-later
"""The box of ballots; see Note [A ballot cannot be tied to who cast it] in `partners.models.designation`."""

from __future__ import annotations

import secrets
from collections import Counter

from partners.models import Ballot, Candidate, Designation

MOST_TRIES = 200


class BoxEmpty(RuntimeError):  # noqa: N818 -- never happens: there are as many ballots as names on the roll
    """There is no blank ballot left."""


def blank_ballots(designation: Designation, number: int) -> None:
    """Put blank ballots in the box."""
    Ballot.objects.bulk_create([Ballot(designation=designation) for _number in range(number)])


def fill_in(designation: Designation, candidate: Candidate | None) -> None:
    """Fill in one blank ballot taken by chance; of two who reach for the same one, one takes another.

    :raises BoxEmpty: there is none.
    """
    for _try in range(MOST_TRIES):
        blank = list(Ballot.objects.filter(designation=designation, is_cast=False).values_list("pk", flat=True))
        if not blank:
            break
        chosen = Ballot.objects.filter(pk=secrets.choice(blank), is_cast=False)
        if chosen.update(is_cast=True, candidate=candidate):
            return
    raise BoxEmpty(designation.pk)


def tally(designation: Designation) -> int:
    """Write how many votes each candidate got; return how many ballots were cast blank."""
    cast = Ballot.objects.filter(designation=designation, is_cast=True).values_list("candidate_id", flat=True)
    votes: Counter[int | None] = Counter(cast)
    for candidate in designation.candidates.filter(withdrawn_at=None):
        Candidate.objects.filter(pk=candidate.pk).update(votes=votes[candidate.pk])
    return votes[None]


def shuffled_again(designation: Designation) -> None:
    """Write every ballot anew, in another order and under another key."""
    kept = list(Ballot.objects.filter(designation=designation).values_list("is_cast", "candidate_id"))
    secrets.SystemRandom().shuffle(kept)
    Ballot.objects.filter(designation=designation).delete()
    Ballot.objects.bulk_create(
        [Ballot(designation=designation, is_cast=is_cast, candidate_id=candidate) for is_cast, candidate in kept]
    )
