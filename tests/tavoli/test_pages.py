# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of the tavoli."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.enums import PartnerKind
from tavoli import queries
from tavoli.enums import TavoloState, Visibility
from tavoli.models import TavoloSeat
from tests.factories.core import AreaFactory, StaffFactory, UserFactory, office
from tests.factories.library import DocumentFactory
from tests.factories.partners import MandateFactory, PartnerFactory
from tests.factories.tavoli import MeetingFactory, MinutesFactory, ReservedTavoloFactory, TavoloFactory

pytestmark = pytest.mark.django_db
PUBLIC = frozenset({"public"})


def names_in(response):
    return [tavolo.name for tavolo in response.context["page"].object_list]


def test_the_list_shows_tavoli_with_their_next_meeting_and_the_calendar(client):
    tavolo = TavoloFactory(name="Disabilità")
    later = MeetingFactory(tavolo=tavolo, starts_at=timezone.now() + timedelta(days=9))
    sooner = MeetingFactory(tavolo=tavolo, starts_at=timezone.now() + timedelta(days=2))
    MeetingFactory(tavolo=tavolo, starts_at=timezone.now() - timedelta(days=2))

    response = client.get(reverse("tavoli:list"))

    assert [one.next_at for one in response.context["page"].object_list] == [sooner.starts_at]
    assert response.context["calendar"] == [sooner, later]


def test_closed_tavoli_are_listed_only_when_asked_for_and_stay_readable(client):
    TavoloFactory(name="Aperto")
    closed = TavoloFactory(name="Chiuso", state=TavoloState.CLOSED)
    MeetingFactory(tavolo=closed)

    assert names_in(client.get(reverse("tavoli:list"))) == ["Aperto"]
    assert names_in(client.get(reverse("tavoli:list"), {"stato": "CHIUSO"})) == ["Chiuso"]
    assert client.get(closed.url).status_code == 200
    assert queries.upcoming_meetings(PUBLIC, timezone.now(), 5) == []


def test_the_list_is_filtered_by_kind_area_and_words(client):
    area = AreaFactory(slug="disabilita")
    found = TavoloFactory(name="Trasporto e mensa", area=area, kind="TECNICO")
    TavoloFactory(name="Trasporto", area=area)
    TavoloFactory(name="Trasporto urbano", kind="TECNICO")
    TavoloFactory(name="Mensa", area=area, kind="TECNICO")

    response = client.get(reverse("tavoli:list"), {"testo": "mensa trasporto", "area": "disabilita", "tipo": "TECNICO"})

    assert names_in(response) == [found.name]


# THREATS: 61, 62
@pytest.mark.parametrize("who", ["anonymous", "member"])
def test_the_list_costs_the_same_however_long(client, who, django_assert_max_num_queries):
    office()
    if who == "member":
        mandate = MandateFactory()
        client.force_login(mandate.user)
    area, costs = AreaFactory(), []
    for _ in range(2):
        for tavolo in TavoloFactory.create_batch(3, area=area, partners=PartnerFactory.create_batch(2)):
            MeetingFactory(tavolo=tavolo)
        client.get(reverse("tavoli:list"))
        with django_assert_max_num_queries(14) as asked:
            client.get(reverse("tavoli:list"))
        costs.append(len(asked))

    assert costs[0] == costs[1]


# THREATS: 61
def test_a_tavolo_costs_the_same_with_more_seats_meetings_and_verbali(client, django_assert_max_num_queries):
    office()
    tavolo, costs = TavoloFactory(), []
    for _ in range(2):
        for partner in PartnerFactory.create_batch(3):
            TavoloSeat.objects.create(tavolo=tavolo, partner=partner)
            past = MeetingFactory(tavolo=tavolo, starts_at=timezone.now() - timedelta(days=30))
            MinutesFactory(meeting=past, document=DocumentFactory())
        client.get(tavolo.url)
        with django_assert_max_num_queries(20) as asked:
            client.get(tavolo.url)
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_the_page_shows_who_sits_by_side_and_the_seats_kept_for_users():
    school = PartnerFactory(name="Scuola", kind=PartnerKind.SCHOOL)
    association = PartnerFactory(name="Filo", kind=PartnerKind.ETS)
    families = PartnerFactory(name="Familiari", kind=PartnerKind.USERS_ORGANISATION)
    tavolo = TavoloFactory(partners=[school, association])
    TavoloSeat.objects.create(tavolo=tavolo, partner=families, is_for_users=True)
    TavoloSeat.objects.create(tavolo=tavolo, is_for_users=True)

    seats = queries.seats_of(tavolo, audience=PUBLIC)

    assert (seats.institutional, seats.others, seats.users_organisations, seats.waiting) == (
        [school], [association], [families], 1,
    )  # fmt: skip
    assert seats.is_one_sided is False


