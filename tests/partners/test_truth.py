# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping the register true: confirmations from the e-mail, reminders, suspension, changes to verify."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners import queries, services, tokens
from partners.enums import ChangeState, MandateRole, PartnerState
from partners.models import Partner, PartnerChange, PartnerConfirmation, PartnerReminder, RegisterSettings
from partners.verification import distance_reached, due_on, first_day_not_due, freshness_of
from portal.core import roles
from portal.core.models import AuditEvent
from portal.notifications.models import Notification, OutgoingMail
from tests.factories.core import StaffFactory, UserFactory, office
from tests.factories.partners import MandateFactory, PartnerFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 11, tzinfo=UTC)
TODAY = date(2026, 11, 28)


@pytest.fixture
def officer():
    roles.install()
    return StaffFactory(roles=[roles.OFFICE])


def due_in(days, **fields):
    """Return a partner whose data must be confirmed in so many days."""
    partner = PartnerFactory(verified_on=due_on(TODAY + timedelta(days=days), months=-12), **fields)
    assert queries.due_day(partner) == TODAY + timedelta(days=days)
    return partner


@pytest.mark.parametrize(
    ("verified", "due"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 1, 31), date(2026, 1, 31)),
        (date(2025, 12, 1), date(2026, 12, 1)),
    ],
)
def test_data_are_due_a_year_later_also_from_a_leap_day(verified, due):
    assert due_on(verified, months=12) == due


def test_the_last_day_that_is_due_is_found_backwards_on_every_day_of_years():
    for number in range(1500):
        day = date(2024, 1, 1) + timedelta(days=number)
        last = first_day_not_due(day, months=12)
        assert due_on(last, months=12) <= day < due_on(last + timedelta(days=1), months=12)


@pytest.mark.parametrize(
    ("left", "distance"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0), (-50, 0)]
)
def test_each_day_has_reached_one_distance(left, distance):
    assert distance_reached(TODAY + timedelta(days=left), TODAY) == distance


def test_a_badge_says_how_fresh_the_data_are():
    labels = [
        str(freshness_of(verified, months=12, today=TODAY).label)
        for verified in (None, TODAY - timedelta(days=400), TODAY - timedelta(days=340), TODAY)
    ]

    assert labels == [
        "dati non ancora confermati", "dati da confermare", "dati confermati, da riconfermare presto",
        "dati confermati",
    ]  # fmt: skip


def test_partner_and_office_are_told_once_for_each_distance_and_missed_days_are_made_up(officer):
    partner = due_in(60)
    person = MandateFactory(partner=partner, starts_on=date(2025, 1, 1), ends_on=None).user
    due_in(61)

    told = []
    for day in (0, 0, 1, 35, 36, 53, 59, 60, 61):  # the worker was away on the thirtieth day before, and again later
        told.append(services.remind(NOON + timedelta(days=day)))

    mine = Notification.objects.filter(recipient=person, event="partner.confirm")
    assert sorted(mine.values_list("context__days", flat=True)) == [0, 7, 30, 60]
    assert PartnerReminder.objects.filter(partner=partner).count() == 4
    assert Notification.objects.filter(recipient=officer, event="partners.to_confirm").count() >= 4
    assert told[:2] == [1, 0]


def test_an_organisation_without_people_is_written_at_its_own_address_once(officer):
    due_in(5, email="info@filo.example")

    services.remind(NOON)
    services.remind(NOON)

    mail = OutgoingMail.objects.get(to="info@filo.example")
    assert "/partner/conferma/" in mail.text


def test_who_left_or_was_merged_is_not_asked(officer):
    due_in(5, state=PartnerState.CEASED, email="a@a.example")

    assert services.remind(NOON) == 0


def link(partner, person=None):
    return services.confirmation_url(partner, person.pk if person else 0, queries.due_day(partner))


# THREATS: 20
def test_opening_the_link_changes_nothing_and_the_button_confirms_once(client, officer):
    office()
    person = MandateFactory(role=MandateRole.LEGAL_REPRESENTATIVE).user
    partner = Partner.objects.get()
    Partner.objects.update(verified_on=timezone.localdate() - timedelta(days=400))
    partner.refresh_from_db()
    address = link(partner, person)

    page = client.get(address)
    partner.refresh_from_db()
    before = partner.verified_on
    first, second = client.post(address), client.post(address)

    partner.refresh_from_db()
    assert "Confermo che i dati sono corretti" in page.content.decode()
    assert (before, partner.verified_on) == (timezone.localdate() - timedelta(days=400), timezone.localdate())
    assert (first.status_code, second.status_code) == (302, 302)
    assert PartnerConfirmation.objects.values_list("by", "door").get() == (person.pk, "EMAIL")
    assert AuditEvent.objects.filter(action="partner.confirmed").count() == 1
    assert "I dati risultano confermati" in client.get(address).content.decode()


# THREATS: 25, 26
def test_the_link_of_who_no_longer_acts_for_the_partner_opens_nothing(client):
    mandate = MandateFactory()
    Partner.objects.update(verified_on=timezone.localdate() - timedelta(days=400))
    mandate.partner.refresh_from_db()
    address = link(mandate.partner, mandate.user)
    services.revoke_mandate(mandate=mandate, by=UserFactory(), moment=timezone.now())

    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert PartnerConfirmation.objects.count() == 0


