# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words pointed at in a paragraph, found again after a redraft: the same words, or it is said that they are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from documents.consultations.anchors.alignment import NOWHERE, align
from documents.consultations.anchors.words import Piece, Word, covered, ends_of, words_of

LEAST_SHARE = 0.55  # of the letters pointed at: below it, about most of the words were replaced
AROUND = 6  # words looked at on either side
LEAST_AROUND = 0.5
FEW_WORDS = 3
FURTHEST = 12  # words put in between that still leave one stretch


class Why(StrEnum):
    """Why words are gone."""

    PARAGRAPH_REMOVED = "paragraph"
    WORDS_REPLACED = "words"


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words stand now."""

    identity: str
    start: int
    end: int
    is_same: bool  # the very same characters


@dataclass(frozen=True, slots=True)
class Gone:
    """The words are no longer in the text."""

    why: Why


@dataclass(frozen=True, slots=True)
class Held:
    """The words pointed at that are still there, by their numbers in a paragraph; `letters` is how many they were."""

    identity: str
    words: tuple[int, ...]
    letters: int


Pair = tuple[int, int]  # an old word and the new one that it is


class Redraft:
    """Paragraphs that became others: one that was edited, one that was split, some that were merged.

    `old` and `new` are all those that share an identity or a parentage, in reading order.
    """

    def __init__(self, old: Sequence[Piece], new: Sequence[Piece]) -> None:
        self.old = {piece.identity: piece.plain for piece in old}
        self.new = {piece.identity: piece.plain for piece in new}
        self._before, old_ends = _joined(old)
        self._after, new_ends = _joined(new)
        self._starts_before = _starts(self._before)
        self._starts_after = _starts(self._after)
        self.places = align(
            [word.key for _, word in self._before],
            [word.key for _, word in self._after],
            old_ends=old_ends,
            new_ends=new_ends,
        )

    def find(self, identity: str, start: int, end: int) -> Found | Gone:
        """Return where the words from one character to another (excluded) of an old paragraph stand now.

        :raises ValueError: there is no such stretch, or it has no word.
        """
        return trace([self], identity, start, end)

    def follow(self, held: Held) -> Held | None:
        """Return those of the words that are still there, together and most of them; none when they are not."""
        if self.old.get(held.identity) == self.new.get(held.identity):
            return held
        shift = self._starts_before[held.identity]
        found = self._best([shift + number for number in held.words], held.letters)
        if not found:
            return None
        identity = self._after[found[0][1]][0]
        shift = self._starts_after[identity]
        return Held(identity, tuple(new - shift for _, new in found), held.letters)

    def there(self, identity: str, number: int) -> tuple[str, int] | None:
        """Return which word of which paragraph a word certainly is now; none when it is not certain, or gone."""
        if self.old.get(identity) == self.new.get(identity):
            return identity, number
        place = self.places[self._starts_before[identity] + number]
        if place == NOWHERE:
            return None
        now = self._after[place][0]
        return now, place - self._starts_after[now]

    def _best(self, members: Sequence[int], letters: int) -> list[Pair]:
        """Return the heaviest stretch of words with their new places, if it is most of what was pointed at."""
        stretches = [self._with_neighbours(group, members) for group in self._groups(members)]
        best = max(stretches, key=self._letters, default=[])
        if self._letters(best) < LEAST_SHARE * letters:
            return []
        return best if self._is_among_its_own(members, best) else []

    def _groups(self, members: Sequence[int]) -> Iterator[list[int]]:
        group: list[int] = []
        for at in members:
            if self.places[at] == NOWHERE:
                continue
            if group and not self._follows(group[-1], at):
                yield group
                group = []
            group.append(at)
        if group:
            yield group

    def _follows(self, earlier: int, later: int) -> bool:
        here, there = self.places[earlier], self.places[later]
        is_one_paragraph = self._after[here][0] == self._after[there][0]
        return is_one_paragraph and 0 < there - here <= FURTHEST + (later - earlier)

    def _with_neighbours(self, group: Sequence[int], members: Sequence[int]) -> list[Pair]:
        """Return certain words with those beside them that are plainly the same, though not certain alone."""
        known = [(at, self.places[at]) for at in group]
        wanted = set(members)
        before = self._more(known[0], -1, wanted)
        after = self._more(known[-1], 1, wanted)
        return [*reversed(before), *known, *after]

    def _more(self, known: Pair, step: int, wanted: set[int]) -> list[Pair]:
        owner = self._after[known[1]][0]
        more: list[Pair] = []
        at, there = known[0] + step, known[1] + step
        while at in wanted and 0 <= there < len(self._after) and self._after[there][0] == owner:
            if self._after[there][1].key != self._before[at][1].key or self.places[at] not in {NOWHERE, there}:
                break
            more.append((at, there))
            at, there = at + step, there + step
        return more

    def _is_among_its_own(self, members: Sequence[int], found: Sequence[Pair]) -> bool:
        """Whether what stood around stands around still: a turn of phrase alone proves nothing."""
        near = range(max(members[0] - AROUND, 0), min(members[-1] + 1 + AROUND, len(self._before)))
        own = [at for at in near if self._before[at][0] == self._before[members[0]][0]]
        low, high = found[0][1], found[-1][1]
        reach = len(own) + FURTHEST
        kept = len(found)
        for at in own:
            there = self.places[at]
            if there != NOWHERE and (at < found[0][0] or at > found[-1][0]):
                kept += low - reach <= there < low if at < found[0][0] else high < there <= high + reach
        if kept < LEAST_AROUND * len(own):
            return False
        return len(members) > FEW_WORDS or self._touches(found, own)

    def _touches(self, found: Sequence[Pair], own: Sequence[int]) -> bool:
        """Whether a few words stand beside a word that they stood beside, or at the same edge of the paragraph."""
        (first, low), (last, high) = found[0], found[-1]
        return self._same_neighbour(first - 1, low - 1, own) or self._same_neighbour(last + 1, high + 1, own)

    def _same_neighbour(self, old: int, new: int, own: Sequence[int]) -> bool:
        if own[0] <= old <= own[-1]:
            return self.places[old] == new and new != NOWHERE
        is_left = old < own[0]
        here, beside = (own[0], new + 1) if is_left else (own[-1], new - 1)
        return _is_other(self._before, old, here) and _is_other(self._after, new, beside)

    def _letters(self, stretch: Sequence[Pair]) -> int:
        return sum(self._before[at][1].end - self._before[at][1].start for at, _ in stretch)


def trace(redrafts: Sequence[Redraft], identity: str, start: int, end: int) -> Found | Gone:
    """Return where words of the first text stand in the last one, followed through every redraft between.

    :raises ValueError: there is no such stretch, or it has no word.
    """
    plain = redrafts[0].old[identity]
    if not 0 <= start < end <= len(plain):
        raise ValueError(plain[start:end])
    if redrafts[-1].new.get(identity) == plain:
        return Found(identity, start, end, is_same=True)
    words = words_of(plain)
    first, last = covered(words, start, end)
    if first == last:
        raise ValueError(plain[start:end])
    letters = sum(word.end - word.start for word in words[first:last])
    held: Held | None = Held(identity, tuple(range(first, last)), letters)
    for redraft in redrafts:
        if held is None or held.identity not in redraft.old:
            break
        if not redraft.new:
            return Gone(Why.PARAGRAPH_REMOVED)
        held = redraft.follow(held)
    if held is None:
        return Gone(Why.WORDS_REPLACED)
    lead = plain[start : words[first].start] if start < words[first].start else ""
    trail = plain[words[last - 1].end : end] if end > words[last - 1].end else ""
    return _stretch(held, redrafts[-1].new[held.identity], quote=plain[start:end], marks=(lead, trail))


def landed(redrafts: Sequence[Redraft], identity: str) -> Counter[str]:
    """Return how many words of a paragraph of the first text certainly are in each paragraph of the last one."""
    if not redrafts:
        return Counter()
    held = [(identity, number) for number in range(len(words_of(redrafts[0].old[identity])))]
    for redraft in redrafts:
        moved = (redraft.there(*word) for word in held if word[0] in redraft.old)
        held = [word for word in moved if word is not None]
    return Counter(now for now, _number in held)


def _stretch(held: Held, plain: str, *, quote: str, marks: tuple[str, str]) -> Found:
    """Return the stretch in characters, with the marks around it that were pointed at and are still there."""
    words = words_of(plain)
    start, end = words[held.words[0]].start, words[held.words[-1]].end
    lead, trail = marks
    if lead and plain[:start].endswith(lead):
        start -= len(lead)
    if trail and plain[end:].startswith(trail):
        end += len(trail)
    return Found(held.identity, start, end, is_same=plain[start:end] == quote)


def _joined(pieces: Sequence[Piece]) -> tuple[list[tuple[str, Word]], list[int]]:
    """Return the words of some paragraphs in a row, each with whose it is, and those that end a sentence."""
    words: list[tuple[str, Word]] = []
    ends: list[int] = []
    for piece in pieces:
        own = words_of(piece.plain)
        ends += [len(words) + at for at in ends_of(own, piece.plain)]
        words += [(piece.identity, word) for word in own]
    return words, ends


def _starts(words: Sequence[tuple[str, Word]]) -> dict[str, int]:
    """Return where the words of each paragraph begin."""
    starts: dict[str, int] = {}
    for at, (identity, _word) in enumerate(words):
        starts.setdefault(identity, at)
    return starts


def _is_other(words: Sequence[tuple[str, Word]], at: int, beside: int) -> bool:
    """Whether a place is beyond the paragraph of the word beside it."""
    return not 0 <= at < len(words) or words[at][0] != words[beside][0]
