# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where in a version one reads what was said about a paragraph of an earlier one: moved, split, merged, removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.core.cache import caches

from documents.consultations.enums import ParentKind
from documents.consultations.models import ParagraphParent, Version, VersionParagraph
from portal.comments.queries import Within

KEPT_FOR = 24 * 60 * 60  # seconds


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
    rows = VersionParagraph.objects.filter(version__text_id=version.text_id).order_by()
    frozen = list(rows.values_list("paragraph_id", "version_id", "section__section_id"))
    section_of = {str(paragraph): str(section) for paragraph, number, section in frozen if number == version.pk}
    children: dict[str, set[str]] = defaultdict(set)
    links = ParagraphParent.objects.filter(parent__text_id=version.text_id).values_list("parent_id", "child_id", "kind")
    for parent, child, kind in links:
        # What flowed into another and stands by itself again is read at its own place only.
        if kind == ParentKind.SPLIT or str(parent) not in section_of:
            children[str(parent)].add(str(child))
    known = {*children, *(str(paragraph) for paragraph, _, _ in frozen)}
    here = {one: spots for one in known if (spots := _spots(one, children, section_of))}
    return Places(section_of=section_of, here=here, gone=frozenset(known - set(here)))


def _spots(identity: str, children: Mapping[str, set[str]], section_of: Mapping[str, str]) -> tuple[str, ...]:
    """Walk down from a paragraph to those of this version that came from it."""
    seen, waiting = {identity}, [identity]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in seen:
                seen.add(child)
                waiting.append(child)
    return tuple(sorted(one for one in seen if one in section_of))
