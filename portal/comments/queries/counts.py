# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many spoke, and about what. Only what anyone may read is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from portal.comments.models import Observation

Spots = Callable[[str, str], tuple[Iterable[str], Iterable[str]]]  # section, target → sections, targets


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Published first-level observations: all of them, by section (its paragraphs included), by exact target."""

    total: int
    by_section: Mapping[str, int]
    by_target: Mapping[str, int]

    def section(self, identity: object) -> int:
        """Return how many there are on a section and on its paragraphs."""
        return self.by_section.get(str(identity), 0)

    def target(self, identity: object) -> int:
        """Return how many there are on exactly this paragraph, section or text."""
        return self.by_target.get(str(identity), 0)


def counts_for(scope: str, spots: Spots | None = None) -> Counts:
    """Return the counts of a consultation, with one query; `spots` says where what was said of something is read."""
    published = Observation.objects.published().in_scope(scope).first_level().order_by()
    rows = published.values_list("section_id", "target_id").annotate(total=Count("pk"))
    sections: Counter[str] = Counter()
    targets: Counter[str] = Counter()
    count = 0
    for section_id, target_id, total in rows:
        count += total
        where, about = spots(section_id, target_id) if spots else (([section_id] if section_id else []), [target_id])
        targets.update(dict.fromkeys(about, total))
        sections.update(dict.fromkeys(where, total))
    return Counts(total=count, by_section=dict(sections), by_target=dict(targets))


def published_count(scope: str) -> int:
    """Return how many first-level observations of a consultation anyone may read."""
    return Observation.objects.published().in_scope(scope).first_level().count()


def people_count(scope: str) -> int:
    """Return how many people spoke, replies included; of what came by other doors, each paper is a person."""
    published = Observation.objects.published().in_scope(scope).order_by()
    totals = published.aggregate(
        signed=Count("user", distinct=True), by_other_doors=Count("pk", filter=Q(user__isnull=True))
    )
    return int(totals["signed"]) + int(totals["by_other_doors"])
