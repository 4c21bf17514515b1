# SPDX-License-Identifier: AGPL-3.0-or-later
"""How partners are found by the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from partners import queries
from partners.models import Partner
from partners.search_kinds import PARTNER
from search.sources import Entry, Source, Title, register


@register
class PartnerSource(Source):
    """Organisations of the register, with what they do, for whom and where."""

    kind = PARTNER
    label = _("Partner")

    def pks(self) -> Iterable[int | str]:
        """Return every partner of the register."""
        return queries.partners_to_index().prefetch_related(None).values_list("pk", flat=True).iterator()

    def entry(self, pk: int | str) -> Entry | None:
        """Return one partner, or nothing when it left the register."""
        return next(iter(self.entries([pk])), None)

    def entries(self, pks: Sequence[int | str]) -> Iterable[Entry]:
        """Return these partners, in a few queries however many they are."""
        return [_entry_of(partner) for partner in queries.partners_to_index(pks)]

    def audience(self, pks: Sequence[int | str]) -> Mapping[int | str, Iterable[str]]:
        """Return who may read each: anybody, or the partner's own people while it is not published."""
        return {partner.pk: partner.audience for partner in queries.partners_to_index(pks)}

    def titles(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterable[Title]:
        """Return the partners whose name holds all the words."""
        found = queries.partners_named(words, audience=tokens)[:limit]
        return [Title(kind=PARTNER, title=partner.name, url=partner.url) for partner in found]


def _entry_of(partner: Partner) -> Entry:
    words = (
        partner.get_kind_display(), partner.get_runts_section_display(), partner.what_it_does, partner.for_whom,
        partner.municipality, *(area.name for area in partner.areas.all()),
        *(target.name for target in partner.target_groups.all()),
        *(f"{service.name} {service.description}" for service in partner.services.all() if service.is_active),
        *(f"{place.name} {place.municipality}" for place in partner.places.all()),
    )  # fmt: skip
    return Entry(
        kind=PARTNER,
        pk=partner.pk,
        title=partner.name,
        url=partner.url,
        tokens=partner.audience,
        text="\n".join(str(word) for word in words if word),
        areas=tuple(area.slug for area in partner.areas.all()),
        date=partner.member_since,
    )
