# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partners and mandates for tests."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from partners.enums import MandateRole, PartnerKind
from partners.models import Mandate, Partner
from portal.core.models import Area, User


class PartnerFactory(DjangoModelFactory):
    """An association that belongs to the Distretto and is public."""

    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Associazione numero {n}")
    slug = factory.Sequence(lambda n: f"associazione-{n}")
    kind = PartnerKind.ETS
    municipality = "Roccalvana"
    what_it_does = "Tiene aperto uno sportello due mattine alla settimana."


class PersonFactory(DjangoModelFactory):
    """Somebody with an account and no role."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"persona.{n}@partner.example")
    first_name = "Ada"
    last_name = factory.Sequence(lambda n: f"Rossi{n}")


class MandateFactory(DjangoModelFactory):
    """A delegate who may speak for a partner in the whole Distretto, since yesterday and for a year."""

    class Meta:
        model = Mandate

    user = factory.SubFactory(PersonFactory)
    partner = factory.SubFactory(PartnerFactory)
    role = MandateRole.DELEGATE
    can_speak = True
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))


class AreaOfWorkFactory(DjangoModelFactory):
    """An area of intervention."""

    class Meta:
        model = Area

    name = factory.Sequence(lambda n: f"Area {n}")
    slug = factory.Sequence(lambda n: f"area-{n}")
    sentence = "Che cosa si fa qui."
