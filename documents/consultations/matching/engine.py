# SPDX-License-Identifier: AGPL-3.0-or-later
"""Matching: certain pairs first, then what stands between them, then splits and merges; the rest is for a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from documents.consultations.matching import order
from documents.consultations.matching.doubts import doubts_of
from documents.consultations.matching.facts import Item, Matching
from documents.consultations.matching.in_order import InOrder
from documents.consultations.matching.parts import Parts
from documents.consultations.matching.state import State

SURE = 0.5  # so alike that nothing around is needed
MARGIN = 0.2  # how much better than the second
ALONE = 0.2  # enough for the only two between the same neighbours
AMONG = 0.25  # enough for two of several between the same neighbours
AMONG_MARGIN = 0.12
RIVAL = 0.95  # outside of its gap, nothing that is free may come so near (as a share of its likeness)
LITTLE = 0.05
WHOLE = 0.99
LACKING = 0.8  # so much of what one lacks of the other, a third has
RIVAL_OF_ALONE = 1.1  # for the only two in their gap, only what is clearly more alike stands in the way
FEW_WORDS = 4
FEW_SAME_WORDS = 3
NEAR = 4
ROUNDS = 4


def match(old: Sequence[Item], new: Sequence[Item], known: Mapping[str, str] | None = None) -> Matching:
    """Return which of the new paragraphs are which of the old ones. `known` (new → old) is not put in question.

    Only what is certain is matched: the same words, once on each side; mutual bests, well ahead of the second on
    both sides; less alike, but alone between the same neighbours. All else is a doubt with proposals.
    """
    state = State(old, new, known or {})
    _same_words(state)
    for _ in range(ROUNDS):
        before = state.settled
        _repeated_words(state)
        Parts(state).between_neighbours()
        Parts(state).among_free()
        _mutual_bests(state)
        _between_neighbours(state)
        Parts(state).beside_matched()
        InOrder(state).between_neighbours()
        InOrder(state).split_or_joined()
        if state.settled == before:
            break
    return doubts_of(state)


def _same_words(state: State) -> None:
    """Match what has the same words, once on each side; a line of few words says too little by itself."""
    for olds, news in _by_words(state):
        is_once = len(olds) == len(news) == 1 and len(state.old_words[olds[0]]) >= FEW_SAME_WORDS
        if is_once and not all(_holders(state, olds[0], news[0])):
            state.pair(olds[0], news[0])


def _holders(state: State, old: int, new: int) -> tuple[list[int], list[int]]:
    """Return which other old paragraphs have all of a new one, and which other new ones all of an old one.

    Both: the old one may have grown where it was, and the new one be what another said at its end.
    """
    weights = state.weights
    return (
        [one for one in weights.by_new[new] if one != old and weights.new_in_old(one, new) >= WHOLE],
        [one for one in weights.by_old[old] if one != new and weights.old_in_new(old, one) >= WHOLE],
    )


def _repeated_words(state: State) -> None:
    """Match what has the same words several times, or few, by the neighbours that are matched already."""
    beside = {new: gap.old for gap in state.gaps() for new in gap.new}
    for olds, news in _by_words(state):
        found = {(old, new): state.neighbours(old, new) for old in olds for new in news}
        best_old, best_new = _bests(found)
        for (old, new), support in found.items():
            is_best = support and best_old[old] == [new] and best_new[new] == [old]
            is_alone = support > 1 or not (
                _has_twin_near(new, news) or _has_twin_near(old, olds) or _has_twin_beside(old, new, olds, news, beside)
            )
            if is_best and is_alone and state.is_free(old, new):
                state.pair(old, new)
    for gap in state.gaps():
        for olds, news in _by_words(state, gap):
            if len(olds) == len(news) and not _is_elsewhere(state, olds[0], gap):
                for old, new in zip(olds, news, strict=True):
                    state.pair(old, new)


def _has_twin_near(one: int, twins: Iterable[int]) -> bool:
    return any(0 < abs(twin - one) <= NEAR for twin in twins)


def _has_twin_beside(
    old: int, new: int, olds: Iterable[int], news: Iterable[int], beside: Mapping[int, tuple[int, ...]]
) -> bool:
    """Return whether either has another twin between its own neighbours that kept their order."""
    return any(one != old and one in beside.get(new, ()) for one in olds) or any(
        one != new and old in beside.get(one, ()) for one in news
    )


def _is_elsewhere(state: State, old: int, gap: order.Gap) -> bool:
    """Return whether the same words stand unmatched outside of the gap too, before or now: one may have moved."""
    words = state.old_words[old]
    before = any(state.old_words[at] == words and at not in gap.old for at in state.free_old())
    now = any(state.new_words[at] == words and at not in gap.new for at in state.free_new())
    return before or now


def _bests(found: Mapping[tuple[int, int], int]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    best_old: dict[int, list[int]] = defaultdict(list)
    best_new: dict[int, list[int]] = defaultdict(list)
    most_old: Counter[int] = Counter()
    most_new: Counter[int] = Counter()
    for (old, new), support in found.items():
        most_old[old], most_new[new] = max(most_old[old], support), max(most_new[new], support)
    for (old, new), support in found.items():
        if support == most_old[old]:
            best_old[old].append(new)
        if support == most_new[new]:
            best_new[new].append(old)
    return best_old, best_new


def _by_words(state: State, gap: order.Gap | None = None) -> Iterable[tuple[list[int], list[int]]]:
    olds: dict[tuple[str, ...], list[int]] = defaultdict(list)
    news: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in gap.old if gap else state.free_old():
        olds[state.old_words[at]].append(at)
    for at in gap.new if gap else state.free_new():
        news[state.new_words[at]].append(at)
    return [(olds[words], news[words]) for words in olds if words and words in news]


def _mutual_bests(state: State) -> None:
    """Match the two that are each other's best, by far, whatever else there is."""
    for new in state.free_new():
        old = state.best_old(new)
        if old is None or state.best_new(old) != new:
            continue
        score = state.weights.likeness(old, new)
        if score < SURE or len(state.new_words[new]) < FEW_WORDS:
            continue
        rivals = (state.rival_old(new, old), state.rival_new(old, new))
        if score - max(rivals) >= MARGIN and not (
            _may_be_a_part(state, old, new)
            or _is_completed(state, old, new, state.free_old(), state.free_new())
            or state.families.are_told_apart(old, new)
        ):
            state.pair(old, new)


