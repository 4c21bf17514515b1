# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words pointed at and words proposed, through redrafts of which the truth is known.

*Wrong*: found, and less than half of the letters pointed at are in the place. *Lost*: said to be gone, while more than
half of words and letters stand together in one paragraph. *Misapplied*: carried, and not what it should read.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from documents.consultations.anchors import Carried, Found, Piece, Redraft, carry, trace
from portal.demo.bench import phrases
from portal.demo.bench.course import Step, Told, steps
from portal.demo.bench.measures import Row

QUOTES, LONGEST_QUOTE = 6_000, 20
PROPOSALS, REDRAFTS = 1_000, 3
MOST_WRONG, MOST_LOST, MOST_MILLISECONDS, LEAST_CARRIED = 0.1, 1.0, 1.0, 95.0
SEED = 11
FURTHEST = 12


@dataclass
class Tally:
    """What was found."""

    asked: int = 0
    wrong: int = 0
    lost: int = 0
    seconds: float = 0.0


def rows() -> list[Row]:
    """Return the lines of the table about words."""
    return [*_quotes(measure_quotes(QUOTES, seed=SEED)), *_proposals(*measure_proposals(PROPOSALS, seed=SEED))]


def measure_quotes(total: int, *, seed: int, redrafts: int = 1, paragraphs: int = 600) -> Tally:
    """Point at so many stretches of 1 to 20 words and look for each after the redrafts."""
    chance = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    course = steps(paragraphs=paragraphs, redrafts=redrafts, seed=seed)
    places = {number: (told, at) for told in course[-1].new.values() for at, number in enumerate(told.numbers)}
    tally = Tally()
    olds = list(course[0].old.values())
    while tally.asked < total:
        told = chance.choice(olds)
        size = min(chance.randint(1, LONGEST_QUOTE), len(told.words))
        first = chance.randrange(len(told.words) - size + 1)
        if any(sign.isalnum() for word in told.words[first : first + size] for sign in word):
            _ask(course, told, (first, first + size), places, tally)
    return tally


def measure_proposals(total: int, *, seed: int, paragraphs: int = 300) -> tuple[int, int, int, int]:
    """Propose so many changes and carry each over the redrafts; return how many were carried, how many of those that
    do not overlap there are, how many of them were carried, and how many were misapplied."""
    chance = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    course = steps(paragraphs=paragraphs, redrafts=REDRAFTS, seed=seed)
    olds = list(course[0].old.values())
    carried = free = free_carried = misapplied = 0
    for _ in range(total):
        told = chance.choice(olds)
        first, last, fresh = _change(told, chance)
        proposed = " ".join([*told.words[:first], *fresh, *told.words[last:]])
        expected = _expected(told, first, last, fresh, course[-1].new)
        got = _carried_through(course, told.identity, proposed)
        free += expected is not None
        if got is None:
            continue
        carried += 1
        free_carried += expected is not None
        wanted = expected if expected is not None else got
        misapplied += got != wanted or not _holds(got[1], told, (first, last), fresh, course[-1].new[got[0]])
    return carried, free, free_carried, misapplied


def _ask(
    course: Sequence[Step], told: Told, span: tuple[int, int], places: dict[int, tuple[Told, int]], tally: Tally
) -> None:
    start, end = _characters(told, *span)
    path = _path(course, told.identity)
    began = time.process_time()
    redrafts = [Redraft(old, new) for old, new in path]  # nothing is remembered from one question to the next
    found = trace(redrafts, told.identity, start, end) if redrafts and all(new for _, new in path) else None
    tally.seconds += time.process_time() - began
    tally.asked += 1
    letters = {told.numbers[at]: len(told.words[at]) for at in range(*span)}
    here = sorted((places[number][0].identity, places[number][1], number) for number in letters if number in places)
    if isinstance(found, Found):
        there = course[-1].new[found.identity]
        inside = 0
        for identity, at, number in here:
            low, high = _characters(there, at, at + 1) if identity == found.identity else (0, 0)
            inside += letters[number] if low < found.end and high > found.start else 0
        tally.wrong += 2 * inside < sum(letters.values())
    else:
        tally.lost += _stands_together(here, letters)


def _stands_together(here: Sequence[tuple[str, int, int]], letters: dict[int, int]) -> bool:
    """Whether more than half of what was pointed at, by words and by letters, is in one place and in its order."""
    group: list[int] = []
    last = ("", 0, 0)
    for one in here:
        if group and (one[0] != last[0] or one[1] - last[1] > FURTHEST or one[2] < last[2]):
            group = []
        group.append(one[2])
        last = one
        if 2 * len(group) > len(letters) and 2 * sum(letters[number] for number in group) > sum(letters.values()):
            return True
    return False


