# SPDX-License-Identifier: AGPL-3.0-or-later
"""The vocabularies of the register, read from the files beside (`vocabulary/README.md` says whence they come)."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "vocabulary"
Choices = list[tuple[str, str]]


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@lru_cache(maxsize=1)
def legal_forms() -> Choices:
    """Return the legal forms (ISTAT) by their code of three levels; of a code that comes twice, the first words."""
    found: dict[str, str] = {}
    for row in _rows("legal-status.csv"):
        found.setdefault(row["codice_3_livello"], row["label_ITA_3_livello"])
    return list(found.items())


@lru_cache(maxsize=1)
def provinces() -> Choices:
    """Return the provinces by their two letters, in the order of their names."""
    found = {(row["acronimo_2_livello_it"], row["label_2_livello_it"]) for row in _rows("provinces.csv")}
    return sorted((pair for pair in found if pair[0]), key=lambda pair: pair[1])


@lru_cache(maxsize=1)
def activities() -> Choices:
    """Return the activities of general interest by their letter (D.Lgs. 117/2017, art. 5)."""
    return [(row["letter"], f"{row['letter']}) {row['label']}") for row in _rows("activities.csv")]


@lru_cache(maxsize=1)
def icnpo_groups() -> Choices:
    """Return the groups of the international classification of non-profit organisations."""
    return [(row["code"], row["label"]) for row in _rows("icnpo.csv")]
