# SPDX-License-Identifier: AGPL-3.0-or-later
"""The filters of the register: each narrows, and each choice says how many it leaves."""

import csv
import io
import json

import pytest
from django.urls import reverse

from partners.enums import PartnerKind, RuntsSection
from partners.models import ServiceType, TargetGroup
from tests.factories.core import AreaFactory, StaffFactory, office
from tests.factories.partners import MandateFactory, PartnerFactory, PlaceFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    """Three partners that differ in everything, one of them seen by nobody."""
    area = AreaFactory(name="Disabilità", slug="disabilita")
    transport, target = ServiceType.objects.get(slug="trasporto"), TargetGroup.objects.get(slug="caregiver")
    filo = PartnerFactory(name="Filo", runts_section=RuntsSection.APS, areas=[area], municipality="Roccalvana")
    filo.target_groups.set([target])
    ServiceFactory(partner=filo, service_type=transport, name="Pulmino")
    ServiceFactory(partner=filo, service_type=transport, name="Taxi sociale")
    PlaceFactory(partner=filo, municipality="Pietrasola")
    PlaceFactory(partner=filo, municipality="Roccalvana")
    PartnerFactory(name="Scuola", kind=PartnerKind.SCHOOL, municipality="Pietrasola")
    hidden = PartnerFactory(
        name="Nascosta", is_public=False, kind=PartnerKind.ENTERPRISE, municipality="Altrove", areas=[area],
        email="segreto@nascosta.example", latitude="40.6", longitude="15.8",
    )  # fmt: skip
    ServiceFactory(partner=hidden, service_type=transport)
    PlaceFactory(partner=hidden, municipality="Altrove")
    return filo


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"sezione": "APS"}, ["Filo"]),
        ({"destinatari": "caregiver"}, ["Filo"]),
        ({"servizio": "trasporto"}, ["Filo"]),
        ({"territorio": "Pietrasola"}, ["Filo", "Scuola"]),
        ({"territorio": "Altrove"}, []),
        ({"testo": "pulmino"}, ["Filo"]),
        ({"tipo": "SCUOLA", "territorio": "Roccalvana"}, []),
    ],
)
def test_each_filter_keeps_who_answers_to_it(client, town, chosen, names):
    response = client.get(reverse("partners:list"), chosen)

    assert [partner.name for partner in response.context["page"].object_list] == names


# THREATS: 2, 8, 14
def test_choices_count_only_what_the_visitor_may_read(client, town):
    form = client.get(reverse("partners:list")).context["form"]

    assert [label for _key, label in form.fields["territorio"].choices][1:] == ["Pietrasola (2)", "Roccalvana (1)"]
    assert [label for _key, label in form.fields["area"].choices][1:] == ["Disabilità (1)"]
    assert [label for _key, label in form.fields["servizio"].choices][1:] == ["Trasporto e accompagnamento (1)"]
    assert [label for _key, label in form.fields["tipo"].choices][1:] == ["Scuola (1)", "Ente del Terzo settore (1)"]


def test_staff_and_the_people_of_a_hidden_partner_count_it(client, town):
    client.force_login(StaffFactory())

    form = client.get(reverse("partners:list")).context["form"]

    assert ("Altrove", "Altrove (1)") in form.fields["territorio"].choices


# THREATS: 8
@pytest.mark.parametrize("order", ["user__password", "-email", "fiscal_code"])
def test_an_order_that_is_not_offered_is_left_out(client, town, order):
    response = client.get(reverse("partners:list"), {"ordine": order})

    assert [partner.name for partner in response.context["page"].object_list] == ["Filo", "Scuola"]


# THREATS: 61, 62
@pytest.mark.parametrize("who", ["anonymous", "member", "staff"])
@pytest.mark.parametrize("name", ["partners:list", "partners:map"])
def test_list_and_map_cost_the_same_with_few_partners_and_with_many(client, who, name, django_assert_max_num_queries):
    office()
    areas, target = AreaFactory.create_batch(3), TargetGroup.objects.get(slug="anziani")
    if who != "anonymous":
        client.force_login(StaffFactory() if who == "staff" else MandateFactory().user)
    costs = []
    for _ in range(2):
        for partner in PartnerFactory.create_batch(15, areas=areas, latitude="40.6", longitude="15.8"):
            partner.target_groups.set([target])
            PlaceFactory(partner=partner)
            ServiceFactory(partner=partner, area=areas[0])
        client.get(reverse(name))
        with django_assert_max_num_queries(12) as asked:
            client.get(reverse(name), {"area": areas[0].slug, "testo": "sportello"})
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_the_map_and_its_list_say_the_same_places(client, town):
    response = client.get(reverse("partners:map"))

    listed = [
        (place.partner_name, place.municipality) for _town, rows in response.context["towns"] for _n, place in rows
    ]
    marked = [(place.partner_name, place.municipality) for mark in response.context["marks"] for place in mark.places]
    assert sorted(listed) == sorted(marked) == [("Filo", "Pietrasola"), ("Filo", "Roccalvana")]
    assert "Nascosta" not in response.content.decode()


# THREATS: 38, 62
def test_the_csv_gives_what_is_public_and_computes_nothing(client, town):
    town.name = "=HYPERLINK(1)"
    town.save()
    client.force_login(StaffFactory())

    body = b"".join(client.get(reverse("partners:csv")).streaming_content).decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(body), delimiter=";"))
    assert [row["denominazione"] for row in rows] == ["'=HYPERLINK(1)", "Scuola"]
    assert rows[0]["servizi"] == "Pulmino | Taxi sociale"
    assert "segreto@nascosta.example" not in body


def test_the_json_has_the_same_fields_and_keeps_the_filters(client, town):
    body = b"".join(client.get(reverse("partners:json"), {"sezione": "APS"}).streaming_content)

    found = json.loads(body)
    assert [partner["denominazione"] for partner in found["partner"]] == ["Filo"]
    assert list(found["partner"][0]) == found["colonne"]
    assert found["partner"][0]["luoghi"][0]["comune"] == "Pietrasola"


def test_an_address_left_behind_leads_to_the_page_of_today(client):
    from partners import services

    partner = PartnerFactory(slug="prima")
    partner.slug = "dopo"
    services.save_partner(partner=partner, areas=[], by=None)

    response = client.get("/partner/prima/")

    assert (response.status_code, response["Location"]) == (301, "/partner/dopo/")
