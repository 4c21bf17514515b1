# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comparison as a Word document with real tracked changes, each signed by its cause.

Accepting all of them gives the new version, rejecting all of them the old one, word by word. What moved, paragraph or
section, is taken away where it was and put where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents.consultations.exports.docx import clean
from documents.consultations.exports.version_docx import saved, started
from documents.consultations.queries.reasons import OFFICE, Why
from documents.consultations.redline import (
    Change,
    Entry,
    Mark,
    Redline,
    SectionDiff,
    Segment,
    Stretch,
    new_words,
    old_words,
    places,
)

LONGEST_AUTHOR = 250
HEADINGS = {1: "Heading 1", 2: "Heading 2"}


def write(redline: Redline, *, whys: Mapping[str, Why], title: str, moment: datetime) -> bytes:
    """Return the DOCX: `whys` says who signs, `moment` when the new version was published."""
    document = started(title)
    document._body._body.remove(document.paragraphs[0]._p)
    found: dict[str, list[Stretch]] = {}
    for place in places(redline):
        found.setdefault(place.identity, []).extend(place.stretches)
    pen = _Pen(document=document, moment=moment, whys=whys, stretches=found)
    pen.line(redline.title or [Segment(Mark.SAME, title)], "", style="Title")
    for section, part in _order(redline.sections):
        _write_section(pen, section, part)
    return saved(document)


NEW, OLD, BOTH = "new", "old", "both"


def _order(sections: Sequence[SectionDiff]) -> list[tuple[SectionDiff, str]]:
    """Return the sections in reading order, one that moved twice: as it was where it was, as it is where it is."""
    made = [(one, NEW if one.is_moved else BOTH) for one in sections]
    for one in sorted((one for one in sections if one.is_moved), key=lambda moved: moved.old_order or 0):
        before = [
            at
            for at, (other, part) in enumerate(made)
            if part != NEW and other.old_order is not None and other.old_order < (one.old_order or 0)
        ]
        made.insert(before[-1] + 1 if before else 0, (one, OLD))
    return made


def _write_section(pen: _Pen, section: SectionDiff, part: str) -> None:
    if part == OLD:
        who = pen.author(section.identity, kinds=["SECTION_MOVED"])
        pen.whole(old_words(section.title), Mark.REMOVED, who, style=HEADINGS[1])
        for entry in _as_it_was(section):
            _write_gone(pen, entry, who)
    elif part == NEW:
        who = pen.author(section.identity, kinds=["SECTION_MOVED"])
        pen.whole(new_words(section.title), Mark.ADDED, who, style=HEADINGS[1])
        for entry in section.entries:
            if entry.new is not None and not entry.is_mark:
                _write_come(pen, entry, who)
    else:
        _write_title(pen, section)
        for entry in section.entries:
            _write_entry(pen, entry)


def _as_it_was(section: SectionDiff) -> Iterator[Entry]:
    """Yield what the section held in the old version, in its order."""
    here = [one for one in section.entries if one.was is not None and one.old is not None and not one.is_moved]
    return iter(sorted(here, key=lambda one: one.was.order if one.was else 0))


def _write_title(pen: _Pen, section: SectionDiff) -> None:
    if section.change == Change.ADDED:
        who = pen.author(section.identity, kinds=["SECTION_ADDED"])
        pen.whole(new_words(section.title), Mark.ADDED, who, style=HEADINGS[1])
    elif section.change == Change.REMOVED:
        who = pen.author(section.identity, kinds=["SECTION_REMOVED"])
        pen.whole(old_words(section.title), Mark.REMOVED, who, style=HEADINGS[1])
    else:
        pen.line(section.title, section.identity, style=HEADINGS[1])


def _write_entry(pen: _Pen, entry: Entry) -> None:
    if entry.is_mark or entry.change == Change.REMOVED:
        _write_gone(pen, entry, pen.author(entry.identity, kinds=["REMOVED", "MOVED"]))
    elif entry.is_moved or entry.change == Change.ADDED:
        _write_come(pen, entry, pen.author(entry.identity, kinds=["ADDED", "MOVED"]))
    else:
        pen.line(entry.segments, entry.identity, style=HEADINGS[2] if entry.is_heading else None)


def _write_gone(pen: _Pen, entry: Entry, who: str) -> None:
    if entry.old is not None:
        pen.whole(entry.old.plain, Mark.REMOVED, who, style=HEADINGS[2] if entry.old.is_heading else None)


def _write_come(pen: _Pen, entry: Entry, who: str) -> None:
    if entry.new is not None:
        pen.whole(entry.new.plain, Mark.ADDED, who, style=HEADINGS[2] if entry.new.is_heading else None)


@dataclass
class _Pen:
    """Writes tracked changes: the next number, the moment, and who signs what."""

    document: Any
    moment: datetime
    whys: Mapping[str, Why]
    stretches: Mapping[str, Sequence[Stretch]]
    last: int = field(default=0)

    def line(self, segments: Iterable[Segment], identity: str, *, style: str | None = None) -> None:
        """Write a paragraph whose changes are signed one by one."""
        paragraph = self.document.add_paragraph(style=style)
        offset = start = 0
        for segment in segments:
            if segment.mark == Mark.SAME:
                paragraph._p.append(_run(segment.text))
                offset += len(segment.text)
                start = offset
                continue
            paragraph._p.append(self._tracked(segment, self.author(identity, start=start)))
            offset += len(segment.text) if segment.is_removed else 0

    def whole(self, words: str, mark: Mark, who: str, *, style: str | None = None) -> None:
        """Write a paragraph that only one of the two versions has, with its end."""
        paragraph = self.document.add_paragraph(style=style)
        properties = paragraph._p.get_or_add_pPr()
        ending = OxmlElement("w:rPr")
        ending.append(self._change("w:ins" if mark == Mark.ADDED else "w:del", who))
        properties.append(ending)
        if words:
            paragraph._p.append(self._tracked(Segment(mark, words), who))

    def author(self, identity: str, *, start: int | None = None, kinds: Iterable[str] = ()) -> str:
        """Return who signs a change of a paragraph or section: the causes of that stretch, or of all of it."""
        why = self.whys.get(identity)
        if why is None:
            return OFFICE
        wanted = {
            one.key
            for one in self.stretches.get(identity, ())
            if (start is not None and one.start == start and not one.is_move) or one.kind in kinds
        }
        told = [one for one in why.told if one.key in wanted] or why.told
        names = dict.fromkeys(reason.author for one in told for reason in one.reasons)
        return ", ".join(names)[:LONGEST_AUTHOR] or OFFICE

    def _tracked(self, segment: Segment, who: str) -> Any:
        change = self._change("w:ins" if segment.is_added else "w:del", who)
        change.append(_run(segment.text, is_deleted=segment.is_removed))
        return change

    def _change(self, tag: str, who: str) -> Any:
        self.last += 1
        change = OxmlElement(tag)
        change.set(qn("w:id"), str(self.last))
        change.set(qn("w:author"), clean(who))
        change.set(qn("w:date"), self.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        return change


def _run(text: str, *, is_deleted: bool = False) -> Any:
    run = OxmlElement("w:r")
    for at, line in enumerate(clean(text).split("\n")):
        if at:
            run.append(OxmlElement("w:br"))
        words = OxmlElement("w:delText" if is_deleted else "w:t")
        words.set(qn("xml:space"), "preserve")
        words.text = line
        run.append(words)
    return run
