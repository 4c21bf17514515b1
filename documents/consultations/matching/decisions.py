# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person said about the doubts, put together with what was certain. Nothing undecided passes unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from documents.consultations.matching.facts import Doubt, Fate, Matching, Proposal

NEW = "nuovo"
GONE = "tolto"
SAME, SPLIT, MERGE, INTO = "e:", "d:", "u:", "in:"
JOINT = "+"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Which paragraph each new one is, where the others came from, and the keys still to be decided (old or new)."""

    same: Mapping[str, str]
    splits: Mapping[str, str]
    merges: Mapping[str, tuple[str, ...]]
    open: frozenset[str]


def choice_of(proposal: Proposal) -> str:
    """Return how a form says this proposal."""
    if proposal.fate == Fate.NEW:
        return NEW
    prefix = {Fate.SAME: SAME, Fate.SPLIT: SPLIT, Fate.MERGE: MERGE}[proposal.fate]
    return prefix + JOINT.join(proposal.old)


def likeliest(found: Matching) -> dict[str, str]:
    """Return the first proposal of each doubt, as a form says it: for whoever accepts them all."""
    chosen = {doubt.new: choice_of(doubt.proposals[0]) for doubt in found.doubts}
    return chosen | {old: INTO + into[0] for old, into in found.unsure.items()}


def decide(
    found: Matching, choices: Mapping[str, str], *, known: Iterable[str] = (), old: Iterable[str] = ()
) -> Decision:
    """Return what is decided, by certainty or by these choices (key → what a form says), and what is open.

    `known` are the new ones that nobody may change, `old` every old key. A choice about what was certain takes its
    place; a choice that names what does not exist, or what another has, leaves its paragraph open.
    """
    return _Decider(found, set(known), set(old)).decided(choices)


@dataclass
class _Decider:
    found: Matching
    known: set[str]
    old: set[str]
    same: dict[str, str] = field(default_factory=dict)
    splits: dict[str, str] = field(default_factory=dict)
    merges: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def decided(self, choices: Mapping[str, str]) -> Decision:
        asked = {doubt.new for doubt in self.found.doubts}
        certain = {*self.found.same, *self.found.splits, *self.found.added} - self.known
        chosen = {key: choices[key] for key in (*asked, *sorted(certain)) if key in choices}
        self.same = {new: old for new, old in self.found.same.items() if new not in chosen}
        self.splits = {new: old for new, old in self.found.splits.items() if new not in chosen}
        self.merges = {
            new: tuple(old for old in olds if choices.get(old) != GONE)
            for new, olds in self.found.merges.items()
            if new not in chosen
        }
        still_open = asked - set(chosen)
        still_open |= {key for key, value in chosen.items() if not self._say(key, value)}
        lost = [*self.found.unsure, *(key for key in sorted(self.found.removed) if key in choices)]
        for key in lost:
            if key not in self._used() and not self._lose(key, choices.get(key, "")):
                still_open.add(key)
        return Decision(same=self.same, splits=self.splits, merges=self.merges, open=frozenset(still_open))

    def _say(self, new: str, value: str) -> bool:
        """Take a choice about a new paragraph; return whether it can be taken."""
        if value == NEW:
            return True
        prefix, names = value[:2], value[2:].split(JOINT)
        if not set(names) <= self.old or len(set(names)) != len(names):
            return False
        if prefix == SPLIT and len(names) == 1:
            self.splits[new] = names[0]
            return True
        if prefix not in {SAME, MERGE} or set(names) & self._used() or (prefix == SAME and len(names) != 1):
            return False
        self.same[new] = names[0]
        if names[1:]:
            self.merges[new] = tuple(names[1:])
        return True

    def _lose(self, old: str, value: str) -> bool:
        """Take a choice about an old paragraph that is nowhere; return whether it can be taken."""
        if value == GONE:
            return True
        into = value.removeprefix(INTO)
        if not value.startswith(INTO) or into not in self.same:
            return False
        self.merges[into] = (*self.merges.get(into, ()), old)
        return True

    def _used(self) -> set[str]:
        return {*self.same.values(), *(old for olds in self.merges.values() for old in olds)}


def proposals_of(doubt: Doubt) -> list[Proposal]:
    """Return what a form offers for a doubt: its proposals, and that it is new."""
    return [*doubt.proposals, Proposal(fate=Fate.NEW, old=(), score=0.0)]
