# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partners and mandates for tests."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from partners.enums import MandateRole, PartnerKind
from partners.models import Mandate, Partner, PartnerPlace, PartnerService
from tests.factories.core import UserFactory


class PartnerFactory(DjangoModelFactory):
    """An association that belongs to the Distretto and is public; `areas=[…]` says where it works."""

    class Meta:
        model = Partner
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Associazione numero {n}")
    slug = factory.Sequence(lambda n: f"associazione-{n}")
    kind = PartnerKind.ETS
    municipality = "Roccalvana"
    what_it_does = "Tiene aperto uno sportello due mattine alla settimana."

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        if extracted:
            self.areas.set(extracted)


class MandateFactory(DjangoModelFactory):
    """A delegate who may speak for a partner in the whole Distretto, since yesterday and for a year."""

    class Meta:
        model = Mandate

    user = factory.SubFactory(UserFactory)
    partner = factory.SubFactory(PartnerFactory)
    role = MandateRole.DELEGATE
    can_speak = True
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))


class PlaceFactory(DjangoModelFactory):
    """A place where a partner meets people, with a point on the map."""

    class Meta:
        model = PartnerPlace

    partner = factory.SubFactory(PartnerFactory)
    name = "Sportello"
    municipality = "Pietrasola"
    latitude = "40.61000"
    longitude = "15.80000"


class ServiceFactory(DjangoModelFactory):
    """A service that needs no authorisation."""

    class Meta:
        model = PartnerService

    partner = factory.SubFactory(PartnerFactory)
    name = "Trasporto al Centro diurno"
