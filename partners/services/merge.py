# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two records that were one organisation become one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from partners import merging
from partners.enums import PartnerState
from partners.models import Partner, PartnerAddress
from partners.services.register import PARTNER_FACTS, save_partner, tell_changed
from portal.core import audit

if TYPE_CHECKING:
    from portal.core.models import User

CHOSEN: Final = tuple(name for name in PARTNER_FACTS if name not in {"slug", "state", "is_public", "longitude"})


class CannotMerge(Exception):  # noqa: N818 -- a fact, not a fault
    """It is the same record, or one of the two was merged already."""


@transaction.atomic
def merge_partners(*, kept: Partner, gone: Partner, from_gone: set[str], by: User) -> Mapping[str, merging.Moved]:
    """Make two records one: the named data are taken from the one that goes, all that hung on it moves.

    Its page leads to the other's; the row stays, empty of identifiers, so that what could not move still has it.

    :raises CannotMerge: it is the same record, or one of the two was merged already.
    :raises ValidationError: the chosen data cannot stand together.
    """
    locked = {row.pk: row for row in Partner.objects.select_for_update().filter(pk__in={kept.pk, gone.pk})}
    if len(locked) != 2 or any(row.merged_into_id for row in locked.values()):  # noqa: PLR2004 -- the two
        raise CannotMerge
    kept, gone = locked[kept.pk], locked[gone.pk]
    taken: dict[str, Any] = {name: getattr(gone, name) for name in CHOSEN if name in from_gone}
    if "latitude" in taken:
        taken["longitude"] = gone.longitude
    before = {name: getattr(gone, name) for name in PARTNER_FACTS}
    _retire(gone, kept)
    moved = merging.move_everything(kept, gone)
    for name, value in taken.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=["slug"])
    audit.record(actor=by, action="partner.merged", target=gone, partner_id=kept.pk, before=before, after=dict(moved))
    save_partner(partner=kept, areas=list(kept.areas.all()), by=by)
    tell_changed(gone.pk)
    return moved


def _retire(gone: Partner, kept: Partner) -> None:
    old_slug = gone.slug
    Partner.objects.filter(pk=gone.pk).update(
        slug=f"unito-{gone.pk}", fiscal_code="", vat_number="", state=PartnerState.CEASED, is_public=False,
        merged_into=kept,
    )  # fmt: skip
    Partner.objects.filter(merged_into=gone).update(merged_into=kept)
    PartnerAddress.objects.filter(partner=gone).update(partner=kept)
    PartnerAddress.objects.update_or_create(slug=old_slug, defaults={"partner": kept})
