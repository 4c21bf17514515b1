# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tavoli, seats and meetings for tests."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tavoli.enums import TavoloState, Visibility
from tavoli.models import Meeting, Minutes, Tavolo, TavoloSeat
from tests.factories.partners import PartnerFactory


class TavoloFactory(DjangoModelFactory):
    """A public tavolo at work, with nobody at it; `partners=[…]` seats them."""

    class Meta:
        model = Tavolo
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Tavolo numero {n}")
    slug = factory.Sequence(lambda n: f"tavolo-{n}")
    purpose = "Scrive insieme le schede dell'area."
    state = TavoloState.ACTIVE

    @factory.post_generation
    def partners(self, create, extracted, **kwargs):
        for partner in extracted or ():
            TavoloSeat.objects.create(tavolo=self, partner=partner)


class ReservedTavoloFactory(TavoloFactory):
    """A tavolo of which only members know."""

    visibility = Visibility.RESERVED


class TavoloSeatFactory(DjangoModelFactory):
    """A partner sitting at a tavolo."""

    class Meta:
        model = TavoloSeat

    tavolo = factory.SubFactory(TavoloFactory)
    partner = factory.SubFactory(PartnerFactory)


class MeetingFactory(DjangoModelFactory):
    """A meeting in ten days."""

    class Meta:
        model = Meeting

    tavolo = factory.SubFactory(TavoloFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))
    place = "Sala della biblioteca"
    agenda = "Apertura e saluti\nLa scheda sul trasporto"


class MinutesFactory(DjangoModelFactory):
    """A verbale; say the meeting and the document."""

    class Meta:
        model = Minutes