def test_a_link_that_was_not_made_by_us_or_was_touched_opens_nothing(client):
    partner = PartnerFactory(verified_on=date(2025, 1, 1))
    good = tokens.token_of(tokens.Invitation(partner_id=partner.pk, person_id=0, due_on=date(2026, 1, 1)))

    for token in (good[:-1] + ("a" if good[-1] != "a" else "b"), "abc", good.split(":")[0]):
        assert client.get(reverse("partners:confirm", args=[token])).status_code == 404


def test_nobody_is_suspended_unless_the_office_chose_so_and_nothing_is_lost(officer):
    mandate = MandateFactory(starts_on=date(2025, 1, 1), ends_on=None)
    Partner.objects.update(verified_on=TODAY - timedelta(days=365 + 40))
    on_time = PartnerFactory(verified_on=TODAY - timedelta(days=365 + 20))

    nobody = services.suspend_late(NOON)
    chosen = RegisterSettings.load()
    chosen.suspends_by_itself = True
    chosen.save()
    some = (services.suspend_late(NOON), services.suspend_late(NOON))

    mandate.refresh_from_db()
    assert (nobody, some) == (0, (1, 0))
    assert mandate.partner.state == PartnerState.SUSPENDED
    assert mandate.revoked_at is None
    assert queries.can_speak_for(mandate.user, mandate.partner, moment=NOON) is False
    assert Partner.objects.get(pk=on_time.pk).state == PartnerState.ADMITTED
    assert Notification.objects.filter(event="partner.suspended").count() == 2


def asked(client, partner, **fields):
    typed = {"name": partner.name, "kind": partner.kind, "fiscal_code": "", "vat_number": "", "note": "Nuovo statuto"}
    return client.post(reverse("partners:own_verified", args=[partner.slug]), {**typed, **fields})


def test_a_verified_name_changes_only_when_the_office_says_so(client, officer, settings):
    settings.IS_DEMO = True
    mandate = MandateFactory(partner__name="Il Filo")
    partner = mandate.partner
    client.force_login(mandate.user)

    asked(client, partner, name="Il Filo Nuovo")

    partner.refresh_from_db()
    change = PartnerChange.objects.get()
    assert (partner.name, change.values, change.before) == ("Il Filo", {"name": "Il Filo Nuovo"}, {"name": "Il Filo"})
    assert "Il Filo Nuovo" not in client.get(partner.url).content.decode()

    client.force_login(officer)
    page = client.get(reverse("partner_changes_admin:edit", args=[change.pk])).content.decode()
    client.post(reverse("partner_changes_admin:edit", args=[change.pk]), {"decision": "ACCOLTA", "reason": ""})

    partner.refresh_from_db()
    assert "Il Filo Nuovo" in page
    assert partner.name == "Il Filo Nuovo"
    assert Notification.objects.filter(recipient=mandate.user, event="partner.change_accepted").count() == 1


def test_a_refusal_wants_a_reason_and_two_officers_decide_once(client, officer, settings):
    settings.IS_DEMO = True
    mandate = MandateFactory()
    client.force_login(mandate.user)
    asked(client, mandate.partner, name="Altro nome")
    change = PartnerChange.objects.get()
    client.force_login(officer)
    address = reverse("partner_changes_admin:edit", args=[change.pk])

    without = client.post(address, {"decision": "NON_ACCOLTA", "reason": " "})
    client.post(address, {"decision": "NON_ACCOLTA", "reason": "Manca lo statuto."})
    late = client.post(address, {"decision": "ACCOLTA", "reason": ""})

    change.refresh_from_db()
    assert list(without.context["form"].errors) == ["reason"]
    assert (change.state, change.reason) == (ChangeState.REFUSED, "Manca lo statuto.")
    assert late.context["form"].non_field_errors()
    assert Partner.objects.get().name != "Altro nome"


def test_new_data_that_another_partner_has_are_refused_and_the_request_stays(client, officer, settings):
    settings.IS_DEMO = True
    PartnerFactory(fiscal_code="00127040764")
    mandate = MandateFactory()
    change = services.ask_change(
        partner=mandate.partner, values={"fiscal_code": "00127040764"}, note="", by=mandate.user, moment=NOON
    )
    client.force_login(officer)

    response = client.post(
        reverse("partner_changes_admin:edit", args=[change.pk]), {"decision": "ACCOLTA", "reason": ""}
    )

    change.refresh_from_db()
    assert list(response.context["form"].errors) == ["decision"]
    assert change.state == ChangeState.WAITING


def test_a_newer_request_takes_the_place_of_the_one_that_waited(client):
    mandate = MandateFactory()
    client.force_login(mandate.user)

    asked(client, mandate.partner, name="Primo")
    asked(client, mandate.partner, name="Secondo")

    states = list(PartnerChange.objects.order_by("pk").values_list("state", flat=True))
    assert states == [ChangeState.SUPERSEDED, ChangeState.WAITING]
