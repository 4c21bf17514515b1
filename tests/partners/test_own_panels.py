# SPDX-License-Identifier: AGPL-3.0-or-later
"""The own area of a partner: what its people prepare, where it sits, who looks after whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners import services
from partners.enums import MandateRole
from partners.models import Mandate
from portal.comments import targets
from portal.core.audiences import EVERYBODY
from tavoli.enums import TavoloState
from tests.factories.consultations import ConsultationFactory
from tests.factories.core import UserFactory, office
from tests.factories.partners import MandateFactory, PartnerFactory
from tests.factories.responses import contribution, sent, team
from tests.factories.seats import CollectiveSeatFactory
from tests.factories.tavoli import MeetingFactory, ReservedTavoloFactory, TavoloFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office():
    office()


def own(client, partner):
    return client.get(reverse("partners:own", args=[partner.slug])).text


def prepared(**fields):
    """Return a team, and the title of the consultation on which it writes."""
    group, consultation = team(), ConsultationFactory(title="Il piano di tutti", **fields)
    twin = consultation.version.paragraphs.first()
    target = targets.resolve("paragraph", str(twin.paragraph_id), audience=EVERYBODY)
    contribution(target, group, group.colleague)
    return group


def test_who_speaks_sees_what_is_in_preparation_and_then_what_was_sent(client):
    group = prepared()
    client.force_login(group.legal)
    before = own(client, group.partner)
    sent(group)
    after = own(client, group.partner)

    assert [words in before for words in ("Bozze e risposte", "Il piano di tutti", "1 contributo", "Già inviate")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert ("Già inviate" in after, "Nessuna risposta in preparazione" in after) == (True, True)


# THREATS: 7
def test_who_keeps_the_data_but_may_not_speak_sees_no_draft(client):
    group = prepared()
    keeper = MandateFactory(partner=group.partner, can_speak=False, can_vote=True).user
    client.force_login(keeper)

    page = own(client, group.partner)

    assert ("Confermo che i dati sono corretti" in page, "Il piano di tutti" in page) == (True, False)


# THREATS: 7
def test_drafts_of_another_organisation_of_the_same_person_stay_there(client):
    group = prepared()
    other = MandateFactory(user=group.legal, partner=PartnerFactory())
    client.force_login(group.legal)

    assert "Il piano di tutti" not in own(client, other.partner)


def test_the_tavoli_of_the_partner_are_there_with_the_next_meeting_reserved_ones_too(client):
    mandate = MandateFactory()
    reserved = ReservedTavoloFactory(name="Tavolo riservato", partners=[mandate.partner], state=TavoloState.ACTIVE)
    TavoloFactory(name="Tavolo di altri", partners=[PartnerFactory()])
    MeetingFactory(tavolo=reserved, starts_at=timezone.now() + timedelta(days=3))
    client.force_login(mandate.user)

    page = own(client, mandate.partner)

    assert [words in page for words in ("Tavolo riservato", "Prossimo incontro:", "Tavolo di altri")] == [
        True, True, False,
    ]  # fmt: skip


def test_only_the_legal_representative_is_led_to_the_people(client):
    delegate = MandateFactory()
    head = MandateFactory(partner=delegate.partner, role=MandateRole.LEGAL_REPRESENTATIVE)
    url, found = reverse("partners:people", args=[delegate.partner.slug]), []
    for person in (delegate.user, head.user):
        client.force_login(person)
        found.append(f'href="{url}"' in own(client, delegate.partner))

    assert found == [False, True]


@pytest.mark.parametrize("count", [1, 4])
def test_the_own_area_costs_the_same_however_much_waits(client, count, django_assert_max_num_queries):
    mandate = MandateFactory()
    for _number in range(count):
        TavoloFactory(partners=[mandate.partner], state=TavoloState.ACTIVE)
    client.force_login(mandate.user)
    own(client, mandate.partner)

    with django_assert_max_num_queries(34):
        own(client, mandate.partner)


def test_who_holds_a_collective_seat_finds_it_in_the_own_area_and_may_show_the_name(client):
    partner, person = PartnerFactory(), UserFactory(first_name="Nina", last_name="Pace")
    seat = CollectiveSeatFactory(partners=[partner], name="ETS non aderenti al Forum")
    services.give_seat(
        seat=seat, user=person, partner=partner, role="DELEGATO", starts_on=timezone.localdate(), ends_on=None, by=None
    )
    client.force_login(person)
    desk = client.get(reverse("desk:home")).text
    own_area = reverse("partners:own", args=[partner.slug])

    answer = client.post(reverse("partners:my_name", args=[partner.slug]), {"is_public": "on"})

    assert (f'<a href="{seat.url}">ETS non aderenti al Forum</a>' in desk, f'href="{own_area}"' in desk) == (
        True,
        False,
    )
    assert (answer.status_code, Mandate.objects.get().is_name_public) == (302, True)
