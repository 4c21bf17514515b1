# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who keeps a partner's data true, what is waiting, what is about to end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from partners.enums import ChangeState, PartnerState
from partners.models import Mandate, Partner, PartnerChange, PartnerPaper, RegisterSettings
from partners.models.mandate import WHOLE_DISTRICT, MandateQuerySet, day_of
from partners.verification import due_on, first_day_not_due
from portal.core.exceptions import NotReadable

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

SOON = timedelta(days=60)


def keepers(partner: Partner, *, moment: datetime) -> MandateQuerySet:
    """Return the mandates of those who look after a partner's data: also while it is suspended, never once it left."""
    day = day_of(moment)
    held = Mandate.objects.filter(partner=partner, scope=WHOLE_DISTRICT, revoked_at__isnull=True, starts_on__lte=day)
    held = held.for_a_partner().filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day) | Q(prolonged_until__gte=day), user__is_active=True
    )
    return held.exclude(partner__state=PartnerState.CEASED).select_related("user", "partner")


def own_partner(slug: str, user: User | AnonymousUser, *, moment: datetime) -> Partner:
    """Return the partner whose data this person looks after.

    :raises NotReadable: there is none at this address, or somebody else looks after it; the two look the same.
    """
    related = ("areas", "target_groups", "places", "services__area", "services__service_type")
    partner = Partner.objects.filter(slug=slug, merged_into=None).prefetch_related(*related).first()
    if partner is None or not user.is_authenticated or not keepers(partner, moment=moment).filter(user=user).exists():
        raise NotReadable
    return partner


def may_confirm(partner_id: int, person_id: int, *, moment: datetime) -> Partner:
    """Return the partner that this person (0: the organisation's mailbox) is asked to confirm.

    :raises NotReadable: it is gone, or the person no longer looks after it.
    """
    partner = Partner.objects.belonging().filter(pk=partner_id, merged_into=None).first()
    if partner is None or (person_id and not keepers(partner, moment=moment).filter(user_id=person_id).exists()):
        raise NotReadable
    return partner


def keeper(partner: Partner, person_id: int, *, moment: datetime) -> User | None:
    """Return the person with this number, if that person looks after the partner now."""
    held = keepers(partner, moment=moment).filter(user_id=person_id).first()
    return held.user if held else None


def due_day(partner: Partner) -> date | None:
    """Return the day by which a partner's data must be confirmed again."""
    return due_on(partner.verified_on, months=RegisterSettings.load().months_between_confirmations)


def partners_near_due(today: date, *, within: timedelta = SOON) -> list[Partner]:
    """Return the partners whose data must be confirmed within so many days, or are late."""
    months = RegisterSettings.load().months_between_confirmations
    verified_before = first_day_not_due(today + within, months=months)
    found = Partner.objects.belonging().filter(merged_into=None, verified_on__lte=verified_before)
    return list(found.order_by("pk"))


def near_due(today: date, *, is_late: bool) -> list[int]:
    """Return the partners whose data should have been confirmed before today, or must be within sixty days."""
    within = -timedelta(days=1) if is_late else SOON
    return [partner.pk for partner in partners_near_due(today, within=within)]


def changes_waiting() -> int:
    """Return how many changes of verified data wait for the office."""
    return PartnerChange.objects.filter(state=ChangeState.WAITING).count()


def waiting_change(partner: Partner) -> PartnerChange | None:
    """Return the change of verified data that waits for the office, if there is one."""
    return PartnerChange.objects.filter(partner=partner, state=ChangeState.WAITING).first()


def last_decided_change(partner: Partner) -> PartnerChange | None:
    """Return the change that was decided last, so that its reason can be read."""
    return PartnerChange.objects.filter(partner=partner).exclude(decided_at=None).order_by("-decided_at").first()


def papers_of(partner: Partner) -> list[PartnerPaper]:
    """Return the documents that a partner handed in and did not take back."""
    return list(PartnerPaper.objects.filter(partner=partner, removed_at=None).select_related("file"))


def readable_paper(pk: int, *, slug: str, user: User, is_keeper_of_register: bool, moment: datetime) -> PartnerPaper:
    """Return a document for its partner's people and for the office.

    :raises NotReadable: it does not exist, or is of others.
    """
    found = PartnerPaper.objects.filter(pk=pk, partner__slug=slug, removed_at=None).select_related("file", "partner")
    paper = found.first()
    if paper is None:
        raise NotReadable
    if not is_keeper_of_register and not keepers(paper.partner, moment=moment).filter(user=user).exists():
        raise NotReadable
    return paper


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Something of a partner that ends on a day."""

    what: str
    day: date

    def is_over_on(self, today: date) -> bool:
        """Return whether it was over on this day."""
        return self.day < today


def deadlines_of(partner: Partner, *, confirm_by: date | None, data_words: str, moment: datetime) -> list[Deadline]:
    """Return what ends in a partner's life, the nearest first: data, mandates, documents, authorisations."""
    found = [Deadline(what=data_words, day=confirm_by)] if confirm_by else []
    found += [
        Deadline(what=f"{mandate.person()}, {mandate.get_role_display()}", day=mandate.ends_on)
        for mandate in keepers(partner, moment=moment)
        if mandate.ends_on
    ]
    found += [Deadline(what=str(paper), day=paper.expires_on) for paper in papers_of(partner) if paper.expires_on]
    found += _authorisations(partner)
    return sorted(found, key=lambda deadline: deadline.day)


def _authorisations(partner: Partner) -> Iterable[Deadline]:
    return [
        Deadline(what=service.name, day=service.accreditation_ends_on)
        for service in partner.services.all()
        if service.is_active and service.accreditation_ends_on
    ]
