# SPDX-License-Identifier: AGPL-3.0-or-later
"""How good practices are found by the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from documents.practices import queries
from documents.practices.models import Practice
from documents.practices.search_kinds import PRACTICE
from search.sources import Entry, Source, Title, register


@register
class PracticeSource(Source):
    """Experiences: what was done, with which results, and how to repeat it."""

    kind = PRACTICE
    label = _("Buone pratiche")

    def pks(self) -> Iterable[int | str]:
        """Return every practice, those not published too: their audience says who finds them."""
        return Practice.objects.order_by("pk").values_list("pk", flat=True).iterator()

    def entry(self, pk: int | str) -> Entry | None:
        """Return one practice, if it exists."""
        return next(iter(self.entries([pk])), None)

    def entries(self, pks: Sequence[int | str]) -> Iterable[Entry]:
        """Return these practices, in one query however many they are."""
        return [_entry_of(practice) for practice in queries.practices_to_index(pks)]

    def audience(self, pks: Sequence[int | str]) -> Mapping[int | str, Iterable[str]]:
        """Return who may read each: anybody, or staff and the partner's own people."""
        return {practice.pk: practice.audience for practice in Practice.objects.filter(pk__in=pks)}

    def titles(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterable[Title]:
        """Return the practices whose title holds all the words."""
        found = queries.practices_titled(words, audience=tokens)[:limit]
        return [Title(kind=PRACTICE, title=practice.title, url=practice.url) for practice in found]


def _entry_of(practice: Practice) -> Entry:
    maker = practice.partner.name if practice.partner and practice.partner.is_public else ""
    words = (
        maker, practice.problem, practice.activities, practice.actors, practice.recipients, practice.place,
        practice.evidence, practice.lessons, practice.transferability,
    )  # fmt: skip
    return Entry(
        kind=PRACTICE,
        pk=practice.pk,
        title=practice.title,
        url=practice.url,
        tokens=practice.audience,
        text="\n".join(word for word in words if word),
        areas=(practice.area.slug,) if practice.area else (),
        date=practice.starts_on,
        status=str(practice.state),
    )
