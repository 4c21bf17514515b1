# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tavoli and meetings in the admin, and what saving them does."""

import pytest
from django.urls import reverse

from portal.core import roles
from portal.core.models import AuditEvent
from search.models import Refresh
from tavoli.enums import Visibility
from tavoli.models import Meeting, Tavolo
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.library import DocumentFactory
from tests.factories.partners import PartnerFactory
from tests.factories.tavoli import MeetingFactory, TavoloFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True
    roles.install()


@pytest.fixture
def officer(client):
    person = StaffFactory(roles=[roles.OFFICE])
    client.force_login(person)
    return person


def seats_typed(*partners):
    rows = {"seats-TOTAL_FORMS": len(partners), "seats-INITIAL_FORMS": 0, "seats-MIN_NUM_FORMS": 0,
            "seats-MAX_NUM_FORMS": 1000}  # fmt: skip
    for number, partner in enumerate(partners):
        rows[f"seats-{number}-partner"] = partner.pk
    return rows


def typed(**fields):
    return {"name": "Tavolo disabilità", "kind": "CONCERTAZIONE", "visibility": "PUBBLICO", "state": "ATTIVO", **fields}


def test_a_tavolo_is_constituted_with_its_seats_recorded_and_told_to_the_search(client, officer):
    partner = PartnerFactory()

    client.post(reverse("tavoli_admin:add"), typed(**seats_typed(partner)))

    tavolo = Tavolo.objects.get()
    event = AuditEvent.objects.get(action__startswith="tavolo.")
    assert (tavolo.slug, [seat.partner for seat in tavolo.seats.all()]) == ("tavolo-disabilita", [partner])
    assert (event.action, event.actor_id) == ("tavolo.constituted", officer.pk)
    assert list(Refresh.objects.filter(kind="tavolo").values_list("thing", flat=True)) == [str(tavolo.pk)]


def test_changing_who_sits_is_recorded(client, officer):
    tavolo, partner = TavoloFactory(), PartnerFactory()

    client.post(reverse("tavoli_admin:edit", args=[tavolo.pk]), typed(**seats_typed(partner)))

    text = AuditEvent.objects.get(action="tavolo.changed").text.body
    assert (text["before"]["partners"], text["after"]["partners"]) == ([], [partner.pk])


def test_who_coordinates_is_found_by_address_or_the_form_says_what_to_do(client, officer):
    person = UserFactory(email="marta@comune.example")

    refused = client.post(reverse("tavoli_admin:add"), typed(coordinator_email="chi@lo.example", **seats_typed()))
    client.post(reverse("tavoli_admin:add"), typed(coordinator_email="marta@comune.example", **seats_typed()))

    assert list(refused.context["form"].errors) == ["coordinator_email"]
    assert [tavolo.coordinator for tavolo in Tavolo.objects.all()] == [person]


# THREATS: 3
def test_a_tavolo_made_reserved_is_for_members_and_staff_from_the_same_moment(client, officer):
    tavolo = TavoloFactory()

    client.post(reverse("tavoli_admin:edit", args=[tavolo.pk]), typed(visibility=Visibility.RESERVED, **seats_typed()))

    row = Refresh.objects.get(kind="tavolo")
    assert (row.is_public, row.audience) == (False, ["staff", tavolo.token])


def test_a_meeting_is_fixed_with_its_verbale(client, officer):
    tavolo, document = TavoloFactory(), DocumentFactory()
    fields = {"tavolo": tavolo.pk, "starts_at": "2026-12-10 17:30", "place": "Biblioteca", "minutes-TOTAL_FORMS": 1,
              "minutes-INITIAL_FORMS": 0, "minutes-MIN_NUM_FORMS": 0, "minutes-MAX_NUM_FORMS": 1000,
              "minutes-0-document": document.pk}  # fmt: skip

    client.post(reverse("meetings_admin:add"), fields)

    meeting = Meeting.objects.get()
    assert [minutes.document for minutes in meeting.minutes.all()] == [document]
    assert AuditEvent.objects.filter(action="meeting.fixed", actor_id=officer.pk).count() == 1


# THREATS: 23
def test_the_link_of_a_meeting_is_an_address_of_the_web(client, officer):
    fields = {"tavolo": TavoloFactory().pk, "starts_at": "2026-12-10 17:30", "link": "javascript:alert(1)",
              "minutes-TOTAL_FORMS": 0, "minutes-INITIAL_FORMS": 0}  # fmt: skip

    response = client.post(reverse("meetings_admin:add"), fields)

    assert list(response.context["form"].errors) == ["link"]


ROLES = {
    "anonymous": None,
    "citizen": (),
    "drafter": (roles.DRAFTER,),
    "moderator": (roles.MODERATOR,),
    "office": (roles.OFFICE,),
    "coordinator": (roles.COORDINATOR,),
    "administrator": (roles.ADMINISTRATOR,),
    "health": (roles.HEALTH_REFERENT,),
    "dpo": (roles.DPO,),
}
EDITORS = {"office", "coordinator", "administrator"}
STAFF = set(ROLES) - {"anonymous", "citizen"}


# THREATS: 9, 16
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["tavoli_admin", "meetings_admin"])
def test_the_office_keeps_tavoli_other_staff_read_them_nobody_deletes(client, role, name):
    meeting = MeetingFactory()
    pk = meeting.tavolo_id if name == "tavoli_admin" else meeting.pk
    if role != "anonymous":
        client.force_login(UserFactory() if role == "citizen" else StaffFactory(roles=ROLES[role]))

    may_list = client.get(reverse(f"{name}:index")).status_code == 200
    may_add = client.get(reverse(f"{name}:add")).status_code == 200
    may_edit = client.get(reverse(f"{name}:edit", args=[pk])).status_code == 200
    client.post(reverse(f"{name}:delete", args=[pk]))

    assert (may_list, may_add, may_edit) == (role in STAFF, role in EDITORS, role in EDITORS)
    assert (Tavolo.objects.count(), Meeting.objects.count()) == (1, 1)
