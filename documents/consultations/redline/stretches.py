# SPDX-License-Identifier: AGPL-3.0-or-later
"""What owes a cause: every stretch of words that changed, every paragraph or section that came, went or moved.

Note [A cause is bound to its words]
------------------------------------
A stretch is named by a digest of where it begins in the old words (which are frozen, so that the place never shifts),
of the words taken away and of the words put there. When somebody changes those words again the digest is another, and
the cause given to the old one no longer covers anything. A change elsewhere in the paragraph leaves it as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from documents.consultations.redline.texts import Change, Entry, Redline, SectionDiff
from documents.consultations.redline.words import Segment, new_words, old_words

WORDS, ADDED, REMOVED, MOVED = "WORDS", "ADDED", "REMOVED", "MOVED"
SECTION_WORDS, SECTION_ADDED = "SECTION_WORDS", "SECTION_ADDED"
SECTION_REMOVED, SECTION_MOVED, TITLE = "SECTION_REMOVED", "SECTION_MOVED", "TITLE"
WHOLE = frozenset({ADDED, REMOVED, SECTION_ADDED, SECTION_REMOVED})


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """One thing that changed: what, of which paragraph or section, from which words to which."""

    kind: str
    identity: str
    start: int = 0
    old: str = ""
    new: str = ""
    target: str = ""

    @cached_property
    def key(self) -> str:
        """What a cause is given to. See Note [A cause is bound to its words]."""
        body = [self.kind, self.identity, self.start, self.old, self.new, self.target]
        return hashlib.sha256(json.dumps(body).encode()).hexdigest()

    @property
    def is_move(self) -> bool:
        """Whether only a place changed, and no word."""
        return self.kind in {MOVED, SECTION_MOVED}


@dataclass(frozen=True, kw_only=True)
class ChangedPlace:
    """A paragraph, a title of a section or the title of the text, with all that changed there."""

    identity: str
    stretches: tuple[Stretch, ...]
    section: SectionDiff | None = None
    entry: Entry | None = None
    title: tuple[Segment, ...] = ()

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The words of the place, with what happened to them."""
        if self.entry is not None:
            return self.entry.segments
        return self.section.title if self.section is not None else self.title

    @property
    def is_alone(self) -> bool:
        """Whether just one thing changed here."""
        return len(self.stretches) == 1


def places(redline: Redline) -> list[ChangedPlace]:
    """Return every place where something changed, in the order of the comparison.

    Words that stay the same owe nothing, whatever became of their number or of their form (bold, lists, links).
    """
    return list(_places(redline))


def hunks(segments: Iterable[Segment]) -> Iterator[tuple[int, str, str]]:
    """Yield every stretch of words that changed: where it begins in the old words, what went, what came."""
    start, old, new = 0, "", ""
    for segment in segments:
        if segment.is_removed:
            old += segment.text
        elif segment.is_added:
            new += segment.text
        else:
            if old or new:
                yield start, old, new
            start, old, new = start + len(old) + len(segment.text), "", ""
    if old or new:
        yield start, old, new


def _places(redline: Redline) -> Iterator[ChangedPlace]:
    title = tuple(_of_words(TITLE, "", redline.title))
    if title:
        yield ChangedPlace(identity="", stretches=title, title=redline.title)
    for section in redline.sections:
        found = tuple(_of_section(section))
        if found:
            yield ChangedPlace(identity=section.identity, stretches=found, section=section)
        for entry in section.entries:
            stretches = tuple(_of_entry(entry, section))
            if stretches:
                yield ChangedPlace(identity=entry.identity, stretches=stretches, section=section, entry=entry)


def _of_section(section: SectionDiff) -> Iterator[Stretch]:
    if section.change == Change.ADDED:
        yield Stretch(kind=SECTION_ADDED, identity=section.identity, new=new_words(section.title))
    elif section.change == Change.REMOVED:
        yield Stretch(kind=SECTION_REMOVED, identity=section.identity, old=old_words(section.title))
    else:
        yield from _of_words(SECTION_WORDS, section.identity, section.title)
    if section.is_moved:
        yield Stretch(kind=SECTION_MOVED, identity=section.identity)


def _of_entry(entry: Entry, section: SectionDiff) -> Iterator[Stretch]:
    if entry.is_mark:
        return
    if entry.change == Change.ADDED:
        yield Stretch(kind=ADDED, identity=entry.identity, new=new_words(entry.segments))
    elif entry.change == Change.REMOVED:
        yield Stretch(kind=REMOVED, identity=entry.identity, old=old_words(entry.segments))
    else:
        yield from _of_words(WORDS, entry.identity, entry.segments)
    if entry.is_moved:
        yield Stretch(kind=MOVED, identity=entry.identity, target=section.identity)


def _of_words(kind: str, identity: str, segments: Iterable[Segment]) -> Iterator[Stretch]:
    for start, old, new in hunks(segments):
        yield Stretch(kind=kind, identity=identity, start=start, old=old, new=new)
