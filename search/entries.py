# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the index knows of one thing."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from search.enums import PUBLIC, Key

MAX_TEXT = 400_000
MAX_TITLE = 500
MAX_YEAR = 9999
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_IDENTITY = re.compile(r"[\w.:-]{1,100}")


class BadEntry(Exception):  # noqa: N818 -- a fact about what was given, said by the caller
    """A source gave a value of the wrong type or shape: the entry cannot be indexed."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing as it can be found: `tokens` says by whom, the rest says how.

    `areas` are slugs, `year` and `status` are facets, `date` orders by time (and gives the year when
    none is said), the two `in_force` days bound the filter «in vigore oggi» (both empty: not a thing
    that can be in force; an open end is `None`).
    """

    kind: str
    pk: int | str
    title: str
    url: str
    tokens: frozenset[str]
    text: str = ""
    areas: tuple[str, ...] = ()
    year: int | None = None
    date: dt.date | None = None
    status: str = ""
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None

    @property
    def key(self) -> Key:
        return (self.kind, str(self.pk))

    @property
    def audience(self) -> frozenset[str]:
        """Tokens without what is superfluous: what everybody may read is simply public."""
        return frozenset({PUBLIC}) if PUBLIC in self.tokens else self.tokens

    @property
    def facet_year(self) -> int | None:
        """The year it is counted under."""
        return self.year if self.year is not None else (self.date.year if self.date else None)


def checked(entry: Entry) -> Entry:
    """Return the entry if every value has its type; an engine would otherwise stop at the first wrong one.

    :raises BadEntry: a value is not of its type, or identity and kind cannot be an address.
    """
    words = (entry.kind, entry.title, entry.text, entry.url, entry.status, *entry.areas, *entry.tokens)
    days = (entry.date, entry.in_force_from, entry.in_force_to)
    is_sound = (
        all(isinstance(word, str) for word in words)
        and all(day is None or isinstance(day, dt.date) for day in days)
        and isinstance(entry.tokens, frozenset)
        and (entry.year is None or (type(entry.year) is int and 0 < entry.year <= MAX_YEAR))
        and all(_IDENTITY.fullmatch(part) for part in entry.key)
        and not any(_UNREADABLE.search(word) for word in (entry.url, entry.status, *entry.areas, *entry.tokens))
    )
    if not is_sound:
        raise BadEntry(f"{entry.kind!r}:{entry.pk!r}")
    return entry


def readable_text(text: str, limit: int = MAX_TEXT) -> str:
    """Return the text without control characters and lone surrogates, cut at what is worth indexing."""
    return _UNREADABLE.sub(" ", text[:limit])
