# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page of a text is made of: an entry of its index, a paragraph with what one can do there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from documents.consultations.queries.reasons import Why


@dataclass(frozen=True, kw_only=True)
class IndexEntry:
    """A section in the index of its text."""

    title: str
    url: str
    count: int
    is_current: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadParagraph:
    """A paragraph or a sub-heading as it is read, with what one can do there."""

    identity: UUID
    number: int
    is_heading: bool
    html: str
    count: int
    write_url: str
    why: Why | None = None
    changed_in: int = 0
    redline_url: str = ""

    @property
    def anchor(self) -> str:
        """The name of its place in the page."""
        return f"p-{self.identity}"
