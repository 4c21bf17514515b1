# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two versions of a text, paragraph by paragraph: identity says which is which, words say what changed."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from documents.consultations.redline.words import Mark, Segment, new_words, old_words, words


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A paragraph or a sub-heading of one version."""

    identity: str
    plain: str
    html: str = ""
    number: int = 0
    is_heading: bool = False


@dataclass(frozen=True, kw_only=True)
class SectionPiece:
    """A section of one version."""

    identity: str
    slug: str
    title: str
    pieces: tuple[Piece, ...]


class Change(StrEnum):
    """What happened to a paragraph or to a section."""

    SAME = "same"
    EDITED = "edited"
    FORM = "form"  # the same words, with other bold, lists or links
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a paragraph stood in the old version."""

    section: str
    section_title: str
    order: int
    heading: int = 0  # which of the sub-headings of the old version it was; 0 for a paragraph


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A paragraph in the comparison."""

    change: Change
    segments: tuple[Segment, ...]
    old: Piece | None
    new: Piece | None
    was: Place | None
    is_moved: bool = False
    gone_to: str = ""  # for the mark left where something that moved had stood: the title of its section now

    @property
    def identity(self) -> str:
        """The identity that lives through versions."""
        piece = self.new or self.old
        return piece.identity if piece else ""

    @property
    def is_heading(self) -> bool:
        """Whether it is a sub-heading."""
        piece = self.new or self.old
        return bool(piece and piece.is_heading)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing at all happened to it."""
        return self.change == Change.SAME and not self.is_moved and not self.is_mark

    @property
    def is_mark(self) -> bool:
        """Whether it only marks where something stood that is now elsewhere; it holds no words."""
        return bool(self.gone_to)


