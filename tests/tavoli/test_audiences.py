# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who holds the token of a tavolo."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from partners import scopes, services
from partners.enums import PartnerState
from portal.core import audiences
from tavoli.enums import TavoloState
from tavoli.models import TavoloSeat
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import MandateFactory, PartnerFactory
from tests.factories.tavoli import TavoloFactory, TavoloSeatFactory

pytestmark = pytest.mark.django_db


def tavoli_of(user):
    return {token for token in audiences.tokens_for(user) if token.startswith("tavolo:")}


def test_the_people_of_a_seated_partner_belong_to_its_tavoli_and_to_no_other():
    seat, _other = TavoloSeatFactory(), TavoloSeatFactory()
    mandate = MandateFactory(partner=seat.partner)

    assert tavoli_of(mandate.user) == {seat.tavolo.token}


def test_a_mandate_for_one_tavolo_opens_only_that_one():
    partner = PartnerFactory()
    first, second = TavoloFactory(partners=[partner]), TavoloFactory(partners=[partner])

    assert tavoli_of(MandateFactory(partner=partner, scope=first.token).user) == {first.token}
    assert tavoli_of(MandateFactory(partner=partner).user) == {first.token, second.token}


def test_a_mandate_for_a_tavolo_where_the_partner_does_not_sit_opens_nothing():
    tavolo = TavoloFactory()

    assert tavoli_of(MandateFactory(scope=tavolo.token).user) == set()


def test_who_coordinates_belongs_to_the_tavolo():
    person = UserFactory()
    tavolo = TavoloFactory(coordinator=person)

    assert tavoli_of(person) == {tavolo.token}


# THREATS: 26
def test_the_token_ends_with_the_mandate_the_seat_or_the_membership():
    tavolo, today = TavoloFactory(), timezone.localdate()
    seat = TavoloSeatFactory(tavolo=tavolo)
    yesterday = today - timedelta(days=1)
    expired = MandateFactory(partner=seat.partner, starts_on=yesterday - timedelta(days=9), ends_on=yesterday)
    revoked = MandateFactory(partner=seat.partner)
    services.revoke_mandate(mandate=revoked, by=StaffFactory(), moment=timezone.now())
    suspended = MandateFactory(partner=PartnerFactory(state=PartnerState.SUSPENDED))
    TavoloSeat.objects.create(tavolo=tavolo, partner=suspended.partner)
    unseated = MandateFactory()

    assert [tavoli_of(one.user) for one in (expired, revoked, suspended, unseated)] == [set()] * 4


def test_tavoli_still_at_work_are_scopes_for_a_mandate():
    tavolo = TavoloFactory()
    closed = TavoloFactory(state=TavoloState.CLOSED)

    assert (scopes.is_known(tavolo.token), scopes.is_known(closed.token)) == (True, False)


def test_a_partner_sits_once_and_an_empty_seat_is_one_that_is_kept():
    seat = TavoloSeatFactory()

    for fields in ({"partner": seat.partner}, {"partner": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TavoloSeat.objects.create(tavolo=seat.tavolo, **fields)


def test_a_kept_seat_is_only_for_organisations_of_users():
    seat = TavoloSeatFactory.build(partner=PartnerFactory(), is_for_users=True)

    with pytest.raises(ValidationError):
        seat.clean()
