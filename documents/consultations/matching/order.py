# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where an unmatched paragraph stands, told by the matched ones around it that kept their order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """What stands between the same two neighbours on both sides."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def gaps(old_count: int, new_count: int, old_of: Mapping[int, int], used_old: set[int]) -> list[Gap]:
    """Return the unmatched paragraphs that stand between matched ones, in order.

    Matched pairs that changed their order are no neighbours to go by.
    """
    spine = _in_order([(new, old_of[new]) for new in sorted(old_of)])
    made = []
    for (new_start, old_start), (new_end, old_end) in zip(
        [(-1, -1), *spine], [*spine, (new_count, old_count)], strict=True
    ):
        old = tuple(at for at in range(old_start + 1, old_end) if at not in used_old)
        new = tuple(at for at in range(new_start + 1, new_end) if at not in old_of)
        if old and new:
            made.append(Gap(old, new))
    return made


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs whose old places grow with their new ones."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for at, (_, old) in enumerate(pairs):
        place = bisect_left(tails, old)
        before.append(ends[place - 1] if place else None)
        tails[place : place + 1] = [old]
        ends[place : place + 1] = [at]
    kept: list[tuple[int, int]] = []
    last = ends[-1] if ends else None
    while last is not None:
        kept.append(pairs[last])
        last = before[last]
    return kept[::-1]