@dataclass(frozen=True, kw_only=True)
class SectionDiff:
    """A section in the comparison."""

    identity: str
    slug: str
    title: tuple[Segment, ...]
    change: Change
    is_moved: bool
    old_order: int | None
    new_order: int | None
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """The title as it reads now (or as it read, when the section was removed)."""
        return old_words(self.title) if self.change == Change.REMOVED else new_words(self.title)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing at all happened in it."""
        return self.change == Change.SAME and not self.is_moved and all(entry.is_untouched for entry in self.entries)


@dataclass(frozen=True)
class Redline:
    """Everything that changed between two versions; both can be rebuilt exactly from it."""

    sections: tuple[SectionDiff, ...]
    counts: Counter[str] = field(default_factory=Counter)
    title: tuple[Segment, ...] = ()

    @property
    def total(self) -> int:
        """How many changes a reader is told of."""
        return sum(self.counts.values())


def compare(old: Sequence[SectionPiece], new: Sequence[SectionPiece], *, titles: tuple[str, str] = ("", "")) -> Redline:
    """Return how one version became the other, in the order of the new one; `titles` are those of the whole text.

    A section or paragraph that is in one version only was added or removed, whatever its words. A paragraph is
    *moved* when it changed section, or its order among those that stayed in its section.
    """
    comparison = _Comparison(old, new)
    sections = tuple(comparison.sections())
    counts = count(sections)
    counts["title"] += titles[0] != titles[1]
    return Redline(sections, +counts, tuple(words(*titles)))


def rebuild_old(redline: Redline) -> list[tuple[str, list[str]]]:
    """Return the titles and paragraphs of the old version, exactly and in their order."""
    held: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for entry in (entry for section in redline.sections for entry in section.entries):
        if entry.was and not entry.is_mark:
            held[entry.was.section].append((entry.was.order, old_words(entry.segments)))
    kept = [section for section in redline.sections if section.old_order is not None]
    kept.sort(key=lambda section: section.old_order or 0)
    return [(old_words(section.title), [text for _, text in sorted(held[section.identity])]) for section in kept]


def rebuild_new(redline: Redline) -> list[tuple[str, list[str]]]:
    """Return the titles and paragraphs of the new version, exactly and in their order."""
    return [
        (
            new_words(section.title),
            [new_words(entry.segments) for entry in section.entries if entry.new and not entry.is_mark],
        )
        for section in redline.sections
        if section.new_order is not None
    ]


class _Comparison:
    """The two versions, with what is asked of them many times."""

    def __init__(self, old: Sequence[SectionPiece], new: Sequence[SectionPiece]) -> None:
        self.old = {section.identity: (order, section) for order, section in enumerate(old)}
        self.new = {section.identity: (order, section) for order, section in enumerate(new)}
        headings = [piece.identity for section in old for piece in section.pieces if piece.is_heading]
        self.headings = {identity: number for number, identity in enumerate(headings, start=1)}
        self.was = {
            piece.identity: (piece, self._place(piece, section, order))
            for section in old
            for order, piece in enumerate(section.pieces)
        }
        self.kept = {piece.identity: (piece, section) for section in new for piece in section.pieces}
        self.moved_sections = _out_of_order([self.old[one.identity][0] for one in new if one.identity in self.old])

    def sections(self) -> list[SectionDiff]:
        """Return the sections of the new version in their order, each removed one after what preceded it."""
        made = [self._section(section, order) for order, section in self.new.values()]
        for order, section in self.old.values():
            if section.identity not in self.new:
                made.insert(self._place_of_removed(made, order), self._removed_section(section, order))
        return made

    def _place(self, piece: Piece, section: SectionPiece, order: int) -> Place:
        return Place(
            section=section.identity,
            section_title=section.title,
            order=order,
            heading=self.headings.get(piece.identity, 0),
        )

    def _place_of_removed(self, made: list[SectionDiff], order: int) -> int:
        before = [at for at, one in enumerate(made) if one.old_order is not None and one.old_order < order]
        return before[-1] + 1 if before else 0

    def _section(self, section: SectionPiece, order: int) -> SectionDiff:
        found = self.old.get(section.identity)
        if found is None:
            title, change = [Segment(Mark.ADDED, section.title)], Change.ADDED
        else:
            title = words(found[1].title, section.title)
            change = Change.SAME if found[1].title == section.title else Change.EDITED
        return SectionDiff(
            identity=section.identity,
            slug=section.slug,
            title=tuple(title),
            change=change,
            is_moved=found is not None and found[0] in self.moved_sections,
            old_order=found[0] if found else None,
            new_order=order,
            entries=tuple(self._entries(section, found[1] if found else None)),
        )

    def _removed_section(self, section: SectionPiece, order: int) -> SectionDiff:
        return SectionDiff(
            identity=section.identity,
            slug=section.slug,
            title=(Segment(Mark.REMOVED, section.title),),
            change=Change.REMOVED,
            is_moved=False,
            old_order=order,
            new_order=None,
            entries=tuple(self._gone(piece) for piece in section.pieces),
        )

    def _entries(self, section: SectionPiece, old: SectionPiece | None) -> list[Entry]:
        stayed = [
            self.was[piece.identity][1].order
            for piece in section.pieces
            if piece.identity in self.was and self.was[piece.identity][1].section == section.identity
        ]
        moved = _out_of_order(stayed)
        here = {piece.identity for piece in section.pieces}
        made = [self._entry(piece, section.identity, moved) for piece in section.pieces]
        for order, piece in enumerate(old.pieces if old else ()):
            is_here = piece.identity in here and order not in moved
            if not is_here:
                before = [at for at, one in enumerate(made) if _stands_before(one, section.identity, order)]
                made.insert(before[-1] + 1 if before else 0, self._gone(piece))
        return made

    def _entry(self, piece: Piece, section: str, moved: frozenset[int]) -> Entry:
        if piece.identity not in self.was:
            segments = (Segment(Mark.ADDED, piece.plain),) if piece.plain else ()
            return Entry(change=Change.ADDED, segments=segments, old=None, new=piece, was=None)
        old, place = self.was[piece.identity]
        return Entry(
            change=_change(old, piece),
            segments=tuple(words(old.plain, piece.plain)),
            old=old,
            new=piece,
            was=place,
            is_moved=place.section != section or place.order in moved,
        )

    def _gone(self, piece: Piece) -> Entry:
        """Return a removed paragraph, or the mark of one that went elsewhere."""
        if piece.identity in self.kept:
            new, section = self.kept[piece.identity]
            was = self.was[piece.identity][1]
            return Entry(change=Change.SAME, segments=(), old=piece, new=new, was=was, gone_to=section.title or "…")
        segments = (Segment(Mark.REMOVED, piece.plain),) if piece.plain else ()
        return Entry(change=Change.REMOVED, segments=segments, old=piece, new=None, was=self.was[piece.identity][1])


def _stands_before(entry: Entry, section: str, order: int) -> bool:
    return bool(entry.was and not entry.is_moved and entry.was.section == section and entry.was.order < order)


def _change(old: Piece, new: Piece) -> Change:
    if old.plain != new.plain:
        return Change.EDITED
    return Change.SAME if (old.html, old.is_heading) == (new.html, new.is_heading) else Change.FORM


def _out_of_order(orders: Sequence[int]) -> frozenset[int]:
    """Return the fewest members whose removal leaves the rest growing: what was moved."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for order in orders:
        at = bisect_left(tails, order)
        before[order] = ends[at - 1] if at else None
        tails[at : at + 1] = [order]
        ends[at : at + 1] = [order]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return frozenset(orders) - kept


def count(sections: Iterable[SectionDiff]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for section in sections:
        if section.change != Change.SAME:
            counts[f"section_{section.change}"] += 1
        counts["section_moved"] += section.is_moved
        for entry in section.entries:
            if entry.is_mark:
                continue
            if entry.change != Change.SAME:
                counts["moved_edited" if entry.is_moved and entry.change == Change.EDITED else str(entry.change)] += 1
            elif entry.is_moved:
                counts["moved"] += 1
    return +counts
