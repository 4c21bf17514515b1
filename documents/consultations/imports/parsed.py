# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was understood of a draft."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

BlockKind = Literal["heading", "paragraph"]


@dataclass(frozen=True, kw_only=True)
class ParsedBlock:
    """A paragraph, a list or a sub-heading: `html` is safe, `plain` are its words."""

    kind: BlockKind
    html: str
    plain: str

    @property
    def is_heading(self) -> bool:
        """Whether it is a sub-heading, which nobody comments."""
        return self.kind == "heading"


@dataclass(frozen=True, kw_only=True)
class ParsedSection:
    """A section with its blocks in order."""

    title: str
    blocks: tuple[ParsedBlock, ...]

    @property
    def paragraph_count(self) -> int:
        """How many paragraphs people will be able to comment."""
        return sum(not block.is_heading for block in self.blocks)


@dataclass(frozen=True, kw_only=True)
class ParsedWarning:
    """Something that was not understood, and where: section and block count from 1, 0 means «in no one place»."""

    code: str
    words: str = ""
    count: int = 1
    section: int = 0
    block: int = 0


@dataclass(frozen=True, kw_only=True)
class ParsedText:
    """A whole draft: `front` are the lines that stood above the title."""

    title: str
    sections: tuple[ParsedSection, ...]
    warnings: tuple[ParsedWarning, ...] = ()
    front: tuple[str, ...] = field(default=())

    @property
    def paragraph_count(self) -> int:
        """How many paragraphs people will be able to comment."""
        return sum(section.paragraph_count for section in self.sections)


def to_json(parsed: ParsedText) -> dict[str, Any]:
    """Return it as plain values, to be kept in a row."""
    return asdict(parsed)


def from_json(values: dict[str, Any]) -> ParsedText:
    """Return what `to_json` was given."""
    return ParsedText(
        title=values["title"],
        sections=tuple(
            ParsedSection(title=section["title"], blocks=tuple(ParsedBlock(**block) for block in section["blocks"]))
            for section in values["sections"]
        ),
        warnings=tuple(ParsedWarning(**warning) for warning in values["warnings"]),
        front=tuple(values["front"]),
    )
