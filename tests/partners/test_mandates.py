# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may speak for whom, and until when."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from partners import queries, scopes, services
from partners.enums import PartnerState, Power
from partners.models import Mandate
from portal.core import audiences, emptying
from portal.core.models import AuditEvent
from portal.notifications.models import Notification
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import MandateFactory, PartnerFactory

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")
NOON = datetime(2026, 12, 10, 12, 0, tzinfo=ROME)


def mandate_until(day, **fields):
    return MandateFactory(starts_on=date(2026, 1, 1), ends_on=day, **fields)


@pytest.mark.parametrize(
    ("moment", "may_speak"),
    [
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=ROME), False),
        (datetime(2026, 1, 1, 0, 0, 0, tzinfo=ROME), True),
        (datetime(2026, 12, 10, 23, 59, 59, tzinfo=ROME), True),
        (datetime(2026, 12, 11, 0, 0, 0, tzinfo=ROME), False),
        (datetime(2026, 12, 10, 22, 59, 59, tzinfo=ZoneInfo("UTC")), True),
        (datetime(2026, 12, 10, 23, 0, 0, tzinfo=ZoneInfo("UTC")), False),
    ],
)
def test_a_mandate_holds_through_its_last_day_and_ends_at_midnight_in_rome(moment, may_speak):
    mandate = mandate_until(date(2026, 12, 10))

    assert queries.can_speak_for(mandate.user, mandate.partner, moment=moment) is may_speak
    assert queries.audience_tokens(mandate.user, moment=moment) == (
        {f"partner:{mandate.partner_id}"} if may_speak else set()
    )
    assert mandate.holds_at(moment) is may_speak


def test_a_mandate_without_an_end_holds_until_it_is_revoked():
    mandate = mandate_until(None)

    assert queries.mandates_of(mandate.user, moment=NOON) == [mandate]


def test_a_power_that_was_not_given_is_not_held():
    mandate = mandate_until(None, can_speak=False, can_vote=True)

    assert queries.mandates_of(mandate.user, moment=NOON) == []
    assert queries.mandates_of(mandate.user, moment=NOON, power=Power.VOTE) == [mandate]
    assert mandate.powers == [Power.VOTE]
    assert queries.can_speak_for(mandate.user, mandate.partner, moment=NOON) is False


def test_a_mandate_for_one_tavolo_says_nothing_outside_it():
    mandate = mandate_until(None, scope="tavolo:12")

    assert queries.can_speak_for(mandate.user, mandate.partner, moment=NOON) is False
    assert queries.can_speak_for(mandate.user, mandate.partner, moment=NOON, scope="tavolo:12") is True
    assert queries.can_speak_for(mandate.user, mandate.partner, moment=NOON, scope="tavolo:13") is False


def test_a_mandate_for_the_whole_distretto_holds_at_every_tavolo():
    mandate = mandate_until(None)

    assert queries.can_speak_for(mandate.user, mandate.partner, moment=NOON, scope="tavolo:12") is True


@pytest.mark.parametrize("state", [PartnerState.SUSPENDED, PartnerState.CEASED])
def test_nobody_speaks_for_a_partner_that_is_not_in_the_distretto(state):
    mandate = mandate_until(None, partner=PartnerFactory(state=state))

    assert queries.mandates_of(mandate.user, moment=NOON) == []
    assert queries.audience_tokens(mandate.user, moment=NOON) == set()


# THREATS: 7
def test_a_person_speaks_only_for_the_own_partner():
    mandate, other = mandate_until(None), mandate_until(None)

    assert queries.can_speak_for(mandate.user, other.partner, moment=NOON) is False


# THREATS: 26
def test_a_person_whose_account_is_switched_off_loses_the_powers_at_once():
    mandate = mandate_until(None)
    mandate.user.is_active = False
    mandate.user.save()

    assert queries.mandates_of(mandate.user, moment=NOON) == []
    assert audiences.tokens_for(mandate.user) == {"public"}


# THREATS: 26
def test_the_request_after_a_revocation_finds_no_power(client):
    partner = PartnerFactory(is_public=False)
    mandate = MandateFactory(partner=partner)
    client.force_login(mandate.user)
    before = client.get(partner.url).status_code

    services.revoke_mandate(mandate=mandate, by=StaffFactory(), moment=timezone.now())

    assert (before, client.get(partner.url).status_code) == (200, 404)


def test_revoking_twice_is_refused_and_recorded_once():
    mandate, officer = MandateFactory(), StaffFactory()
    services.revoke_mandate(mandate=mandate, by=officer, moment=NOON)

    with pytest.raises(services.AlreadyRevoked):
        services.revoke_mandate(mandate=mandate, by=officer, moment=NOON)

    told = AuditEvent.objects.filter(action="mandate.revoked").values_list("actor_id", "partner_id", "target_id")
    assert list(told) == [(officer.pk, mandate.partner_id, str(mandate.pk))]
    assert list(Notification.objects.values_list("recipient_id", "event")) == [(mandate.user_id, "mandate.revoked")]


def test_who_gets_a_mandate_is_told_once():
    mandate = MandateFactory.build(user=UserFactory(), partner=PartnerFactory())

    services.save_mandate(mandate=mandate, by=StaffFactory())
    services.save_mandate(mandate=mandate, by=StaffFactory())

    assert list(Notification.objects.values_list("recipient_id", "event", "url")) == [
        (mandate.user_id, "mandate.given", mandate.partner.url)
    ]


def test_the_name_is_shown_only_by_the_choice_of_who_bears_it():
    mandate, other = MandateFactory(), MandateFactory()

    with pytest.raises(services.NoMandate):
        services.choose_public_name(partner=mandate.partner, by=other.user, is_public=True, moment=timezone.now())
    nobody = queries.named_delegates(mandate.partner, moment=timezone.now())
    services.choose_public_name(partner=mandate.partner, by=mandate.user, is_public=True, moment=timezone.now())

    assert nobody == []
    assert queries.named_delegates(mandate.partner, moment=timezone.now()) == [mandate]


def test_who_leaves_the_portal_leaves_the_mandates_and_the_page():
    mandate = MandateFactory(is_name_public=True)

    emptying.empty_everywhere(mandate.user)

    mandate.refresh_from_db()
    assert (mandate.is_name_public, mandate.revoked_at is None) == (False, False)
    assert emptying.exported(mandate.user)["mandati"][0]["partner"] == mandate.partner.name


def test_the_database_refuses_a_mandate_that_ends_before_it_starts_or_gives_nothing():
    for fields in ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 31)}, {"can_speak": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MandateFactory(**fields)

    assert Mandate.objects.count() == 0


def test_scopes_are_the_distretto_and_what_apps_above_register():
    assert scopes.is_known("distretto") is True
    assert scopes.is_known("tavolo:999999") is False
