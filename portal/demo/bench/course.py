# SPDX-License-Identifier: AGPL-3.0-or-later
"""A text through some redrafts of the generator, each word known by a number of its own: the truth about all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from documents.consultations.anchors import Piece
from portal.demo.bench.redraft import New, Old, Redraft, generated_text, real_text, redraft

REAL = ("regolamento", "piano", "compartecipazione")


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph of one draft: its identity, its words, and the number of each."""

    identity: str
    words: tuple[str, ...]
    numbers: tuple[int, ...]

    @property
    def plain(self) -> str:
        """Its words as they are read."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Step:
    """From one draft to the next: which paragraphs became which."""

    old: dict[str, Told]
    new: dict[str, Told]
    families: dict[str, tuple[list[str], list[str]]]  # by old identity

    def family(self, identity: str) -> tuple[list[Piece], list[Piece]]:
        """Return those that became one another, in reading order."""
        before, after = self.families[identity]
        return (
            [Piece(one, self.old[one].plain) for one in before],
            [Piece(one, self.new[one].plain) for one in after],
        )


def steps(*, paragraphs: int, redrafts: int, seed: int) -> list[Step]:
    """Return the redrafts of a text made of the demo's own and of a generated one."""
    numbers = count()
    olds = [Old(key=f"{name}-{one.key}", plain=one.plain) for name in REAL for one in real_text(name)]
    olds += generated_text(paragraphs, seed=seed)
    told = [Told(one.key, tuple(one.plain.split()), tuple(next(numbers) for _ in one.plain.split())) for one in olds]
    made: list[Step] = []
    for number in range(redrafts):
        drawn = redraft([Old(key=one.identity, plain=one.plain) for one in told], seed=seed + number)
        step = _step(told, drawn, prefix=f"{number}", numbers=numbers)
        made.append(step)
        told = list(step.new.values())
    return made


def _step(told: list[Told], drawn: Redraft, *, prefix: str, numbers: Iterable[int]) -> Step:
    old = {one.identity: one for one in told}
    names = _identities(drawn.new, prefix)
    new: dict[str, Told] = {}
    fresh = iter(numbers)
    for one in drawn.new:
        ids = [old[origin[0]].numbers[origin[1]] if origin else next(fresh) for origin in one.trace]
        new[names[one.key]] = Told(names[one.key], tuple(one.plain.split()), tuple(ids))
    return Step(old, new, _families([one.identity for one in told], drawn.new, names))


def _identities(drawn: Iterable[New], prefix: str) -> dict[str, str]:
    """Keep the identity of the first paragraph that it came from; a second part gets one of its own."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for one in drawn:
        first = one.origins[0] if one.origins else ""
        names[one.key] = first if first and first not in taken else f"{prefix}:{one.key}"
        taken.add(first)
    return names


def _families(order: list[str], drawn: Iterable[New], names: dict[str, str]) -> dict[str, tuple[list[str], list[str]]]:
    after: dict[str, list[str]] = defaultdict(list)
    beside: dict[str, list[str]] = {}
    for one in drawn:
        for origin in one.origins:
            after[origin].append(names[one.key])
            beside[origin] = sorted(one.origins, key=order.index) if len(one.origins) > 1 else [origin]
    return {identity: (beside.get(identity, [identity]), after[identity]) for identity in order}
