# SPDX-License-Identifier: AGPL-3.0-or-later
"""An entry as both engines keep it: the words to compare, the facts to count by, what to show."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from dataclasses import dataclass

from search.analysis import stems, words
from search.entries import MAX_TITLE, Entry, checked, readable_text
from search.enums import Key

SCHEMA = 1
"""Raised when what is kept changes: an index of another number must be rebuilt."""
LONGEST_START = 20
ALWAYS = dt.date.max.toordinal()


@dataclass(frozen=True, kw_only=True, slots=True)
class Indexed:
    """One entry, analysed."""

    key: Key
    tokens: frozenset[str]
    word: str
    stem: str
    light: str
    title: str
    starts: str
    areas: tuple[str, ...]
    year: str
    status: str
    from_day: int
    to_day: int
    moment: int
    facts: str
    text: str

    @property
    def id(self) -> str:
        return key_text(self.key)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """What is shown of an entry."""

    kind: str
    pk: str
    title: str
    url: str
    text: str
    areas: tuple[str, ...]
    year: int | None
    date: dt.date | None
    status: str
    in_force_from: dt.date | None
    in_force_to: dt.date | None


def key_text(key: Key) -> str:
    """Return the identity as one word."""
    return f"{key[0]}:{key[1]}"


def indexed(entry: Entry) -> Indexed:
    """Return the entry as engines keep it.

    :raises BadEntry: a value is not of its type.
    """
    checked(entry)
    title = unicodedata.normalize("NFC", readable_text(entry.title, MAX_TITLE))
    text = unicodedata.normalize("NFC", readable_text(entry.text))
    of_title = [word.text for word in words(title)]
    run = of_title + [word.text for word in words(text)]
    both = [stems(word) for word in run]
    has_force = entry.in_force_from is not None or entry.in_force_to is not None
    return Indexed(
        key=entry.key,
        tokens=entry.audience,
        word=" ".join(run),
        stem=" ".join(stem for stem, _ in both),
        light=" ".join(light for _, light in both),
        title=" ".join(stem for stem, _ in both[: len(of_title)]),
        starts=" ".join(sorted({word[:size] for word in of_title for size in range(1, LONGEST_START + 1)})),
        areas=entry.areas,
        year=str(entry.facet_year or ""),
        status=entry.status,
        from_day=_ordinal(entry.in_force_from, 1) if has_force else ALWAYS,
        to_day=_ordinal(entry.in_force_to, ALWAYS) if has_force else 0,
        moment=_moment(entry),
        facts=_facts(entry, title),
        text=text,
    )


def hit_of(facts: str, text: str) -> Hit:
    """Return what was kept, to be shown."""
    kept = json.loads(facts)
    return Hit(
        kind=kept["kind"],
        pk=kept["pk"],
        title=kept["title"],
        url=kept["url"],
        text=text,
        areas=tuple(kept["areas"]),
        year=kept["year"],
        date=_day(kept["date"]),
        status=kept["status"],
        in_force_from=_day(kept["from"]),
        in_force_to=_day(kept["to"]),
    )


def _facts(entry: Entry, title: str) -> str:
    return json.dumps(
        {
            "kind": entry.kind,
            "pk": str(entry.pk),
            "title": title,
            "url": entry.url,
            "areas": entry.areas,
            "year": entry.facet_year,
            "date": entry.date and entry.date.isoformat(),
            "status": entry.status,
            "from": entry.in_force_from and entry.in_force_from.isoformat(),
            "to": entry.in_force_to and entry.in_force_to.isoformat(),
        }
    )


# Note [One order]
# ----------------
# Two engines, and one engine on two days, must give equal things in the same order, and nothing that is hidden may
# change it: hits of one score are ordered by `moment`, the day and then a number that only depends on the identity.


def _moment(entry: Entry) -> int:
    day = _ordinal(entry.date, 0) or (dt.date(entry.year, 1, 1).toordinal() if entry.year else 0)
    digest = hashlib.blake2b(key_text(entry.key).encode(), digest_size=5).digest()
    return (day << 40) | int.from_bytes(digest)


def _ordinal(day: dt.date | None, otherwise: int) -> int:
    return day.toordinal() if day else otherwise


def _day(kept: str | None) -> dt.date | None:
    return dt.date.fromisoformat(kept[:10]) if kept else None
