# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole new draft, without ids, beside the text that it is a redraft of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from documents.consultations.imports.parsed import ParsedText
from documents.consultations.matching import Decision, Item, Matching, decide, likeliest, match
from documents.consultations.models import Text
from documents.consultations.queries import drafts, texts
from documents.consultations.queries.questions import Shown
from documents.consultations.redline import Piece, Redline, SectionPiece, compare

MOST_OF: Final = 0.6
SECTION = "sezione-"
NEW_SECTION = "nuova"


@dataclass(frozen=True, kw_only=True)
class NewDraft:
    """What was read of a draft, and the text as it is. Keys: an old paragraph's identity, `section-block` of a new."""

    text: Text
    parsed: ParsedText
    old: tuple[SectionPiece, ...]
    found: Matching

    def decided(self, choices: Mapping[str, str], *, accepts: bool = False) -> Decision:
        """Return what is decided with these choices."""
        every = {**(likeliest(self.found) if accepts else {}), **choices}
        return decide(self.found, every, old={piece.identity for one in self.old for piece in one.pieces})

    @cached_property
    def certain_sections(self) -> dict[int, str]:
        """The new sections (by place) that are certainly old ones: same title, or most of the same paragraphs."""
        old_of = {piece.identity: one.identity for one in self.old for piece in one.pieces}
        shared = Counter((int(new.split("-")[0]), old_of[old]) for new, old in self.found.same.items() if old in old_of)
        totals = Counter(place for place, _ in shared.elements())
        from_old = Counter(section for _, section in shared.elements())
        made: dict[int, str] = {}
        for (place, section), times in shared.most_common():
            is_most = times > MOST_OF * totals[place] and times > MOST_OF * from_old[section]
            if is_most and place not in made and section not in made.values():
                made[place] = section
        for place, title in enumerate(_plain(one.title) for one in self.parsed.sections):
            named = [one.identity for one in self.old if _plain(one.title) == title]
            if place not in made and len(named) == 1 and named[0] not in made.values():
                made[place] = named[0]
        return made

    @property
    def has_new_sections(self) -> bool:
        """Whether the draft may have sections that the text has not."""
        return len(self.certain_sections) < len(self.parsed.sections)

    @property
    def free_sections(self) -> list[SectionPiece]:
        """The old sections that no new one certainly is."""
        return [one for one in self.old if one.identity not in self.certain_sections.values()]

    @property
    def open_sections(self) -> list[int]:
        """The new sections (by place) of which somebody must say whether they are an old one."""
        places = range(len(self.parsed.sections))
        return [at for at in places if at not in self.certain_sections] if self.free_sections else []

    def sections(self, chosen: Mapping[int, str]) -> dict[int, str]:
        """Return which new sections are which old ones, with what was chosen where it was open."""
        free = {one.identity for one in self.free_sections}
        made = dict(self.certain_sections)
        for place in self.open_sections:
            value = chosen.get(place, "")
            if value in free and value not in made.values():
                made[place] = value
        return made

    def redline(self, decision: Decision, sections: Mapping[int, str]) -> Redline:
        """Return what would change for readers."""
        new = [
            SectionPiece(
                identity=sections.get(place, f"new:{place}"),
                slug=str(place),
                title=section.title,
                pieces=tuple(
                    Piece(
                        identity=decision.same.get(f"{place}-{at}", f"new:{place}-{at}"),
                        plain=block.plain,
                        is_heading=block.is_heading,
                    )
                    for at, block in enumerate(section.blocks)
                ),
            )
            for place, section in enumerate(self.parsed.sections)
        ]
        return compare(self.old, new)

    @property
    def old_shown(self) -> dict[str, Shown]:
        """The old paragraphs as a page shows them."""
        return {
            piece.identity: Shown(number=piece.number, section_title=one.title, plain=piece.plain)
            for one in self.old
            for piece in one.pieces
        }

    @property
    def new_shown(self) -> dict[str, Shown]:
        """The new paragraphs as a page shows them."""
        made, number = {}, 0
        for place, section in enumerate(self.parsed.sections):
            for at, block in enumerate(section.blocks):
                number += not block.is_heading
                shown = Shown(number=number, section_title=section.title, plain=block.plain)
                made[f"{place}-{at}"] = shown
        return made


def beside(text: Text, parsed: ParsedText) -> NewDraft:
    """Return a draft beside the latest version of a text; before the first, beside what stands in the editor."""
    latest = texts.latest_version_of(text)
    pieces = drafts.pieces_of_version(latest) if latest else drafts.pieces_of_draft(drafts.as_written(text))
    old = tuple(
        SectionPiece(
            identity=one.identity,
            slug=one.slug,
            title=one.title,
            # How it is marked up is not compared: two importers never write the same HTML.
            pieces=tuple(replace(piece, html="") for piece in one.pieces if not piece.identity.startswith("new:")),
        )
        for one in pieces
    )
    found = match(
        [_item(piece.identity, piece.plain, is_heading=piece.is_heading) for one in old for piece in one.pieces],
        [
            _item(f"{place}-{at}", block.plain, is_heading=block.is_heading)
            for place, section in enumerate(parsed.sections)
            for at, block in enumerate(section.blocks)
        ],
    )
    return NewDraft(text=text, parsed=parsed, old=old, found=found)


def _item(key: str, plain: str, *, is_heading: bool) -> Item:
    return Item(key=key, plain=plain, is_heading=is_heading)


def _plain(title: str) -> str:
    return " ".join(title.lower().split())
