# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a single line looks like: the mark of an article, a chapter, a numbered heading, a sub-heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from documents.consultations.imports.casing import is_capitals
from documents.consultations.imports.html import Raw

LONGEST_TITLE: Final = 150
LONGEST_SUBHEADING: Final = 90
MOST_WORDS: Final = 14
NUMERAL = r"(?:\d+|[IVXLC]+)(?:[-\s]?(?:bis|ter|quater|quinquies))?"
ARTICLE = re.compile(rf"^(art(?:icolo|\.)?)\s*({NUMERAL})\b\s*[.):]?\s*[-–—:]?\s*(.*)$", re.IGNORECASE)
CHAPTER = re.compile(
    rf"^(capitolo|capo|titolo|parte|sezione)\s+({NUMERAL})\b\s*[.):]?\s*[-–—:]?\s*(.*)$", re.IGNORECASE
)
NUMBERED = re.compile(r"^(\d{1,2})[.)]?\s+(\S.*)$")
PART = re.compile(
    r"^(premessa|preambolo|introduzione|presentazione|conclusioni|norme finali|nota metodologica|"
    rf"appendice(?: {NUMERAL})?|allegato(?: (?:{NUMERAL}|[A-Z]))?)\b\s*[.:]?\s*[-–—:]?\s*(.*)$",
    re.IGNORECASE,
)
ENDS_A_SENTENCE = (".", ";", ":", ",", "!", "?", "…")


@dataclass(frozen=True, kw_only=True)
class Marker:
    """A line that opens a section: `label` («Art. 6») and what follows it on the same line, maybe nothing."""

    label: str
    title: str


def article(raw: Raw) -> Marker | None:
    """Return «Art. 6» with its title, if this line opens an article and is no sentence about one."""
    found = _match(ARTICLE, raw)
    if found is None:
        return None
    word = "Articolo" if found[1].lower() == "articolo" else "Art."
    return Marker(label=f"{word} {found[2]}", title=found[3].strip())


def chapter(raw: Raw) -> Marker | None:
    """Return «Capitolo 2» with its title, if this line opens a chapter."""
    found = _match(CHAPTER, raw)
    return Marker(label=f"{found[1].capitalize()} {found[2]}", title=found[3].strip()) if found else None


def part(raw: Raw) -> Marker | None:
    """Return «Premessa» and the like; in running text such a word must stand alone or in capitals."""
    found = _match(PART, raw)
    if found is None:
        return None
    stands_out = raw.kind == "heading" or raw.is_bold or is_capitals(raw.plain) or not found[2]
    return Marker(label=found[1].capitalize(), title=found[2].strip()) if stands_out else None


def numbered(raw: Raw) -> Marker | None:
    """Return «1.» with its title: also the list of one short item that Markdown makes of it."""
    if raw.kind == "list" and raw.is_ordered and len(raw.items) == 1 and looks_like_title(raw.items[0]):
        return Marker(label=f"{raw.start}.", title=raw.items[0].plain)
    found = _match(NUMBERED, raw)
    return Marker(label=f"{found[1]}.", title=found[2].strip()) if found and looks_like_title(raw) else None


def looks_like_title(raw: Raw) -> bool:
    """Return whether a line may stand above others: short, and no sentence."""
    words = raw.plain
    return (
        0 < len(words) <= LONGEST_TITLE
        and "\n" not in words
        and len(words.split()) <= MOST_WORDS + 6 * is_capitals(words)
        and not words.endswith(ENDS_A_SENTENCE)
        and any(letter.isalpha() for letter in words)
    )


def looks_like_subheading(raw: Raw) -> bool:
    """Return whether a paragraph is a sub-heading in disguise: short, begins with a capital, ends with nothing."""
    if raw.kind != "paragraph" or not looks_like_title(raw):
        return False
    return raw.is_bold or (len(raw.plain) <= LONGEST_SUBHEADING and raw.plain[0].isupper())


def is_capital_line(raw: Raw) -> bool:
    """Return whether a line is a title in capitals."""
    return raw.kind == "paragraph" and is_capitals(raw.plain) and looks_like_title(raw)


def _match(pattern: re.Pattern[str], raw: Raw) -> re.Match[str] | None:
    if raw.kind not in {"paragraph", "heading"} or len(raw.plain) > LONGEST_TITLE or "\n" in raw.plain:
        return None
    found = pattern.match(raw.plain)
    rest = found[found.re.groups] if found else ""
    is_sentence = rest.endswith((".", ";", ",")) or (rest[:1].islower() and raw.kind == "paragraph")
    return None if is_sentence else found
