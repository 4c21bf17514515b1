# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of the register."""

import pytest
from django.urls import reverse

from partners.enums import PartnerKind, PartnerState
from tests.factories.core import AreaFactory, StaffFactory, UserFactory, office
from tests.factories.partners import MandateFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def names_in(response):
    return [partner.name for partner in response.context["page"].object_list]


def test_the_list_shows_public_partners_by_name_and_counts_them(client):
    PartnerFactory(name="Orto Grande")
    PartnerFactory(name="Il Filo di Lana")
    PartnerFactory(name="Nascosta", is_public=False)
    PartnerFactory(name="Uscita", state=PartnerState.CEASED)

    response = client.get(reverse("partners:list"))

    assert names_in(response) == ["Il Filo di Lana", "Orto Grande"]
    assert "2 organizzazioni" in response.content.decode()


def test_the_list_is_filtered_by_kind_area_and_words(client):
    disability = AreaFactory(name="Disabilità", slug="disabilita")
    found = PartnerFactory(name="Il Filo", kind=PartnerKind.ETS, areas=[disability], what_it_does="Trasporto e svago")
    PartnerFactory(name="Altra", kind=PartnerKind.ETS, what_it_does="Trasporto e svago")
    PartnerFactory(name="Terza", kind=PartnerKind.SCHOOL, areas=[disability], what_it_does="Trasporto e svago")
    PartnerFactory(name="Quarta", kind=PartnerKind.ETS, areas=[disability], what_it_does="Canto")

    response = client.get(reverse("partners:list"), {"testo": "svago trasporto", "tipo": "ETS", "area": "disabilita"})

    assert names_in(response) == [found.name]
    assert [label for label, _ in response.context["chips"]] == [
        "Cerca nel registro: «svago trasporto»",
        "Tipo di organizzazione: Ente del Terzo settore",
        "Area di intervento: Disabilità",
    ]
    assert response.context["chips"][1][1] == "/partner/?testo=svago+trasporto&area=disabilita"


# THREATS: 8, 36
@pytest.mark.parametrize(
    "query",
    [
        {"tipo": "INESISTENTE"},
        {"fiscal_code__contains": "0"},
        {"user__password": "x", "order": "user__password"},
        {"page": "99999999999999999999"},
        {"page": "-1", "per_page": "100000"},
        {"_connector": "OR"},
    ],
)
def test_filters_that_do_not_exist_change_nothing(client, query):
    partner = PartnerFactory()

    response = client.get(reverse("partners:list"), query)

    assert (response.status_code, names_in(response)) == (200, [partner.name])


# THREATS: 61, 62
@pytest.mark.parametrize("who", ["anonymous", "staff"])
def test_the_list_costs_the_same_however_long(client, who, django_assert_max_num_queries):
    if who == "staff":
        client.force_login(StaffFactory())
    office()
    areas = AreaFactory.create_batch(3)
    costs = []
    for _ in range(2):
        PartnerFactory.create_batch(8, areas=areas)
        client.get(reverse("partners:list"))
        with django_assert_max_num_queries(12) as asked:
            client.get(reverse("partners:list"))
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_the_page_says_what_it_does_where_and_how_to_reach_it(client):
    partner = PartnerFactory(
        name="Il Filo di Lana",
        website="https://filodilana.example/",
        email="info@filodilana.example",
        for_whom="Persone con disabilità e chi sta loro vicino.",
    )

    page = client.get(partner.url).content.decode()

    assert '<a href="https://filodilana.example/" rel="nofollow ugc noopener">' in page
    assert "Persone con disabilità e chi sta loro vicino." in page
    assert "mailto:info@filodilana.example" in page


# THREATS: 8
def test_the_people_of_a_partner_are_not_on_its_page_unless_they_say_so(client):
    partner = PartnerFactory()
    shown = MandateFactory(partner=partner, is_name_public=True)
    hidden = MandateFactory(partner=partner)
    gone = MandateFactory(partner=partner, is_name_public=True, user=UserFactory(is_active=False))

    page = client.get(partner.url).content.decode()

    assert [one.user.last_name in page for one in (shown, hidden, gone)] == [True, False, False]
    assert [one.user.email in page for one in (shown, hidden, gone)] == [False, False, False]


def test_a_partner_that_left_keeps_its_page_and_leaves_the_list(client):
    partner = PartnerFactory(state=PartnerState.CEASED)

    assert client.get(partner.url).status_code == 200
    assert names_in(client.get(reverse("partners:list"))) == []


def test_a_person_chooses_to_show_the_own_name(client):
    mandate = MandateFactory()
    client.force_login(mandate.user)
    url = reverse("partners:my_name", args=[mandate.partner.slug])
    assert client.get(url).status_code == 200

    response = client.post(url, {"is_public": "on"})

    assert response.url == mandate.partner.url
    assert mandate.user.last_name in client.get(mandate.partner.url).content.decode()


# THREATS: 18, 19
def test_who_does_not_act_for_a_partner_cannot_put_a_name_on_its_page(client):
    mandate, other = MandateFactory(), MandateFactory()
    client.force_login(other.user)

    response = client.post(
        reverse("partners:my_name", args=[mandate.partner.slug]), {"is_public": "on", "user": mandate.user_id}
    )

    mandate.refresh_from_db()
    assert (response.status_code, mandate.is_name_public) == (403, False)


# THREATS: 14
def test_the_distretto_counts_only_public_partners_that_belong(client):
    PartnerFactory(kind=PartnerKind.MUNICIPALITY)
    PartnerFactory.create_batch(2, kind=PartnerKind.ETS)
    PartnerFactory(is_public=False)
    PartnerFactory(state=PartnerState.SUSPENDED)

    response = client.get(reverse("partners:distretto"))

    assert (response.context["total"], response.context["institutional"]) == (3, 1)
    assert [(count.label, count.total) for count in response.context["counts"]] == [
        ("Comune", 1),
        ("Ente del Terzo settore", 2),
    ]


def test_the_distretto_tells_the_contacts_of_this_office(client):
    office(office_name="Ufficio di Piano di Montechiaro", pec="piano@pec.montechiaro.example")

    page = client.get(reverse("partners:distretto")).content.decode()

    assert "Ufficio di Piano di Montechiaro" in page
    assert "piano@pec.montechiaro.example" in page


# THREATS: 33
def test_names_and_words_of_partners_are_shown_as_text(client):
    partner = PartnerFactory(name="<script>alert(1)</script>", what_it_does='"><img src=x onerror=alert(1)>')

    for url in (partner.url, reverse("partners:list")):
        page = client.get(url).content.decode()
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
