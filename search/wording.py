# SPDX-License-Identifier: AGPL-3.0-or-later
"""From what a person typed to what an engine is asked: never the engine's own language."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from search.entries import readable_text
from search.vocabulary import Run, longest_run, run_of, synonyms

MAX_LENGTH = 300
MAX_WORDS = 24
_QUOTED = re.compile(r'["«“”»]([^"«“”»]*)["«“”»]')
_FEW = 2
_SOME = 4


@dataclass(frozen=True)
class Clause:
    """One thing that was asked: the words typed and, with less weight, those that mean the same."""

    run: Run
    others: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Wording:
    """What was asked, clause by clause; a quoted clause is a phrase."""

    clauses: tuple[Clause, ...] = ()

    @property
    def required(self) -> int:
        """How many clauses a thing must answer: both of two, all but one of four, three fifths of many."""
        count = len(self.clauses)
        if count <= _FEW:
            return count
        return count - 1 if count <= _SOME else math.ceil(count * 0.6)

    @property
    def run(self) -> Run:
        """All the words typed, in order."""
        return tuple(word for clause in self.clauses for word in clause.run)


NOTHING = Wording()


def tidy(text: str) -> str:
    """Return what was typed without control characters, cut to what makes sense as a question."""
    return " ".join(unicodedata.normalize("NFC", readable_text(text, MAX_LENGTH)).split())


def worded(text: str) -> Wording:
    """Return what a person asks. Signs that an engine would obey are just signs; quotes make a phrase."""
    text = tidy(text)
    phrases = [Clause(run) for found in _QUOTED.findall(text) if len(run := run_of(found)) > 1]
    loose = run_of(_QUOTED.sub(lambda found: " " if len(run_of(found[1])) > 1 else f" {found[1]} ", text))
    clauses = (*phrases, *_with_synonyms(tuple(dict.fromkeys(loose))))
    return Wording(clauses[:MAX_WORDS])


def _with_synonyms(run: Run) -> list[Clause]:
    """Give each word the others that mean the same as itself, or as the longest known run it stands in."""
    table, clauses, place = synonyms(), [], 0
    while place < len(run):
        length = next(
            (size for size in range(min(longest_run(), len(run) - place), 1, -1) if run[place : place + size] in table),
            1,
        )
        others = _shortest(table.get(run[place : place + length], ()))
        clauses += [Clause((word,), others) for word in run[place : place + length]]
        place += length
    return clauses


def _shortest(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Leave out the runs that hold another: what has the longer one has the shorter one too."""
    spaced = {run: f" {' '.join(run)} " for run in runs}
    return tuple(run for run in runs if not any(spaced[other] in spaced[run] for other in runs if other != run))
