# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words that match, marked, in the passage that holds most of them. Whatever was in the text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import SafeString, mark_safe

from search.analysis import PREFIXES, fold, stems, words
from search.vocabulary import Run
from search.wording import Wording

LENGTH = 240
MOST_MARKS = 300
MOST_SEARCHED = 200_000
SHORTEST_STEM = 3
BEFORE = 60
Span = tuple[int, int]


@dataclass(frozen=True)
class Marker:
    """Finds in a text what a wording asks, whatever the endings and the spelling of compounds."""

    pattern: re.Pattern[str] | None
    runs: frozenset[tuple[tuple[str, str], ...]]
    _meant: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, wording: Wording) -> Marker:
        """Return the marker of what was asked, with what means the same."""
        runs = {run for clause in wording.clauses for run in (clause.run, *clause.others)}
        parts = sorted((_pattern(run) for run in runs), key=len, reverse=True)
        pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})") if parts else None
        return cls(pattern, frozenset(tuple(stems(word) for word in run) for run in runs))

    def spans(self, text: str) -> list[Span]:
        """Return where the words stand, in order."""
        if self.pattern is None:
            return []
        folded = fold(text[:MOST_SEARCHED])
        found = []
        for match in self.pattern.finditer(folded):
            if self._is_meant(match[0]):
                found.append(match.span())
                if len(found) == MOST_MARKS:
                    break
        return found

    def _is_meant(self, piece: str) -> bool:
        if piece not in self._meant:
            self._meant[piece] = self._is_asked(piece)
        return self._meant[piece]

    def _is_asked(self, piece: str) -> bool:
        of_piece = [stems(word.text) for word in words(piece)]
        return any(
            len(run) == len(of_piece)
            and all(mine[0] == its[0] or mine[1] == its[1] for mine, its in zip(run, of_piece, strict=True))
            for run in self.runs
        )


def marked(text: str, marker: Marker) -> SafeString:
    """Return the whole text, escaped, with the words that match in `<mark>`."""
    return _with_marks(text, marker.spans(text))


def passage(text: str, marker: Marker) -> SafeString:
    """Return the passage that holds most of the words asked, cut between words, escaped, with `<mark>`."""
    spans = marker.spans(text)
    start = _best_start(text, spans)
    end = _between_words(text, min(len(text), start + LENGTH), is_start=False)
    inside = [(left - start, right - start) for left, right in spans if left >= start and right <= end]
    shown = _with_marks(text[start:end].rstrip(), inside)
    opening = "… " if start else ""
    closing = " …" if end < len(text.rstrip()) else ""
    return mark_safe(opening + shown + closing)  # noqa: S308 -- made of escaped pieces only


def _best_start(text: str, spans: Sequence[Span]) -> int:
    if not spans:
        return 0
    folded = fold(text[:MOST_SEARCHED])

    def worth(start: int) -> tuple[int, int]:
        inside = [folded[left:right] for left, right in spans if start <= left and right <= start + LENGTH - BEFORE]
        return len({piece[:5] for piece in inside}), len(inside)

    best = max((left for left, _ in spans[:100]), key=lambda left: (*worth(left), -left))
    return _between_words(text, max(0, best - BEFORE), is_start=True) if best > BEFORE else 0


def _between_words(text: str, place: int, *, is_start: bool) -> int:
    if place in (0, len(text)):
        return place
    space = text.find(" ", place, place + BEFORE) if is_start else text.rfind(" ", max(0, place - BEFORE), place)
    if space < 0:
        return place
    return space + 1 if is_start else space


def _with_marks(text: str, spans: Iterable[Span]) -> SafeString:
    pieces, place = [], 0
    for left, right in spans:
        pieces += [escape(text[place:left]), "<mark>", escape(text[left:right]), "</mark>"]
        place = right
    pieces.append(escape(text[place:]))
    return mark_safe("".join(pieces))  # noqa: S308 -- every piece of the text is escaped


def _pattern(run: Run) -> str:
    between = r"[^\w<>]{1,3}(?:[^\W_]{1,5}[^\w<>]{1,2}){0,2}"
    return between.join(_word_pattern(word) for word in run)


def _word_pattern(word: str) -> str:
    shared = min((stem for stem in stems(word) if len(stem) >= SHORTEST_STEM and word.startswith(stem)), default=word)
    prefix = next((prefix for prefix in PREFIXES if shared.startswith(prefix) and len(shared) > len(prefix) + 2), "")
    joined = rf"{prefix}\s*-?\s*{re.escape(shared[len(prefix) :])}" if prefix else re.escape(shared)
    dotted = r"\.?".join(map(re.escape, word)) + r"\.?" if word.isalpha() and len(word) <= SHORTEST_STEM + 2 else ""
    return rf"(?:{joined}[^\W_]*|{dotted}(?![^\W_]))" if dotted else rf"{joined}[^\W_]*"