# THREATS: 7
def test_a_hidden_partner_is_not_named_among_those_who_sit(client):
    hidden = PartnerFactory(name="Casa rifugio", is_public=False)
    tavolo = TavoloFactory(partners=[hidden])

    assert "Casa rifugio" not in client.get(tavolo.url).content.decode()
    client.force_login(StaffFactory())
    assert "Casa rifugio" in client.get(tavolo.url).content.decode()


def test_only_members_see_agenda_and_place_where_only_the_verbali_are_public(client):
    partner = PartnerFactory()
    tavolo = TavoloFactory(visibility=Visibility.MINUTES, partners=[partner])
    MeetingFactory(tavolo=tavolo, place="Sala rossa", agenda="La scheda sul trasporto")
    member = MandateFactory(partner=partner).user
    seen = []

    for user in (None, UserFactory(), member, StaffFactory()):
        client.logout()
        if user:
            client.force_login(user)
        page = client.get(tavolo.url).content.decode()
        seen.append(("Sala rossa" in page, "La scheda sul trasporto" in page))

    assert seen == [(False, False), (False, False), (True, True), (True, True)]


# THREATS: 6
def test_a_verbale_is_named_only_to_who_may_open_the_document(client):
    tavolo = TavoloFactory()
    past = MeetingFactory(tavolo=tavolo, starts_at=timezone.now() - timedelta(days=3))
    MinutesFactory(meeting=past, document=DocumentFactory(title="Verbale aperto"))
    MinutesFactory(meeting=past, document=DocumentFactory(title="Verbale riservato", audience=tavolo.token))

    page = client.get(tavolo.url).content.decode()

    assert ("Verbale aperto" in page, "Verbale riservato" in page) == (True, False)


def test_documents_kept_for_a_tavolo_stand_on_its_page_for_members_only(client):
    partner = PartnerFactory()
    tavolo = TavoloFactory(partners=[partner])
    DocumentFactory(title="Bozza interna", audience=tavolo.token)
    before = client.get(tavolo.url).content.decode()
    client.force_login(MandateFactory(partner=partner).user)

    assert ("Bozza interna" in before, "Bozza interna" in client.get(tavolo.url).content.decode()) == (False, True)


# THREATS: 33
def test_what_is_written_about_a_tavolo_is_shown_as_text(client):
    attack = "<script>alert(1)</script>"
    tavolo = TavoloFactory(name=attack, purpose=attack, how_to_join=attack)
    MeetingFactory(tavolo=tavolo, place=attack, agenda=attack, notes=attack)

    for url in (tavolo.url, reverse("tavoli:list")):
        assert attack not in client.get(url).content.decode()


# THREATS: 1, 2, 14
def test_a_reserved_tavolo_leaves_no_trace_for_others(client):
    partner = PartnerFactory()
    tavolo = ReservedTavoloFactory(name="Violenza di genere", area=AreaFactory(slug="violenza"), partners=[partner])
    MeetingFactory(tavolo=tavolo)
    pages = [reverse("tavoli:list"), reverse("tavoli:list") + "?testo=violenza", partner.url, "/distretto/"]

    for user in (None, UserFactory(), MandateFactory().user):
        client.logout()
        if user:
            client.force_login(user)
        assert client.get(tavolo.url).status_code == 404
        assert [tavolo.name in client.get(url).content.decode() for url in pages] == [False] * 4
        assert client.get(pages[0]).context["page"].paginator.count == 0
    assert queries.upcoming_meetings(PUBLIC, timezone.now(), 5) == []


def test_members_and_staff_meet_the_reserved_tavolo_everywhere(client):
    partner = PartnerFactory()
    tavolo = ReservedTavoloFactory(name="Violenza di genere", partners=[partner])
    meeting = MeetingFactory(tavolo=tavolo)

    for user in (MandateFactory(partner=partner).user, StaffFactory()):
        client.force_login(user)
        pages = [tavolo.url, reverse("tavoli:list"), partner.url, "/distretto/"]
        assert [tavolo.name in client.get(url).content.decode() for url in pages] == [True] * 4
        assert 'name="robots" content="noindex"' in client.get(tavolo.url).content.decode()
    assert queries.upcoming_meetings(frozenset({tavolo.token}), timezone.now(), 5) == [meeting]
