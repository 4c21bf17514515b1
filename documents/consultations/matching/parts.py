# SPDX-License-Identifier: AGPL-3.0-or-later
"""Splits and merges: one paragraph on one side, its words in several on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.consultations.matching.state import State
from documents.consultations.matching.weights import Bag, together

INSIDE = 0.6  # how much of a part must be in the whole
INSIDE_BESIDE = 0.5  # the same, for parts that stand beside each other
INSIDE_AFAR = 0.85  # the same, far from each other: a sentence written anew may say nearly the same
NEVER = 2.0  # nobody joins paragraphs that stand far from each other
AHEAD = 0.2  # how much better than in any other whole
COVERED = 0.6  # how much of the whole its parts must have
OWN = 0.6  # how much of what a part shares with the whole no other part shares
AS_GOOD = 0.7  # another part that has so much of this one might be the one
FEW_WORDS = 6  # a shorter part says too little, unless it stands beside the others


@dataclass(frozen=True)
class _Side:
    """Splits and merges are the same question asked from the two sides."""

    wholes: Callable[[], list[int]]
    is_free_part: Callable[[int], bool]
    bag_of_whole: Sequence[Bag]
    bag_of_part: Sequence[Bag]
    words_of_part: Sequence[tuple[str, ...]]
    near: Sequence[dict[int, float]]  # whole → parts
    back: Sequence[dict[int, float]]  # part → wholes
    size_of_part: Sequence[float]
    size_of_whole: Sequence[float]


class Parts:
    """Finds certain splits and merges, and says them to the state."""

    def __init__(self, state: State) -> None:
        self.state = state
        weights = state.weights
        self.splits = _Side(
            state.free_old, state.is_free_new, weights.old, weights.new, state.new_words,
            weights.by_old, weights.by_new, weights.new_size, weights.old_size,
        )  # fmt: skip
        self.merges = _Side(
            state.free_new, state.is_free_old, weights.new, weights.old, state.old_words,
            weights.by_new, weights.by_old, weights.old_size, weights.new_size,
        )  # fmt: skip

    def between_neighbours(self) -> None:
        """Find one whole on one side and nothing but its parts on the other, between the same neighbours."""
        for gap in self.state.gaps():
            if len(gap.old) == 1 and len(gap.new) > 1 and self._fill(self.splits, gap.old[0], gap.new):
                self._split(gap.old[0], gap.new)
            elif len(gap.new) == 1 and len(gap.old) > 1 and self._fill(self.merges, gap.new[0], gap.old):
                self._merge(gap.new[0], gap.old)

    def among_free(self) -> None:
        """Find wholes of which nothing was said yet, whose parts are free as well."""
        for old in self.splits.wholes():
            parts = self._parts(self.splits, old)
            if parts and self.state.is_free_old(old):
                self._split(old, parts)
        for new in self.merges.wholes():
            parts = self._parts(self.merges, new, afar=NEVER)
            if parts and self.state.is_free_new(new):
                self._merge(new, parts)

    def beside_matched(self) -> None:
        """Find free parts whose words left a matched paragraph, or came into one."""
        for new in self.state.free_new():
            old = self._left(self.splits, new, self.state.new_of, self.state.split_of)
            if old is not None:
                self.state.split_of[new] = old
        for old in self.state.free_old():
            into = self._left(self.merges, old, self.state.old_of, self.state.merged_in, afar=NEVER)
            if into is not None:
                self.state.merged_in[old] = into

    def _split(self, old: int, parts: Sequence[int]) -> None:
        """The first part keeps the identity, as in the editor."""
        self.state.pair(old, parts[0])
        self.state.split_of.update(dict.fromkeys(parts[1:], old))

    def _merge(self, new: int, parts: Sequence[int]) -> None:
        self.state.pair(parts[0], new)
        self.state.merged_in.update(dict.fromkeys(parts[1:], new))

    def _fill(self, side: _Side, whole: int, parts: Sequence[int]) -> bool:
        return all(self.inside(side, whole, part) >= INSIDE_BESIDE for part in parts) and self._cover(
            side, whole, parts
        )

    def inside(self, side: _Side, whole: int, part: int) -> float:
        """Return how much of a part is in a whole."""
        size = side.size_of_part[part]
        return side.near[whole].get(part, 0.0) / size if size else 0.0

    def _parts(self, side: _Side, whole: int, *, afar: float = INSIDE_AFAR) -> list[int]:
        """Return the parts of a whole, if they are certain."""
        found = sorted(
            part
            for part in side.near[whole]
            if side.is_free_part(part)
            and len(side.words_of_part[part]) >= FEW_WORDS
            and self.inside(side, whole, part) >= INSIDE_BESIDE
            and self._is_ahead(side, whole, part)
        )
        if any(second - first != 1 for first, second in pairwise(found)):
            found = [part for part in found if self.inside(side, whole, part) >= afar]
        if len(found) < 2 or not self._cover(side, whole, found):  # noqa: PLR2004 -- one part is no split
            return []
        return found

    def _is_ahead(self, side: _Side, whole: int, part: int) -> bool:
        mine = self.inside(side, whole, part)
        return all(mine - self.inside(side, other, part) >= AHEAD for other in side.back[part] if other != whole)

    def _is_alone(self, side: _Side, whole: int, part: int) -> bool:
        """Return whether a part that stands elsewhere can be of this whole only, and no other part in its stead."""
        if len(side.words_of_part[part]) < FEW_WORDS or not self._is_ahead(side, whole, part):
            return False
        mine = side.bag_of_part[part]
        return not any(
            self.state.weights.shared(mine, side.bag_of_part[one]) >= AS_GOOD * side.size_of_part[part]
            for one in side.near[whole]
            if one != part and self.inside(side, whole, one) >= INSIDE
        )

    def _cover(self, side: _Side, whole: int, parts: Sequence[int]) -> bool:
        """Return whether parts make up the whole, and none says again what another says."""
        weights, words = self.state.weights, side.bag_of_whole[whole]
        every = weights.shared(words, together(side.bag_of_part[part] for part in parts))
        if every < COVERED * side.size_of_whole[whole]:
            return False
        for part in parts:
            without = weights.shared(words, together(side.bag_of_part[one] for one in parts if one != part))
            if every - without < OWN * side.near[whole][part]:
                return False
        return True

    def _left(
        self,
        side: _Side,
        part: int,
        matched: dict[int, int],
        already: dict[int, int],
        *,
        afar: float = INSIDE_AFAR,
    ) -> int | None:
        """Return the whole whose words this part took along (or brought), if it is certain."""
        for whole in side.back[part]:
            if whole not in matched or self.inside(side, whole, part) < INSIDE_BESIDE:
                continue
            others = [matched[whole], *(one for one, of in already.items() if of == whole)]
            is_beside = any(abs(part - one) == 1 for one in others)
            if not is_beside and (len(side.words_of_part[part]) < FEW_WORDS or not self._is_ahead(side, whole, part)):
                continue
            rest = side.bag_of_whole[whole] - together(side.bag_of_part[one] for one in others)
            size = side.size_of_part[part]
            wanted = INSIDE_BESIDE if is_beside else afar
            if size and self.state.weights.shared(rest, side.bag_of_part[part]) / size >= wanted:
                return whole
        return None
