# SPDX-License-Identifier: AGPL-3.0-or-later
"""How consultations are found by the search: those that were announced, by everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.consultations import links
from documents.consultations.models import Consultation
from documents.consultations.queries import findable
from documents.consultations.queries.consultations import dated
from documents.consultations.search_kinds import CONSULTATION
from portal.core.audiences import EVERYBODY
from portal.ui.dates import day_in_rome
from search.sources import Entry, Source, Title, register


@register
class ConsultationSource(Source):
    """Consultations, with why, what is decided and what is not."""

    kind = CONSULTATION
    label = _("Consultazioni")

    def pks(self) -> Iterable[int | str]:
        """Return every announced consultation."""
        return findable.consultations().prefetch_related(None).values_list("pk", flat=True).iterator()

    def entry(self, pk: int | str) -> Entry | None:
        """Return one consultation, if it was announced."""
        return next(iter(self.entries([pk])), None)

    def entries(self, pks: Sequence[int | str]) -> Iterable[Entry]:
        """Return these consultations, in two queries however many they are."""
        return [_entry_of(row) for row in findable.consultations(pks)]

    def audience(self, pks: Sequence[int | str]) -> Mapping[int | str, Iterable[str]]:
        """Return who may read each: everybody, once it was announced."""
        return dict.fromkeys(findable.consultations(pks).values_list("pk", flat=True), EVERYBODY)

    def titles(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterable[Title]:
        """Return the consultations whose title holds all the words."""
        found = findable.consultations_named(words)[:limit]
        return [Title(kind=CONSULTATION, title=row.title, url=links.stored(links.consultation, row)) for row in found]


def _entry_of(row: Consultation) -> Entry:
    stands = dated(row, moment=timezone.now())
    words = (row.text.title, row.purpose, row.negotiable, row.not_negotiable, row.who_decides, row.office)
    return Entry(
        kind=CONSULTATION,
        pk=row.pk,
        title=row.title,
        url=links.stored(links.consultation, row),
        tokens=EVERYBODY,
        text="\n".join(word for word in words if word),
        areas=(row.text.area.slug,) if row.text.area else (),
        date=day_in_rome(stands.opens_at) if stands.opens_at else None,
    )
