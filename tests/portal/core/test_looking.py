# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Vedi come»: the office looks as a reader, and only looks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.core import looking, roles
from portal.core.models import AuditEvent
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import MandateFactory, PartnerFactory
from tests.factories.practices import PracticeFactory
from tests.factories.tavoli import ReservedTavoloFactory

pytestmark = pytest.mark.django_db
PAGE = "/vedi-come/"


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


@pytest.fixture
def officer(client):
    roles.install()
    person = StaffFactory(roles=[roles.OFFICE])
    client.force_login(person)
    return person


def look(client, token):
    return client.post(PAGE, {"reader": token})


def test_a_citizen_does_not_see_what_staff_see_and_each_page_says_that_one_is_looking(client, officer):
    hidden = PartnerFactory(is_public=False)
    own = client.get(hidden.url).status_code

    look(client, looking.CITIZEN)
    as_citizen = client.get(hidden.url)
    page = client.get(reverse("partners:list"))

    assert (own, as_citizen.status_code) == (200, 404)
    assert ("Stai guardando come" in page.text, "Stai guardando come" in as_citizen.text) == (True, True)
    assert (page["Cache-Control"], "Gestione" in page.text) == ("private, no-store", False)


def test_as_a_partner_one_sees_its_pages_and_its_reserved_tavolo_and_nobody_elses(client, officer):
    mine, other = PartnerFactory(is_public=False), PartnerFactory(is_public=False)
    seated = PartnerFactory()
    ours, theirs = ReservedTavoloFactory(partners=[seated]), ReservedTavoloFactory()

    look(client, f"partner:{mine.pk}")
    as_mine = [client.get(partner.url).status_code for partner in (mine, other)]
    client.post(PAGE, {"step": "fine"})
    look(client, f"partner:{seated.pk}")
    tables = [client.get(tavolo.url).status_code for tavolo in (ours, theirs)]
    client.post(PAGE, {"step": "fine"})
    look(client, ours.token)
    as_member = [client.get(tavolo.url).status_code for tavolo in (ours, theirs)]

    assert (as_mine, tables, as_member) == ([200, 404], [200, 404], [200, 404])


# THREATS: 16
def test_nothing_can_be_sent_while_looking_and_the_admin_is_closed(client, officer):
    mandate = MandateFactory(user=officer)
    look(client, f"partner:{mandate.partner_id}")

    posted = client.post(reverse("partners:my_name", args=[mandate.partner.slug]), {"is_public": "on"})
    put = client.put("/")
    admin = client.get("/gestione/")
    admin_post = client.post("/gestione/partner/new/", {"name": "X"})

    mandate.refresh_from_db()
    assert (posted.status_code, put.status_code, admin_post.status_code) == (403, 403, 403)
    assert "Non è stato inviato niente" in posted.text
    assert (mandate.is_name_public, admin["Location"]) == (False, PAGE)


# THREATS: 7
def test_the_private_rooms_of_people_stay_closed(client, officer):
    partner = PartnerFactory()
    MandateFactory(partner=partner, role="RAPPRESENTANTE")
    draft = PracticeFactory(is_published=False, partner=partner)
    look(client, f"partner:{partner.pk}")

    people = client.get(reverse("partners:people", args=[partner.slug]))
    desk = client.get("/area-personale/")

    assert ("/login/" in people["Location"], "/login/" in desk["Location"]) == (True, True)
    assert client.get(draft.url).status_code == 200  # what a partner's people read with their token, and no more


def test_it_ends_with_one_click_and_both_ends_are_in_the_register(client, officer):
    look(client, looking.CITIZEN)
    client.post(PAGE, {"step": "fine"})

    assert client.get("/gestione/").status_code == 200
    deeds = AuditEvent.objects.filter(action__startswith="looking.").order_by("pk")
    assert list(deeds.values_list("action", "actor_id")) == [
        ("looking.began", officer.pk), ("looking.ended", officer.pk),
    ]  # fmt: skip


def test_it_ends_by_itself_and_when_the_right_is_gone(client, officer):
    look(client, looking.CITIZEN)
    session = client.session
    session[looking.SESSION_KEY] = {
        **session[looking.SESSION_KEY], "since": (timezone.now() - timedelta(hours=3)).isoformat(),
    }  # fmt: skip
    session.save()
    after_hours = client.get(reverse("partners:list")).text
    look(client, looking.CITIZEN)
    officer.groups.clear()
    roles.follow(officer)

    assert "Stai guardando come" not in after_hours
    assert "Stai guardando come" not in client.get(reverse("partners:list")).text
    assert AuditEvent.objects.filter(action="looking.ended").count() == 2


# THREATS: 10
def test_what_is_looked_at_is_not_kept_for_others(client, officer, settings, tmp_path):
    settings.COPIES_ENABLED, settings.COPIES_FILE = True, tmp_path / "stamp"
    look(client, looking.CITIZEN)
    client.get(reverse("partners:list"))
    client.logout()

    assert "Stai guardando come" not in client.get(reverse("partners:list")).text


def test_one_looks_only_as_a_reader_that_exists_and_never_as_staff(client, officer):
    wrong = [look(client, token).status_code for token in ("staff", "partner:99999", "tavolo:99999", "public", "")]

    assert wrong == [422] * 5
    assert "staff" not in looking.tokens_of("staff")


def test_citizens_and_delegates_have_no_such_page(client):
    client.force_login(UserFactory())
    citizen = [client.get(PAGE).status_code, look(client, looking.CITIZEN).status_code]
    client.force_login(MandateFactory().user)

    assert (citizen, client.get(PAGE).status_code) == ([404, 404], 404)