def _is_completed(state: State, old: int, new: int, olds: Iterable[int], news: Iterable[int]) -> bool:
    """Return whether what one of the two lacks of the other stands in a third that is like it too.

    So it is where two paragraphs say the same of two things, and one of them was written anew.
    """
    weights = state.weights
    lost, come = weights.old[old] - weights.new[new], weights.new[new] - weights.old[old]
    least_lost, least_come = LACKING * weights.size(lost), LACKING * weights.size(come)
    return any(
        least_lost and weights.likeness(old, one) >= AMONG and weights.shared(lost, weights.new[one]) >= least_lost
        for one in news
        if one != new
    ) or any(
        least_come and weights.likeness(one, new) >= AMONG and weights.shared(come, weights.old[one]) >= least_come
        for one in olds
        if one != old
    )


def _may_be_a_part(state: State, old: int, new: int) -> bool:
    """Return whether another old paragraph has the new one as much as the chosen, or another new one the old one.

    Then it may be half of a split, or have been merged there: longer paragraphs are less alike, and no less likely.
    """
    weights = state.weights
    mine = weights.new_in_old(old, new) - LITTLE
    if any(
        one != old and state.is_free_old(one) and weights.new_in_old(one, new) >= mine for one in weights.by_new[new]
    ):
        return True
    mine = weights.old_in_new(old, new) - LITTLE
    return any(
        one != new and state.is_free_new(one) and weights.old_in_new(old, one) >= mine for one in weights.by_old[old]
    )


def _between_neighbours(state: State) -> None:
    """Match the less alike that stand between the same neighbours."""
    for gap in state.gaps():
        is_alone = len(gap.old) == len(gap.new) == 1
        for new in gap.new:
            ranked = sorted(((state.weights.likeness(old, new), old) for old in gap.old), reverse=True)
            score, old = ranked[0]
            others = [state.weights.likeness(old, one) for one in gap.new if one != new]
            second = max([ranked[1][0] if len(ranked) > 1 else 0.0, *others])
            is_enough = score >= ALONE if is_alone else score >= AMONG and score - second >= AMONG_MARGIN
            if (
                is_enough
                and state.is_free(old, new)
                and not _is_completed(state, old, new, gap.old, gap.new)
                and not state.families.are_told_apart(old, new)
                and not _is_rivalled(state, gap, old, new, score * (RIVAL_OF_ALONE if is_alone else RIVAL))
            ):
                state.pair(old, new)


def _is_rivalled(state: State, gap: order.Gap, old: int, new: int, least: float) -> bool:
    """Return whether something outside of a gap is as likely. What differs in what tells a family apart is not."""
    is_told = state.families.is_told_by(old, new)
    elsewhere_old = (
        state.weights.likeness(one, new)
        for one in state.free_old()
        if one not in gap.old and not (is_told and state.families.is_another(one, new))
    )
    elsewhere_new = (state.weights.likeness(old, one) for one in state.free_new() if one not in gap.new)
    return max(max(elsewhere_old, default=0.0), max(elsewhere_new, default=0.0)) >= least