def _path(course: Sequence[Step], identity: str) -> list[tuple[list[Piece], list[Piece]]]:
    path: list[tuple[list[Piece], list[Piece]]] = []
    current = {identity}
    for step in course:
        kin = {one for name in current for one in step.families[name][0]}
        after = {one for name in kin for one in step.families[name][1]}
        old = [Piece(name, told.plain) for name, told in step.old.items() if name in kin]
        path.append((old, [Piece(name, told.plain) for name, told in step.new.items() if name in after]))
        current = after
    return path


def _change(told: Told, chance: random.Random) -> tuple[int, int, list[str]]:
    """Return which words go and which come: never the same."""
    first, last, fresh = _drawn(told, chance)
    while list(told.words[first:last]) == fresh:
        first, last, fresh = _drawn(told, chance)
    return first, last, fresh


def _drawn(told: Told, chance: random.Random) -> tuple[int, int, list[str]]:
    first = chance.randrange(len(told.words))
    fresh = [chance.choice(phrases.WORDS) for _ in range(chance.randint(1, 4))]
    act = chance.choice(("replace", "put in", "take out"))
    last = first if act == "put in" else min(first + chance.randint(1, 3), len(told.words))
    return first, last, ([] if act == "take out" and last - first < len(told.words) else fresh)


def _expected(told: Told, first: int, last: int, fresh: list[str], new: dict[str, Told]) -> tuple[str, str] | None:
    """Return paragraph and words that a proposal should come to; none when a redraft touched what it touches."""
    low, high = max(first - 1, 0), min(last + 1, len(told.words))
    wanted, texts = told.numbers[low:high], told.words[low:high]
    for there in new.values():
        if wanted[0] not in there.numbers:
            continue
        at = there.numbers.index(wanted[0])
        is_whole = there.numbers[at : at + len(wanted)] == wanted and there.words[at : at + len(wanted)] == texts
        is_at_edges = (first > 0 or at == 0) and (last < len(told.words) or at + len(wanted) == len(there.words))
        if not (is_whole and is_at_edges):
            return None
        cut = at + (first - low)
        return there.identity, " ".join([*there.words[:cut], *fresh, *there.words[cut + last - first :]])
    return None


def _carried_through(course: Sequence[Step], identity: str, proposed: str) -> tuple[str, str] | None:
    for step in course:
        old, new = step.family(identity)
        outcome = carry(identity=identity, proposed=proposed, old=old, new=new)
        if not isinstance(outcome, Carried):
            return None
        identity, proposed = outcome.identity, outcome.plain
    return identity, proposed


def _holds(got: str, told: Told, span: tuple[int, int], fresh: list[str], now: Told) -> bool:
    """Whether what was carried keeps every word of the redraft that was not to go, and has those that were to come."""
    gone = {told.numbers[at] for at in range(*span)}
    kept = [word for word, number in zip(now.words, now.numbers, strict=True) if number not in gone]
    words = got.split()
    return len(words) == len(kept) + len(fresh) and all(word.strip(".,;:") in got for word in [*kept, *fresh])


def _characters(told: Told, first: int, last: int) -> tuple[int, int]:
    start = sum(len(word) + 1 for word in told.words[:first])
    return start, start + len(" ".join(told.words[first:last]))


def _quotes(tally: Tally) -> list[Row]:
    wrong, lost = 100 * tally.wrong / tally.asked, 100 * tally.lost / tally.asked
    each = 1000 * tally.seconds / tally.asked
    return [
        Row(
            what=f"parole ritrovate dopo una riscrittura, {tally.asked} citazioni: su parole sbagliate",
            measured=f"{wrong:.2f} %", wanted=f"al più {MOST_WRONG} %", is_met=wrong <= MOST_WRONG,
        ),
        Row(
            what="  perse", measured=f"{lost:.2f} %", wanted=f"al più {MOST_LOST:.0f} %", is_met=lost <= MOST_LOST
        ),
        Row(
            what="  tempo per ciascuna", measured=f"{each:.2f} ms", wanted=f"meno di {MOST_MILLISECONDS:.0f} ms",
            is_met=each < MOST_MILLISECONDS,
        ),
    ]  # fmt: skip


def _proposals(carried: int, free: int, free_carried: int, misapplied: int) -> list[Row]:
    share = 100 * free_carried / max(free, 1)
    return [
        Row(
            what=f"proposte di parole su {REDRAFTS} riscritture ({PROPOSALS}): applicate male",
            measured=str(misapplied), wanted="0", is_met=misapplied == 0,
        ),
        Row(
            what=f"  portate, delle {free} che nessuno ha toccato (in tutto {carried})",
            measured=f"{share:.1f} %", wanted=f"almeno {LEAST_CARRIED:.0f} %", is_met=share >= LEAST_CARRIED,
        ),
    ]  # fmt: skip
