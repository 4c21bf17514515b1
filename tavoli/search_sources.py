# SPDX-License-Identifier: AGPL-3.0-or-later
"""How tavoli are found by the search; reserved ones only by their members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from search.sources import Entry, Source, Title, register
from tavoli import queries
from tavoli.models import Tavolo
from tavoli.search_kinds import TAVOLO


@register
class TavoloSource(Source):
    """Tavoli, with what they work on and who sits there."""

    kind = TAVOLO
    label = _("Tavoli")

    def pks(self) -> Iterable[int | str]:
        """Return every tavolo, closed ones too: their verbali are still read."""
        return Tavolo.objects.order_by("pk").values_list("pk", flat=True).iterator()

    def entry(self, pk: int | str) -> Entry | None:
        """Return one tavolo, if it exists."""
        return next(iter(self.entries([pk])), None)

    def entries(self, pks: Sequence[int | str]) -> Iterable[Entry]:
        """Return these tavoli, in two queries however many they are."""
        return [_entry_of(tavolo) for tavolo in queries.tavoli_to_index(pks)]

    def audience(self, pks: Sequence[int | str]) -> Mapping[int | str, Iterable[str]]:
        """Return who may read each: anybody, or the members alone."""
        return {tavolo.pk: tavolo.audience for tavolo in Tavolo.objects.filter(pk__in=pks)}

    def titles(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterable[Title]:
        """Return the tavoli whose name holds all the words."""
        found = queries.tavoli_named(words, audience=tokens)[:limit]
        return [Title(kind=TAVOLO, title=tavolo.name, url=tavolo.url) for tavolo in found]


def _entry_of(tavolo: Tavolo) -> Entry:
    sitting = [seat.partner.name for seat in tavolo.public_seats]
    words = (tavolo.get_kind_display(), tavolo.purpose, tavolo.how_to_join, *sitting)
    return Entry(
        kind=TAVOLO,
        pk=tavolo.pk,
        title=tavolo.name,
        url=tavolo.url,
        tokens=tavolo.audience,
        text="\n".join(str(word) for word in words if word),
        areas=(tavolo.area.slug,) if tavolo.area else (),
        status=str(tavolo.state),
    )
