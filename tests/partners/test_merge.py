# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two records that were one organisation become one."""

import pytest
from django.urls import reverse

from partners import services
from partners.enums import PartnerState
from partners.models import Mandate, Partner, PartnerService
from portal.comments.models import Observation
from portal.core import roles
from portal.core.models import AuditEvent
from tavoli.models import TavoloSeat
from tests.factories.comments import ObservationFactory
from tests.factories.core import AreaFactory, StaffFactory
from tests.factories.library import ProtocolFactory
from tests.factories.partners import MandateFactory, PartnerFactory, ServiceFactory
from tests.factories.tavoli import TavoloFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, settings):
    settings.IS_DEMO = True
    roles.install()
    person = StaffFactory(roles=[roles.OFFICE])
    client.force_login(person)
    return person


@pytest.fixture
def two():
    """Return the same organisation written twice, with something hanging on the second."""
    area = AreaFactory()
    kept = PartnerFactory(name="Il Filo", slug="filo", areas=[area], phone="")
    gone = PartnerFactory(
        name="Filo di Lana", slug="filo-di-lana", areas=[area, AreaFactory()], fiscal_code="00127040764", phone="0900 1"
    )
    return kept, gone


def test_what_hung_on_one_hangs_on_the_other_and_its_page_leads_there(client, officer, two):
    kept, gone = two
    mandate, service = MandateFactory(partner=gone), ServiceFactory(partner=gone)
    said = ObservationFactory(voice=gone)
    protocol, tavolo = ProtocolFactory(partners=[gone]), TavoloFactory(partners=[gone])

    client.post(
        reverse("partner_merge:compare", args=[kept.pk, gone.pk]),
        {"name": "kept", "fiscal_code": "gone", "phone": "gone"},
    )

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.name, kept.fiscal_code, kept.phone, kept.areas.count()) == ("Il Filo", "00127040764", "0900 1", 2)
    assert (gone.state, gone.is_public, gone.merged_into) == (PartnerState.CEASED, False, kept)
    assert Mandate.objects.get(pk=mandate.pk).partner == kept
    assert PartnerService.objects.get(pk=service.pk).partner == kept
    assert Observation.objects.get(pk=said.pk).voice == kept
    assert list(kept.protocol_parties.values_list("protocol", flat=True)) == [protocol.pk]
    assert list(tavolo.seats.values_list("partner", flat=True)) == [kept.pk]
    assert client.get("/partner/filo-di-lana/")["Location"] == "/partner/filo/"
    assert AuditEvent.objects.get(action="partner.merged").actor_id == officer.pk


def test_what_both_had_is_not_doubled_and_is_told(two, officer):
    kept, gone = two
    tavolo = TavoloFactory(partners=[kept, gone])

    moved = services.merge_partners(kept=kept, gone=gone, from_gone=set(), by=officer)

    assert kept.areas.count() == 2
    assert tavolo.seats.filter(partner=kept).count() == 1
    assert tavolo.seats.count() == 1
    assert moved["tavoli.tavoloseat"] == (1, 0)
    event = AuditEvent.objects.get(action="tavolo.seat_merged")
    assert (event.target_id, event.text.body["before"]["partner"]) == (str(tavolo.pk), gone.pk)


def test_a_seat_kept_for_users_waits_for_another_where_both_records_sat(two, officer):
    kept, gone = two
    tavolo = TavoloFactory(partners=[kept])
    reserved = TavoloSeat.objects.create(tavolo=tavolo, partner=gone, is_for_users=True)
    only_gone = TavoloFactory(partners=[gone])

    services.merge_partners(kept=kept, gone=gone, from_gone=set(), by=officer)

    reserved.refresh_from_db()
    assert (reserved.partner, tavolo.seats.filter(partner=kept).count()) == (None, 1)
    assert [seat.partner for seat in only_gone.seats.all()] == [kept]


def test_two_records_are_merged_once(two, officer):
    kept, gone = two
    services.merge_partners(kept=kept, gone=gone, from_gone=set(), by=officer)

    for pair in ((kept, gone), (gone, kept), (kept, kept)):
        with pytest.raises(services.CannotMerge):
            services.merge_partners(kept=pair[0], gone=pair[1], from_gone=set(), by=officer)


def test_the_same_code_typed_on_a_second_record_proposes_to_merge(client, officer, two):
    kept, gone = two
    inlines = ("identifiers", "activities", "places", "services")
    typed = {f"{name}-{count}": "0" for name in inlines for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
    typed |= {"name": kept.name, "kind": kept.kind, "state": "AMMESSA", "is_public": "on", "fiscal_code": "00127040764"}

    page = client.post(reverse("partners_admin:edit", args=[kept.pk]), typed).content.decode()

    assert reverse("partner_merge:compare", args=[gone.pk, kept.pk]) in page
    assert Partner.objects.get(pk=kept.pk).fiscal_code == ""


@pytest.mark.parametrize(
    "words", ["00127040764", " 001 2704 0764", "filo-di-lana", "https://portale.example/partner/filo-di-lana/"]
)
def test_the_other_record_is_found_by_code_or_address(client, officer, two, words):
    kept, gone = two

    response = client.post(reverse("partner_merge:choose", args=[kept.pk]), {"other": words})

    assert response["Location"] == reverse("partner_merge:compare", args=[kept.pk, gone.pk])


# THREATS: 16
def test_only_the_office_merges(client, settings, two):
    settings.IS_DEMO = True
    roles.install()
    kept, gone = two
    for role in (roles.MODERATOR, roles.DRAFTER, roles.DPO):
        client.force_login(StaffFactory(roles=[role]))
        client.post(reverse("partner_merge:compare", args=[kept.pk, gone.pk]), {"uguali": "1"})

    assert Partner.objects.filter(merged_into=None).count() == 2
