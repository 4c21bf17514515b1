# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is left when all that is certain was said: what is surely new, what surely gone, what a person must decide."""

from __future__ import annotations

from documents.consultations.matching.facts import Doubt, Fate, Matching, Proposal
from documents.consultations.matching.state import State

LOW = 0.13  # less alike than this is not alike
INSIDE = 0.5
HINT = 0.05  # enough to ask about the only two between the same neighbours
INSIDE_BESIDE = 0.25  # enough to ask about what stands beside the paragraph that it may come from
MOST = 4


def doubts_of(state: State) -> Matching:
    """Return everything that was found out, with the doubts that remain."""
    alone = {new: gap.old[0] for gap in state.gaps() if len(gap.old) == len(gap.new) == 1 for new in gap.new}
    doubts, added = [], []
    for new in state.free_new():
        proposals = [] if state.new[new].is_heading else _proposals(state, new, alone.get(new))
        if proposals:
            doubts.append(Doubt(new=state.new[new].key, proposals=tuple(proposals)))
        else:
            added.append(state.new[new].key)
    spoken_of = {key for doubt in doubts for one in doubt.proposals for key in one.old}
    unsure: dict[str, tuple[str, ...]] = {}
    removed = []
    for old in state.free_old():
        key = state.old[old].key
        into = [] if state.old[old].is_heading or key in spoken_of else _may_hold(state, old)
        if into:
            unsure[key] = tuple(state.new[new].key for new in into)
        elif key not in spoken_of:
            removed.append(key)
    return Matching(
        same={state.new[new].key: state.old[old].key for new, old in state.old_of.items()},
        splits={state.new[new].key: state.old[old].key for new, old in state.split_of.items()},
        merges=_merges(state),
        added=frozenset(added),
        removed=frozenset(removed),
        doubts=tuple(doubts),
        unsure=unsure,
    )


def _merges(state: State) -> dict[str, tuple[str, ...]]:
    made: dict[str, tuple[str, ...]] = {}
    for old, new in sorted(state.merged_in.items()):
        key = state.new[new].key
        made[key] = (*made.get(key, ()), state.old[old].key)
    return made


def _proposals(state: State, new: int, alone: int | None) -> list[Proposal]:
    """Return what a new paragraph may be, the likeliest first."""
    weights, made = state.weights, []
    for old in weights.by_new[new]:
        score = weights.likeness(old, new)
        if state.is_free_old(old) and score >= LOW:
            made.append(Proposal(fate=Fate.SAME, old=(state.old[old].key,), score=score))
        part = weights.new_in_old(old, new)
        if part > score and part >= _least(state, old, new) and not _is_unchanged(state, old):
            made.append(Proposal(fate=Fate.SPLIT, old=(state.old[old].key,), score=part * 0.9))
    inside = sorted(
        old for old in weights.by_new[new] if state.is_free_old(old) and weights.old_in_new(old, new) >= INSIDE
    )
    if len(inside) > 1:
        keys = tuple(state.old[old].key for old in inside[:2])
        made.append(Proposal(fate=Fate.MERGE, old=keys, score=0.9 * weights.old_in_new(inside[0], new)))
    hint = weights.likeness(alone, new) if alone is not None else 0.0
    if alone is not None and hint >= HINT and not any(one.old == (state.old[alone].key,) for one in made):
        made.append(Proposal(fate=Fate.SAME, old=(state.old[alone].key,), score=hint))
    return sorted(made, key=lambda one: -one.score)[:MOST]


def _least(state: State, old: int, new: int) -> float:
    now = state.new_of.get(old)
    return INSIDE_BESIDE if now is not None and abs(now - new) == 1 else INSIDE


def _is_unchanged(state: State, old: int) -> bool:
    """Return whether an old paragraph kept all its words: nothing of it can have gone elsewhere."""
    now = state.new_of.get(old)
    return now is not None and state.old_words[old] == state.new_words[now]


def _may_hold(state: State, old: int) -> list[int]:
    """Return the matched paragraphs whose fresh words may be those of an old one that is nowhere else."""
    weights, found = state.weights, {}
    for new in weights.by_old[old]:
        if new not in state.old_of or weights.old_in_new(old, new) < INSIDE:
            continue
        fresh = weights.new[new] - weights.old[state.old_of[new]]
        share = weights.shared(fresh, weights.old[old]) / weights.old_size[old]
        if share >= INSIDE:
            found[new] = share
    return sorted(found, key=lambda new: -found[new])[:MOST]
