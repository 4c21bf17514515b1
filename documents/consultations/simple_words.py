# SPDX-License-Identifier: AGPL-3.0-or-later
"""Simple words as they are typed (an empty line between paragraphs, «- » before an item) and as they are read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

ITEM: Final = re.compile(r"^\s*[-–•*]\s+")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a paragraph says in simple words, or the paragraph that it is told together with.

    `official` is the SHA-256 of the official words that they were written beside, where that is known.
    """

    words: str = ""
    said_with: UUID | None = None
    official: str = ""


def told(paragraphs: Iterable[UUID], said: Mapping[UUID, Said]) -> dict[UUID, Said]:
    """Return what these paragraphs of one section say, in their order.

    One that is told together with a paragraph which is not among them, or has no words, is left as it stands.
    """
    here = {identity: said[identity] for identity in paragraphs if identity in said}
    hosts = {identity for identity, one in here.items() if one.words}
    return {identity: one for identity, one in here.items() if one.words or one.said_with in hosts}


def tidy(words: str) -> str:
    """Return typed words with one kind of line end, and no space where nobody sees it."""
    lines = [" ".join(line.split()) for line in words.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def fingerprint(official: str) -> str:
    """Return the SHA-256 of official words."""
    return hashlib.sha256(official.encode()).hexdigest()


def html_of(words: str) -> SafeString:
    """Return typed words as paragraphs and lists; whatever else is in them is words."""
    return mark_safe("".join(_blocks(words)))  # noqa: S308 -- each piece is escaped by format_html


def _blocks(words: str) -> Iterator[SafeString]:
    for block in words.split("\n\n"):
        for is_list, lines in groupby(block.split("\n"), key=lambda line: bool(ITEM.match(line))):
            told = [ITEM.sub("", line) for line in lines if line.strip()]
            if is_list:
                yield format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in told)))
            elif told:
                joined = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in told))
                yield format_html("<p>{}</p>", joined)
