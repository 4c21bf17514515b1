# SPDX-License-Identifier: AGPL-3.0-or-later
"""One page says who belongs to the Distretto and who decides; what is the office's own it says to the office."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners import services
from partners.enums import PartnerKind
from partners.models import StaffFunction, StaffPosition
from tavoli.enums import TavoloState
from tavoli.models import TavoloSeat
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.library import ProtocolFactory
from tests.factories.partners import PartnerFactory
from tests.factories.seats import CollectiveSeatFactory, ExpertFactory
from tests.factories.tavoli import ReservedTavoloFactory, TavoloFactory

pytestmark = pytest.mark.django_db
MINIMUM = "Composizione minima rispettata"


def read(client):
    return client.get(reverse("partners:governance"))


def seat_held(partner, **fields):
    seat = CollectiveSeatFactory(partners=[partner], name=fields.pop("name", "ETS non aderenti al Forum"))
    person = UserFactory(first_name="Nina", last_name="Pace")
    services.give_seat(**{
        "seat": seat, "user": person, "partner": partner, "role": "DELEGATO", "starts_on": timezone.localdate(),
        "ends_on": None, "by": None, **fields,
    })  # fmt: skip
    return seat


def test_the_page_names_members_seats_tavoli_agreements_and_experts(client):
    town, group = (
        PartnerFactory(name="Comune di Roccalvana", kind=PartnerKind.MUNICIPALITY),
        PartnerFactory(name="Filo"),
    )
    seat = seat_held(group)
    TavoloFactory(name="Tavolo anziani", partners=[town, group], state=TavoloState.ACTIVE)
    ProtocolFactory(title="Dimissioni protette", partners=[town])
    ExpertFactory(subject="Statistica sociale")

    page = read(client).text

    assert page.count(town.name) >= 2
    assert f'id="seggio-{seat.pk}"' in page
    for words in ("persona delegata, dal", "Filo", "Tavolo anziani", "Vi siedono 2 organizzazioni",
                  "Dimissioni protette", "Statistica sociale"):  # fmt: skip
        assert words in page


def test_the_page_says_which_places_are_kept_for_users_and_families(client):
    tavolo = TavoloFactory(partners=[PartnerFactory()], state=TavoloState.ACTIVE)
    before = read(client).text
    TavoloSeat.objects.create(tavolo=tavolo, partner=None, is_for_users=True)

    assert ("riservato" in before, "1 posto è riservato a organizzazioni di utenti" in read(client).text) == (
        False,
        True,
    )


def test_a_delegate_is_named_only_by_choice(client):
    seat_held(PartnerFactory())
    hidden = "Nina Pace" in read(client).text
    seat_held(PartnerFactory(), name="Un altro seggio", is_name_public=True)

    assert (hidden, "Nina Pace" in read(client).text) == (False, True)


# THREATS: 7
def test_what_is_reserved_or_over_is_not_told(client):
    day = timezone.localdate() - timedelta(days=1)
    ReservedTavoloFactory(name="Tavolo casi complessi")
    TavoloFactory(name="Tavolo finito", state=TavoloState.CLOSED)
    ProtocolFactory(title="Accordo scaduto", in_force_to=day)
    seat_held(PartnerFactory(name="Associazione riservata", is_public=False))

    page = read(client).text

    assert [words in page for words in (
        "Tavolo casi complessi", "Tavolo finito", "Accordo scaduto", "Associazione riservata",
    )] == [False] * 4  # fmt: skip


# THREATS: 7
def test_only_staff_see_positions_and_whether_the_least_number_is_there(client):
    function = StaffFunction.objects.create(name="Monitoraggio", category="D", minimum=2)
    StaffPosition.objects.create(function=function, holder_name="Ivo Serra", starts_on=timezone.localdate())
    public = read(client).text
    client.force_login(StaffFactory())
    office = read(client).text

    assert [words in public for words in (MINIMUM, "Monitoraggio", "Ivo Serra")] == [False] * 3
    assert [words in office for words in (MINIMUM, "ci sono 1, servono 2", "ne manca 1", "Ivo Serra")] == [True] * 4


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_however_much_there_is(client, count, django_assert_max_num_queries):
    for number in range(count):
        partner = PartnerFactory(kind=PartnerKind.MUNICIPALITY)
        seat_held(partner, name=f"Seggio {number}")
        TavoloFactory(partners=[partner], state=TavoloState.ACTIVE)
        ProtocolFactory(partners=[partner])
        ExpertFactory()
    read(client)

    with django_assert_max_num_queries(14):
        read(client)
