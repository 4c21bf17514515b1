# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entering partners in the register and changing them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

from django.db import transaction

from partners import signals
from partners.models import Partner, PartnerAddress
from partners.search_kinds import PARTNER
from partners.services.changes import changes_of
from portal.core import audit, copies
from portal.core.slugs import free_slug
from search import feed

if TYPE_CHECKING:
    from partners.models import TargetGroup
    from portal.core.models import Area, User

PARTNER_FACTS: Final = (
    "name", "slug", "kind", "runts_section", "runts_number", "fiscal_code", "vat_number", "pec", "email", "phone",
    "website", "address", "municipality", "postcode", "province", "latitude", "longitude", "legal_form", "icnpo",
    "founded_on", "statute_updated_on", "has_legal_personality", "network", "is_in_five_per_thousand",
    "what_it_does", "for_whom", "member_since", "verified_on", "state", "is_public",
)  # fmt: skip


@transaction.atomic
def save_partner(
    *, partner: Partner, areas: Iterable[Area], by: User | None, targets: Iterable[TargetGroup] | None = None
) -> Partner:
    """Enter a partner in the register, or change it; record what changed and refresh pages and search.

    What hangs on it (places, services, numbers) is saved with it. An address left behind goes on leading to it.
    Without `targets` the groups it works for stay as they are.
    """
    before = Partner.objects.select_for_update().filter(pk=partner.pk).values(*PARTNER_FACTS).first()
    if not partner.slug:
        partner.slug = free_slug(Partner, partner.name)
    partner.save()
    partner.areas.set(areas)
    if targets is not None:
        partner.target_groups.set(targets)
    _keep_address(before["slug"] if before else "", partner)
    action = "partner.changed" if before else "partner.registered"
    audit.record(actor=by, action=action, target=partner, partner_id=partner.pk, **changes_of(before, partner))
    tell_changed(partner.pk)
    return partner


def tell_changed(partner_id: int) -> None:
    """Refresh what shows a partner: the search, the copies of pages, and the apps above after the commit."""
    feed.refresh(PARTNER, [partner_id])
    copies.forget()
    transaction.on_commit(partial(signals.partner_changed.send, sender=Partner, partner_id=partner_id))


def _keep_address(old_slug: str, partner: Partner) -> None:
    PartnerAddress.objects.filter(slug=partner.slug).delete()
    if old_slug and old_slug != partner.slug:
        PartnerAddress.objects.update_or_create(slug=old_slug, defaults={"partner": partner})
