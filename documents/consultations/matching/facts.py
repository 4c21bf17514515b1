# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is matched, and what is found out about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Item:
    """A paragraph or a sub-heading, in reading order; `key` names it on its side."""

    key: str
    plain: str
    is_heading: bool = False


class Fate(StrEnum):
    """What a paragraph of the redraft may be."""

    SAME = "same"  # it is that old paragraph
    SPLIT = "split"  # it is a part of an old paragraph that lives on in another
    MERGE = "merge"  # it is the first of these old paragraphs, with the words of the others
    NEW = "new"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One thing that a paragraph may be, and how much speaks for it (from 0 to 1)."""

    fate: Fate
    old: tuple[str, ...]
    score: float


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A paragraph that a person must decide about; the likeliest first. That it is new is always possible."""

    new: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, kw_only=True)
class Matching:
    """What is certain, and what is not. Every key of either side stands in exactly one of these."""

    same: Mapping[str, str]  # new → old
    splits: Mapping[str, str]  # new → the old one that it was a part of
    merges: Mapping[str, tuple[str, ...]]  # new → the old ones that flowed into it, besides the one that it is
    added: frozenset[str]
    removed: frozenset[str]
    doubts: tuple[Doubt, ...]
    unsure: Mapping[str, tuple[str, ...]]  # old → the certain new ones that may have taken it in
