# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seats, designations, invitations and experts for tests."""

import secrets
from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from partners import services
from partners.enums import SeatKind
from partners.models import Designation, Expert, Invitation, Seat
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import PartnerFactory


class CollectiveSeatFactory(DjangoModelFactory):
    """A seat that `partners=[…]` choose together."""

    class Meta:
        model = Seat
        skip_postgeneration_save = True

    kind = SeatKind.COLLECTIVE
    name = factory.Sequence(lambda n: f"ETS non aderenti al Forum {n}")
    since = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=100))

    @factory.post_generation
    def partners(self, create, extracted, **kwargs):
        self.constituents.set(extracted or [])


class InvitationFactory(DjangoModelFactory):
    """An invitation to act for a partner, sent today; its token is nobody's."""

    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"invitata-{n}@filo.example")
    fingerprint = factory.LazyFunction(lambda: secrets.token_hex(32))
    partner = factory.SubFactory(PartnerFactory)
    starts_on = factory.LazyFunction(timezone.localdate)
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class ExpertFactory(DjangoModelFactory):
    """An expert who helps the whole Distretto since yesterday and for a month."""

    class Meta:
        model = Expert

    user = factory.SubFactory(UserFactory)
    subject = "Statistica sociale"
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))


def opened_round(seat, by=None, moment=None, **fields) -> Designation:
    """Return a round that takes candidacies for two days and then votes for two."""
    moment = moment or timezone.now()
    new = Designation(
        seat=seat,
        candidacies_close_at=moment + timedelta(days=2),
        voting_closes_at=moment + timedelta(days=4),
        mandate_starts_on=timezone.localdate(moment),
        mandate_ends_on=timezone.localdate(moment) + timedelta(days=365),
        **fields,
    )
    return services.open_round(designation=new, by=by or StaffFactory(), moment=moment)
