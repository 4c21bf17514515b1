# SPDX-License-Identifier: AGPL-3.0-or-later
"""A proposal of words carried onto a paragraph that others changed meanwhile: a three-way merge on words.

Note [Never misapplied]
-----------------------
What joins the three texts are certain words alone (Note [Certain words]). Where the proposal and the redraft both
touched the words between two of them, nothing is chosen: it is a collision, and a person looks at both, unless only
the order of the sentences changed (Note [Where its words went], in `moving`). A paragraph
that was split takes the proposal when all that it changes lies in one of the parts, at some distance from the cut.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from merge3 import Merge3

from documents.consultations.anchors import moving
from documents.consultations.anchors.alignment import NOWHERE, align
from documents.consultations.anchors.moving import CUT
from documents.consultations.anchors.words import END, WORD, WORD_OR_BETWEEN, Piece, key_of


@dataclass(frozen=True, slots=True)
class Carried:
    """The paragraph as it would be with the proposal, and whether that is the proposal as it was written."""

    identity: str
    plain: str
    is_as_written: bool


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """The paragraph says already what was proposed."""

    identity: str


@dataclass(frozen=True, slots=True)
class Collision:
    """Proposal and redraft changed the same words: a person chooses. `identity` is where to look; empty if removed."""

    identity: str


Outcome = Carried | AlreadyThere | Collision


def carry(*, identity: str, proposed: str, old: Sequence[Piece], new: Sequence[Piece]) -> Outcome:
    """Return what a proposal for one old paragraph becomes on the new ones; `old` and `new` are a family, in order.

    :raises KeyError: the paragraph is not among the old ones.
    """
    base = {piece.identity: piece.plain for piece in old}[identity]
    now = {piece.identity: piece.plain for piece in new}
    if not now:
        return Collision("")
    if now.get(identity) == base:
        return Carried(identity, proposed, is_as_written=True)
    if now.get(identity) == proposed:
        return AlreadyThere(identity)
    theirs = [Piece(piece.identity, proposed if piece.identity == identity else piece.plain) for piece in old]
    tokens = _tokens(old), _tokens(new), _tokens(theirs)
    outcome = _merged(*tokens, old=old, new=new, identity=identity)
    if not isinstance(outcome, Collision):
        return outcome
    return _moved(*tokens, new=new) or outcome


def _moved(base: list[str], current: list[str], proposal: list[str], *, new: Sequence[Piece]) -> Carried | None:
    """Return the proposal made where its words went; see Note [Where its words went]."""
    wanted = moving.changes(CertainMatcher(None, base, proposal).get_matching_blocks(), proposal)
    found = moving.moved(base, current, CertainMatcher(None, base, current).words(), wanted)
    if found is None:
        return None
    tokens, at = found
    texts = "".join(tokens).split(CUT)
    return Carried(new[at].identity, texts[at].strip(), is_as_written=False)


def _merged(
    base: list[str],
    current: list[str],
    proposal: list[str],
    *,
    old: Sequence[Piece],
    new: Sequence[Piece],
    identity: str,
) -> Outcome:
    tokens: list[str] = []
    touched: set[int] = set()
    for region in Merge3(base, current, proposal, sequence_matcher=CertainMatcher).merge_regions():
        kind, bounds = region[0], region[1:]
        if kind == "conflict":
            return Collision(_nearest(new, identity))
        source = {"unchanged": base, "a": current, "same": current, "b": proposal}[kind]
        piece = source[bounds[0] : bounds[1]]
        if kind == "b":
            touched.add(tokens.count(CUT))
            if CUT in piece:
                return Collision(_nearest(new, identity))
        tokens += piece
    texts = "".join(tokens).split(CUT)
    if len(texts) != len(new) or len(touched) > 1:
        return Collision(_nearest(new, identity))
    if not touched:
        return AlreadyThere(_nearest(new, identity))
    at = touched.pop()
    if any(text != piece.plain for place, (text, piece) in enumerate(zip(texts, new, strict=True)) if place != at):
        return Collision(_nearest(new, identity))
    return Carried(new[at].identity, texts[at].strip(), is_as_written=False)


class CertainMatcher:
    """What `merge3` asks of a matcher, answered with certain words only."""

    def __init__(self, _junk: Any, old: Sequence[str], new: Sequence[str]) -> None:
        self._old, self._new = old, new

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        """Return the stretches that stayed, in order, and an empty one at the end."""
        blocks: list[list[int]] = []
        for here, there in sorted(self._pairs()):
            if blocks and here == blocks[-1][0] + blocks[-1][2] and there == blocks[-1][1] + blocks[-1][2]:
                blocks[-1][2] += 1
            else:
                blocks.append([here, there, 1])
        ordered = _in_order([(here, there, size) for here, there, size in blocks])
        return [*ordered, (len(self._old), len(self._new), 0)]

    def words(self) -> dict[int, int]:
        """Return the words that are certain and equal, whatever their order: place before, place now."""
        here, there = _word_places(self._old), _word_places(self._new)
        found = align(
            [key_of(self._old[at]) for at in here],
            [key_of(self._new[at]) for at in there],
            old_ends=_ends(self._old, here),
            new_ends=_ends(self._new, there),
        )
        places = ((here[at], there[other]) for at, other in enumerate(found) if other != NOWHERE)
        return {one: other for one, other in places if self._old[one] == self._new[other]}

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the words that are certain and equal, and what lies between two that stayed neighbours."""
        twins = {-1: -1, len(self._old): len(self._new), **self.words()}
        yield from ((one, other) for one, other in twins.items() if 0 <= one < len(self._old))
        edges = sorted(twins)
        for left, right in itertools.pairwise(edges):
            between, beyond = self._old[left + 1 : right], self._new[twins[left] + 1 : twins[right]]
            if between and between == beyond and not any(WORD.match(token) for token in between):
                yield from zip(range(left + 1, right), range(twins[left] + 1, twins[right]), strict=True)


def _tokens(pieces: Sequence[Piece]) -> list[str]:
    """Return words and what lies between them, paragraphs divided by a cut."""
    tokens: list[str] = []
    for piece in pieces:
        if tokens:
            tokens.append(CUT)
        tokens += WORD_OR_BETWEEN.findall(piece.plain)
    return tokens


def _word_places(tokens: Sequence[str]) -> list[int]:
    return [at for at, token in enumerate(tokens) if WORD.match(token)]


def _ends(tokens: Sequence[str], places: Sequence[int]) -> list[int]:
    """Return which words are followed by the end of a sentence or of a paragraph."""
    return [
        number
        for number, (at, following) in enumerate(zip(places, [*places[1:], len(tokens)], strict=True))
        if following == len(tokens) or CUT in tokens[at:following] or END.search("".join(tokens[at + 1 : following]))
    ]


def _in_order(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the heaviest run of blocks that stand in one order on both sides: what moved is left out."""
    best: list[tuple[int, int | None]] = []
    for at, (_here, there, size) in enumerate(blocks):
        before = [(best[k][0], k) for k in range(at) if blocks[k][1] + blocks[k][2] <= there]
        weight, previous = max(before, default=(0, None), key=lambda one: one[0])
        best.append((weight + size, previous))
    chosen: list[tuple[int, int, int]] = []
    last = max(range(len(best)), key=lambda at: best[at][0], default=None)
    while last is not None:
        chosen.append(blocks[last])
        last = best[last][1]
    return chosen[::-1]


def _nearest(new: Sequence[Piece], identity: str) -> str:
    return next((piece.identity for piece in new if piece.identity == identity), new[0].identity)
