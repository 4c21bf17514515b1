# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which word of an old text is which word of the new one, told only where it is certain.

Note [Certain words]
--------------------
A shortest difference is one of many: where «di» was taken out twice, any «di» may be the one that stayed. Pointing at
the wrong one is worse than pointing at none, so that a word is matched only when

- three words in a row of one sentence, met once in the old text and once in the new one, say so, and no others say
  otherwise (across a full stop the same words meet by chance as soon as sentences change their order); or
- between two such places the difference read forwards and the difference read backwards both say so.

What changed its order counts as moved only when it is long enough not to be a turn of phrase met twice.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

TOGETHER = 3
LEAST_MOVED_WORDS = 5
LEAST_MOVED_LETTERS = 18
NOWHERE = -1
EDGE_BEFORE, EDGE_AFTER = "\x02", "\x03"  # no word is made of these; two stand at either end
SHIFT = 2

Pairs = dict[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """Words in a row that stayed together."""

    old: int
    new: int
    size: int


def align(
    old: Sequence[str], new: Sequence[str], *, old_ends: Collection[int] = (), new_ends: Collection[int] = ()
) -> list[int]:
    """Return, for each old word, the place of the new one that it certainly is, or `NOWHERE`.

    The ends are the places of the words after which a sentence ends.
    """
    if old == new:
        return list(range(len(old)))
    before = [EDGE_BEFORE, EDGE_BEFORE, *old, EDGE_AFTER, EDGE_AFTER]
    after = [EDGE_BEFORE, EDGE_BEFORE, *new, EDGE_AFTER, EDGE_AFTER]
    pairs = _kept(_undisputed(_votes(_once(before, old_ends), _once(after, new_ends))), before)
    pairs |= {0: 0, 1: 1, len(before) - 2: len(after) - 2, len(before) - 1: len(after) - 1}
    _fill(pairs, before, after)
    found = (pairs.get(at + SHIFT, NOWHERE) for at in range(len(old)))
    return [at - SHIFT if at != NOWHERE else NOWHERE for at in found]


def _votes(here: dict[tuple[str, ...], int], there: dict[tuple[str, ...], int]) -> Counter[tuple[int, int]]:
    """Return how many triples, unique on both sides, say of each pair that it is one word."""
    votes: Counter[tuple[int, int]] = Counter()
    for words, at in here.items():
        other = there.get(words)
        if other is not None:
            votes.update((at + step, other + step) for step in range(TOGETHER))
    return votes


def _once(words: Sequence[str], ends: Collection[int]) -> dict[tuple[str, ...], int]:
    """Return the triples met once and where, those that go over the end of a sentence left out."""
    closed = {end + SHIFT for end in ends}
    places: dict[tuple[str, ...], int] = {}
    repeated: set[tuple[str, ...]] = set()
    for at, triple in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if triple in places:
            repeated.add(triple)
        elif not (at in closed or at + 1 in closed):
            places[triple] = at
    return {triple: at for triple, at in places.items() if triple not in repeated}


def _undisputed(votes: Counter[tuple[int, int]]) -> Pairs:
    """Return the pairs with more votes than any other that claims either word."""
    best_old: dict[int, list[int]] = defaultdict(list)
    best_new: dict[int, list[int]] = defaultdict(list)
    for (old, new), count in votes.items():
        best_old[old].append(count)
        best_new[new].append(count)
    return {
        old: new for (old, new), count in votes.items() if _leads(count, best_old[old]) and _leads(count, best_new[new])
    }


def _leads(count: int, all_counts: Sequence[int]) -> bool:
    return len(all_counts) == 1 or (count == max(all_counts) and all_counts.count(count) == 1)


def _kept(pairs: Pairs, before: Sequence[str]) -> Pairs:
    """Return the pairs that keep their order, and those of blocks too long to be met twice by chance."""
    blocks = list(_blocks(pairs))
    spine = _heaviest_in_order(blocks)
    return {
        block.old + step: block.new + step
        for block in blocks
        if block in spine or _is_long(before[block.old : block.old + block.size])
        for step in range(block.size)
    }


def _is_long(words: Sequence[str]) -> bool:
    return len(words) >= LEAST_MOVED_WORDS and sum(map(len, words)) >= LEAST_MOVED_LETTERS


def _blocks(pairs: Pairs) -> Iterator[Block]:
    start = size = 0
    last_new = NOWHERE
    for old in sorted(pairs):
        new = pairs[old]
        if size and (old, new) == (start + size, last_new + 1):
            size += 1
        else:
            if size:
                yield Block(start, last_new - size + 1, size)
            start, size = old, 1
        last_new = new
    if size:
        yield Block(start, last_new - size + 1, size)


def _heaviest_in_order(blocks: Sequence[Block]) -> set[Block]:
    """Return the blocks, with the most words, that stand in the same order on both sides."""
    if all(one.new < other.new for one, other in itertools.pairwise(blocks)):
        return set(blocks)
    weight = [block.size for block in blocks]
    previous = [NOWHERE] * len(blocks)
    for at, block in enumerate(blocks):
        for earlier in range(at):
            if blocks[earlier].new < block.new and weight[earlier] + block.size > weight[at]:
                weight[at], previous[at] = weight[earlier] + block.size, earlier
    at = max(range(len(blocks)), key=weight.__getitem__, default=NOWHERE)
    chosen: set[Block] = set()
    while at != NOWHERE:
        chosen.add(blocks[at])
        at = previous[at]
    return chosen


def _fill(pairs: Pairs, before: Sequence[str], after: Sequence[str]) -> None:
    """Add what lies between two places that are known, where both readings of the difference agree."""
    taken = set(pairs.values())
    known = sorted(pairs)
    for left, right in itertools.pairwise(known):
        if right - left == 1:
            continue
        old = list(range(left + 1, right))
        new = _free_between(pairs[left], pairs[right], taken, len(after))
        for here, there in _agreed([before[at] for at in old], [after[at] for at in new]):
            pairs[old[here]] = new[there]
            taken.add(new[there])


def _free_between(left: int, right: int, taken: set[int], size: int) -> list[int]:
    """Return the free places that follow one and those that precede the other, each once."""
    following = left + 1
    while following < size and following not in taken:
        following += 1
    preceding = right - 1
    while preceding >= 0 and preceding not in taken:
        preceding -= 1
    first, second = range(left + 1, following), range(preceding + 1, right)
    return list(first) if first == second else [*first, *second]


def _agreed(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    if not old or not new:
        return []
    forwards = set(_same(old, new))
    backwards = {
        (len(old) - 1 - here, len(new) - 1 - there) for here, there in _same(list(reversed(old)), list(reversed(new)))
    }
    return sorted(forwards & backwards)


def _same(old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            yield from zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)
