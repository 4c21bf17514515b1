# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the people of a partner change themselves: free data at once, verified ones through the office, documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.enums import ChangeState
from partners.models import Partner, PartnerChange, PartnerPaper, PartnerPlace, PartnerService
from partners.services.register import save_partner, tell_changed
from partners.services.truth import office_people
from portal.core import audit, uploads
from portal.notifications.services import notify

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from partners.models import TargetGroup
    from portal.core.models import Area, User

VERIFIED: Final = ("name", "kind", "fiscal_code", "vat_number", "runts_section", "runts_number", "legal_form")


class NothingToVerify(Exception):  # noqa: N818 -- a fact, not a fault
    """What was asked is what there is already."""


class AlreadyDecided(Exception):  # noqa: N818 -- a fact, not a fault
    """Somebody decided first, or a newer request took its place."""


def save_own_card(*, partner: Partner, areas: Iterable[Area], targets: Iterable[TargetGroup], by: User) -> Partner:
    """Save what a partner's people may change by themselves; verified data stay as the register has them."""
    held = Partner.objects.values(*VERIFIED, "slug", "state", "is_public", "member_since", "verified_on").get(
        pk=partner.pk
    )
    for name, value in held.items():
        setattr(partner, name, value)
    return save_partner(partner=partner, areas=areas, targets=targets, by=by)


@transaction.atomic
def save_part(*, part: PartnerPlace | PartnerService, by: User | None) -> None:
    """Save a place or a service of a partner, and tell who shows it."""
    part.save()
    _record_part(part, by, "saved")


@transaction.atomic
def remove_place(*, place: PartnerPlace, by: User) -> None:
    """Take a place away."""
    _record_part(place, by, "removed")
    place.delete()


def _record_part(part: PartnerPlace | PartnerService, by: User | None, what: str) -> None:
    partner = Partner.objects.get(pk=part.partner_id)
    after = {what: f"{part._meta.model_name} {part.pk}", "name": part.name}
    audit.record(actor=by, action="partner.changed", target=partner, partner_id=partner.pk, after=after)
    tell_changed(partner.pk)


@transaction.atomic
def ask_change(*, partner: Partner, values: Mapping[str, Any], note: str, by: User, moment: datetime) -> PartnerChange:
    """Ask the office to verify new data; until it decides, everybody reads the old ones.

    A request that was waiting is superseded by this one.

    :raises NothingToVerify: nothing would change.
    """
    held = Partner.objects.select_for_update().get(pk=partner.pk)
    changed = {name: values[name] for name in VERIFIED if name in values and values[name] != getattr(held, name)}
    if not changed:
        raise NothingToVerify
    waiting = PartnerChange.objects.filter(partner=held, state=ChangeState.WAITING)
    waiting.update(state=ChangeState.SUPERSEDED, decided_at=moment)
    change = PartnerChange.objects.create(
        partner=held, values=changed, before={name: getattr(held, name) for name in changed}, note=note, asked_by=by,
        asked_at=moment,
    )  # fmt: skip
    audit.record(
        actor=by, action="partner.change_asked", target=held, partner_id=held.pk, before=change.before, after=changed,
        reason=note,
    )  # fmt: skip
    notify(
        recipients=office_people(), event="partner.change_asked", subject=_("Dati di un partner da verificare"),
        url=reverse("partner_changes_admin:edit", args=[change.pk]), context={"change": change.pk},
    )  # fmt: skip
    return change


@transaction.atomic
def decide_change(*, change: PartnerChange, is_accepted: bool, reason: str, by: User, moment: datetime) -> None:
    """Take new verified data into the register, or refuse them with a reason that the partner reads.

    :raises AlreadyDecided: somebody did it first.
    :raises ValidationError: the new data cannot stand in the register (a fiscal code that another has).
    """
    state = ChangeState.ACCEPTED if is_accepted else ChangeState.REFUSED
    waiting = PartnerChange.objects.filter(pk=change.pk, state=ChangeState.WAITING)
    if not waiting.update(state=state, reason=reason, decided_by=by, decided_at=moment):
        raise AlreadyDecided
    partner = Partner.objects.select_for_update().get(pk=change.partner_id)
    action = "partner.change_accepted" if is_accepted else "partner.change_refused"
    audit.record(actor=by, action=action, target=partner, partner_id=partner.pk, after=change.values, reason=reason)
    if is_accepted:
        for name, value in change.values.items():
            setattr(partner, name, value)
        partner.full_clean(exclude=["slug"])
        save_partner(partner=partner, areas=list(partner.areas.all()), by=by)
    if change.asked_by is not None:
        notify(
            recipients=[change.asked_by],
            event=action,
            subject=_("I nuovi dati sono nel registro") if is_accepted else _("I nuovi dati non sono stati accolti"),
            url=reverse("partners:own", args=[partner.slug]),
            context={"change": change.pk},
        )


@transaction.atomic
def add_paper(*, paper: PartnerPaper, file: UploadedFile[bytes], by: User) -> PartnerPaper:
    """Keep a document of a partner.

    :raises uploads.FileRefused: the file cannot be taken; the message says why.
    """
    paper.file = uploads.store(file=file, by=by)
    paper.save()
    audit.record(
        actor=by, action="partner.paper_added", target=paper.partner, partner_id=paper.partner_id,
        after={"paper": paper.pk, "kind": paper.kind},
    )  # fmt: skip
    return paper


@transaction.atomic
def remove_paper(*, paper: PartnerPaper, by: User, moment: datetime) -> None:
    """Take a document back: nobody opens it any more; the row says that there was one."""
    if PartnerPaper.objects.filter(pk=paper.pk, removed_at=None).update(removed_at=moment):
        audit.record(
            actor=by, action="partner.paper_removed", target=paper.partner, partner_id=paper.partner_id,
            after={"paper": paper.pk, "kind": paper.kind},
        )  # fmt: skip
