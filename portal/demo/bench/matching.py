# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often a redraft without ids is matched rightly, and how much of it a person is asked."""

from __future__ import annotations

import time
from collections.abc import Sequence

from documents.consultations.matching import Item, Matching, match
from portal.demo.bench.measures import Row
from portal.demo.bench.redraft import Old, Redraft, generated_text, real_text, redraft

MOST_ASKED = 0.08
SEEDS = range(10)
SIZES = (60, 300, 600, 1_500)
APART = 1_000  # one seed for both would draw as «new» the very sentences that the text was made of


def redrafts_without_ids() -> list[Row]:
    """Match redrafts of real and of generated texts with what they came from, and count against the truth."""
    sets: list[tuple[str, list[list[Old]]]] = [
        ("regolamento, dieci stesure", [real_text("regolamento")] * len(SEEDS)),
        ("piano, dieci stesure", [real_text("piano")] * len(SEEDS)),
        *(
            (f"{size} paragrafi generati, dieci stesure", [generated_text(size, seed=APART + seed) for seed in SEEDS])
            for size in SIZES
        ),
    ]
    return [
        _row(name, [redraft(text, seed=seed) for seed, text in zip(SEEDS, many, strict=True)]) for name, many in sets
    ]


def wrong_matches(made: Redraft, found: Matching) -> int:
    """Return how many automatic matches contradict the truth."""
    origins = {one.key: set(one.origins) for one in made.new}
    pairs = [*found.same.items(), *found.splits.items()]
    pairs += [(new, old) for new, olds in found.merges.items() for old in olds]
    return sum(old not in origins[new] for new, old in pairs)


def matched(made: Redraft) -> Matching:
    """Return what is found out about a redraft from its words alone."""
    return match(
        [Item(key=one.key, plain=one.plain) for one in made.old],
        [Item(key=one.key, plain=one.plain) for one in made.new],
    )


def _row(name: str, many: Sequence[Redraft]) -> Row:
    start = time.perf_counter()
    found = [matched(made) for made in many]
    seconds = (time.perf_counter() - start) / len(many)
    wrong = sum(wrong_matches(made, one) for made, one in zip(many, found, strict=True))
    total = sum(len(made.new) for made in many)
    asked = sum(len(one.doubts) + len(one.unsure) for one in found)
    return Row(
        what=f"nuova stesura senza identificativi: {name}",
        measured=f"{wrong} sbagliati di {total}; {asked / total:.1%} chiesti a chi scrive; {seconds:.2f} s l'una",
        wanted=f"nessuno sbagliato, ≤ {MOST_ASKED:.0%} chiesti",
        is_met=wrong == 0 and asked / total <= MOST_ASKED,
    )
