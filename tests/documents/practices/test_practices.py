# SPDX-License-Identifier: AGPL-3.0-or-later
"""Good practices: pages, admin, search."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from documents.practices.models import Practice
from portal.core import roles
from portal.core.models import AuditEvent
from search.models import Refresh
from search.sources import source_of
from tests.factories.core import AreaFactory, StaffFactory, UserFactory, office
from tests.factories.library import DocumentFactory
from tests.factories.partners import MandateFactory, PartnerFactory
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db

WHO = ("anonymous", "citizen", "member", "other", "staff")
# page → answer for each of WHO, in that order
PERMISSIONS = {
    ("practices:list", None): (200, 200, 200, 200, 200),
    ("practices:detail", "pubblicata"): (200, 200, 200, 200, 200),
    ("practices:detail", "bozza"): (404, 404, 200, 404, 200),
    ("practices:detail", "inesistente"): (404, 404, 404, 404, 404),
}
COUNTS = {"anonymous": 1, "citizen": 1, "member": 2, "other": 1, "staff": 2}


@pytest.fixture
def people():
    mandate = MandateFactory()
    PracticeFactory(slug="pubblicata")
    PracticeFactory(slug="bozza", is_published=False, partner=mandate.partner)
    return {"citizen": UserFactory(), "member": mandate.user, "other": MandateFactory().user, "staff": StaffFactory()}


def titles_in(response):
    return [practice.title for practice in response.context["page"].object_list]


# THREATS: 1, 7
@pytest.mark.parametrize(("name", "slug"), PERMISSIONS)
def test_each_visitor_gets_the_answer_of_the_table(client, people, name, slug):
    answers = []
    for who in WHO:
        client.logout()
        if who != "anonymous":
            client.force_login(people[who])
        answers.append(client.get(reverse(name, args=[slug] if slug else [])).status_code)

    assert tuple(answers) == PERMISSIONS[name, slug]


# THREATS: 2, 14
@pytest.mark.parametrize("who", COUNTS)
def test_what_is_not_published_is_counted_only_for_staff_and_who_made_it(client, people, who):
    if who != "anonymous":
        client.force_login(people[who])

    assert client.get(reverse("practices:list")).context["page"].paginator.count == COUNTS[who]


def test_the_list_is_filtered_by_area_state_and_words(client):
    area = AreaFactory(slug="disabilita")
    found = PracticeFactory(title="Navetta per i turni", area=area, state="CONSOLIDATA")
    PracticeFactory(title="Navetta al mare", area=area, state="CONSOLIDATA", problem="Altro", activities="Altro")
    PracticeFactory(title="Navetta dei turni", state="CONSOLIDATA")
    PracticeFactory(title="Navetta a turni", area=area)

    response = client.get(
        reverse("practices:list"), {"testo": "navetta turni", "area": "disabilita", "stato": "CONSOLIDATA"}
    )

    assert titles_in(response) == [found.title]


# THREATS: 61, 62
@pytest.mark.parametrize("who", ["anonymous", "staff"])
def test_the_list_costs_the_same_however_long(client, who, django_assert_max_num_queries):
    office()
    if who == "staff":
        client.force_login(StaffFactory())
    costs = []
    for _ in range(2):
        for partner in PartnerFactory.create_batch(3):
            PracticeFactory(partner=partner, area=AreaFactory())
        client.get(reverse("practices:list"))
        with django_assert_max_num_queries(12) as asked:
            client.get(reverse("practices:list"))
        costs.append(len(asked))

    assert costs[0] == costs[1]


# THREATS: 6, 7
def test_a_page_names_neither_hidden_partners_nor_documents_of_others(client):
    hidden = PartnerFactory(name="Casa rifugio", is_public=False)
    practice = PracticeFactory(partner=hidden)
    practice.documents.set([DocumentFactory(title="Scheda"), DocumentFactory(title="Note interne", audience="staff")])

    pages = client.get(practice.url).content.decode() + client.get(reverse("practices:list")).content.decode()

    assert [word in pages for word in ("Scheda", "Note interne", "Casa rifugio")] == [True, False, False]


# THREATS: 33
def test_what_is_told_is_shown_as_text(client):
    attack = "<script>alert(1)</script>"
    practice = PracticeFactory(title=attack, problem=attack, lessons=attack, place=attack)

    for url in (practice.url, reverse("practices:list")):
        assert attack not in client.get(url).content.decode()


def test_a_practice_stands_on_the_page_of_its_partner(client):
    partner = PartnerFactory()
    PracticeFactory(title="La navetta", partner=partner)
    PracticeFactory(title="Ancora in bozza", partner=partner, is_published=False)

    page = client.get(partner.url).content.decode()

    assert ("La navetta" in page, "Ancora in bozza" in page) == (True, False)


def test_the_database_refuses_a_practice_that_ends_before_it_starts():
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeFactory(starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1))

    assert Practice.objects.count() == 0


def typed(**fields):
    return {"title": "La navetta", "state": "PILOTA", "problem": "I turni.", "activities": "Una navetta.", **fields}


# THREATS: 3
def test_publishing_and_withdrawing_are_recorded_and_told_to_the_search(client, settings):
    settings.IS_DEMO = True
    roles.install()
    drafter = StaffFactory(roles=[roles.DRAFTER])
    client.force_login(drafter)

    client.post(reverse("practices_admin:add"), typed(is_published="on"))
    practice = Practice.objects.get()
    client.post(reverse("practices_admin:edit", args=[practice.pk]), typed())

    events = AuditEvent.objects.filter(action__startswith="practice.").order_by("pk")
    assert list(events.values_list("action", "actor_id")) == [
        ("practice.published", drafter.pk),
        ("practice.withdrawn", drafter.pk),
    ]
    assert list(Refresh.objects.filter(kind="practice").order_by("pk").values_list("is_public", flat=True)) == [
        True,
        False,
    ]
    assert source_of("practice").titles(["navetta"], frozenset({"public"}), 5) == []


def test_a_practice_is_found_by_all_that_it_tells():
    practice = PracticeFactory(
        lessons="Serve un autista di riserva", partner=PartnerFactory(name="Il Filo"), area=AreaFactory(slug="anziani")
    )

    entry = source_of("practice").entry(practice.pk)

    assert (entry.areas, entry.tokens, entry.url) == (("anziani",), frozenset({"public"}), practice.url)
    assert ("autista" in entry.text, "Il Filo" in entry.text) == (True, True)


ROLES = {
    "anonymous": None,
    "citizen": (),
    "drafter": (roles.DRAFTER,),
    "moderator": (roles.MODERATOR,),
    "office": (roles.OFFICE,),
    "coordinator": (roles.COORDINATOR,),
    "administrator": (roles.ADMINISTRATOR,),
}
EDITORS = {"drafter", "office", "coordinator", "administrator"}


# THREATS: 9, 16
@pytest.mark.parametrize("role", ROLES)
def test_who_writes_texts_keeps_practices_and_nobody_deletes_them(client, settings, role):
    settings.IS_DEMO = True
    roles.install()
    practice = PracticeFactory()
    if role != "anonymous":
        client.force_login(UserFactory() if role == "citizen" else StaffFactory(roles=ROLES[role]))

    may_list = client.get(reverse("practices_admin:index")).status_code == 200
    may_edit = client.get(reverse("practices_admin:edit", args=[practice.pk])).status_code == 200
    client.post(reverse("practices_admin:delete", args=[practice.pk]))

    assert (may_list, may_edit) == (role not in {"anonymous", "citizen"}, role in EDITORS)
    assert Practice.objects.count() == 1
