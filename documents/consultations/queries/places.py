# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where in a version one reads what was said about a paragraph of an earlier one: moved, split, merged, removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.core.cache import caches

from documents.consultations.models import Version, VersionParagraph
from documents.consultations.queries.descent import KEPT_FOR, heirs, parentage
from portal.comments.queries import Within


@dataclass(frozen=True, kw_only=True)
class Places:
    """For each paragraph that was ever spoken of: the paragraphs of this version that hold its words."""

    section_of: Mapping[str, str]
    here: Mapping[str, tuple[str, ...]]
    gone: frozenset[str]

    def spots(self, section_id: str, target_id: str) -> tuple[set[str], tuple[str, ...]]:
        """Return the sections and paragraphs under which an observation is read in this version."""
        spots = self.here.get(target_id)
        if spots:
            return {self.section_of[one] for one in spots}, spots
        return ({section_id} if section_id else set()), (target_id,)

    def within(self, section_id: str) -> Within:
        """Return whose observations are read in a section: those of its paragraphs, of what they came from, of what
        stood there and is gone."""
        shown = [old for old, spots in self.here.items() if any(self.section_of[one] == section_id for one in spots)]
        return Within(section_id=section_id, targets=tuple(shown), gone=tuple(self.gone))

    def about(self, paragraph_id: str) -> tuple[str, ...]:
        """Return a paragraph of this version with those that it came from."""
        return tuple(old for old, spots in self.here.items() if paragraph_id in spots) or (paragraph_id,)


def places_in(version: Version) -> Places:
    """Return where everything is read in a version: two queries the first time, then none: it never changes."""
    key = f"places:{version.pk}:{version.sha256}"
    return cast("Places", caches["copies"].get_or_set(key, lambda: _worked_out(version), KEPT_FOR))


def _worked_out(version: Version) -> Places:
    rows = VersionParagraph.objects.filter(version__text_id=version.text_id).order_by("version__number")
    section_of: dict[str, str] = {}
    layers: dict[int, set[str]] = {}
    for number, paragraph, section in rows.values_list("version__number", "paragraph_id", "section__section_id"):
        layers.setdefault(number, set()).add(str(paragraph))
        if number == version.number:
            section_of[str(paragraph)] = str(section)
    known = set().union(*layers.values())
    here = {one: spots for one, spots in _spots(version, known, layers).items() if spots}
    return Places(section_of=section_of, here=here, gone=frozenset(known - set(here)))


def _spots(version: Version, known: Iterable[str], layers: Mapping[int, set[str]]) -> dict[str, tuple[str, ...]]:
    """Return for each paragraph those of a version that came from it, from when it was first read."""
    links = parentage(version.text_id)
    parents = {parent for parent, _, _ in links}
    numbers = sorted(number for number in layers if number <= version.number)
    found = {}
    for one in known:
        spots = {one} & layers[version.number]
        if one in parents:
            since = next((number for number in numbers if one in layers[number]), version.number)
            walked = heirs(one, [layers[number] for number in numbers if number >= since], links)
            spots = set(walked.sure | walked.possible)
        found[one] = tuple(sorted(spots))
    return found
