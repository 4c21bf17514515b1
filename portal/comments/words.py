# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that people type: cleaned before they are kept, made safe before they are shown."""

from __future__ import annotations

import re
import unicodedata

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

# Control characters (line breaks and tabs stay) and marks that turn the direction of the words around.
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
AFTER_A_LINK = ".,;:!?)]}»”’'"
LINK_RELATION = "nofollow ugc noopener"


def clean_text(text: str) -> str:
    """Return a text with one kind of line break and without what cannot be seen."""
    plain = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    return unicodedata.normalize("NFC", plain).strip()


def clean_line(text: str) -> str:
    """Return a text on one line, without what cannot be seen."""
    return " ".join(clean_text(text).split())


def as_html(text: str) -> SafeString:
    """Return paragraphs of escaped words; only http and https addresses become links, never trusted ones."""
    blocks = [block for block in re.split(r"\n{2,}", clean_text(text)) if block.strip()]
    paragraphs = ("<p>" + _with_links(block).replace("\n", "<br>") + "</p>" for block in blocks)
    return mark_safe("\n".join(paragraphs))  # noqa: S308 -- every piece was escaped in `_with_links`


def initials(name: str) -> str:
    """Return «A. R.» for «Ada Rossi»; nothing for a name without letters."""
    letters = [word[0].upper() for word in clean_line(name).split() if word[0].isalpha()]
    return " ".join(f"{letter}." for letter in letters[:4])


def excerpt(text: str, length: int = 160) -> str:
    """Return the first words of a text, on one line."""
    line = clean_line(text)
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0] + "…"


def _with_links(block: str) -> str:
    pieces: list[str] = []
    position = 0
    for match in LINK.finditer(block):
        address = match.group().rstrip(AFTER_A_LINK)
        pieces.append(escape(block[position : match.start()]))
        pieces.append(f'<a href="{conditional_escape(address)}" rel="{LINK_RELATION}">{escape(address)}</a>')
        position = match.start() + len(address)
    pieces.append(escape(block[position:]))
    return "".join(pieces)
