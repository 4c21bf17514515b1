# SPDX-License-Identifier: AGPL-3.0-or-later
"""«La mia area»: only one's own, and what cannot be undone asks again."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core import panels
from portal.core.models import AuditEvent, User
from portal.notifications import queries, sending, services
from portal.notifications.models import Notification
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

PAGES = ("home", "notices", "my_data", "download_page", "leave", "confirm")


def _told(person, number=1):
    for index in range(number):
        services.notify(
            recipients=[person],
            event="thing.happened",
            subject=f"Cosa {index}",
            url=f"/cose/{index}/",
            context={"n": index},
        )
    return list(Notification.objects.filter(recipient=person).order_by("pk"))


def _confirm(client, person):
    client.post(reverse("desk:send_code"), {"next": "/area-personale/dati/"})
    sending.send_urgent()
    code = re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE).group(1)
    return client.post(reverse("desk:confirm"), {"code": code, "next": "/area-personale/dati/"})


@pytest.fixture
def person(client):
    user = UserFactory(first_name="Zelinda", last_name="Canarini")
    client.force_login(user)
    return user


@pytest.mark.parametrize("name", PAGES)
def test_strangers_are_asked_to_sign_in(client, name):
    response = client.get(reverse(f"desk:{name}"))

    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_kept_by_anybody(client, person, name):
    _confirm(client, person)

    response = client.get(reverse(f"desk:{name}"))

    assert response.status_code == 200
    assert {"no-store", "private"} <= set(response["Cache-Control"].replace(" ", "").split(","))


def test_the_area_shows_notices_and_what_other_apps_have(client, person):
    _told(person, 4)

    @panels.register("desk")
    def maker(request, thing):
        return panels.Panel(title=f"Di {thing.first_name}", template="ui/empty.html", context={"message": "Eccomi"})

    try:
        content = client.get(reverse("desk:home")).content.decode()
    finally:
        panels._makers["desk"].remove(maker)

    assert "Di Zelinda" in content
    assert "4 avvisi da leggere" in content
    assert [f"Cosa {index}" in content for index in range(4)] == [False, True, True, True]


# THREATS: 7
def test_a_notice_of_somebody_else_does_not_exist(client, person):
    (notice,) = _told(UserFactory())

    response = client.post(reverse("desk:open_notice", args=[notice.pk]))

    assert response.status_code == 404
    assert Notification.objects.get().read_at is None


# THREATS: 20
def test_opening_a_notice_notes_that_it_was_read_and_reading_a_page_does_not(client, person):
    (notice,) = _told(person)

    by_get = client.get(reverse("desk:open_notice", args=[notice.pk])).status_code
    client.get(reverse("desk:notices"))
    before = queries.unread_count(person)
    response = client.post(reverse("desk:open_notice", args=[notice.pk]))

    assert (by_get, before, queries.unread_count(person)) == (405, 1, 0)
    assert response["Location"] == "/cose/0/"


def test_all_notices_are_read_at_once(client, person):
    _told(person, 3)

    client.post(reverse("desk:read_all"))

    assert queries.unread_count(person) == 0


# THREATS: 61
@pytest.mark.parametrize("number", [2, 18])
def test_the_list_of_notices_costs_the_same_however_long(client, person, number, django_assert_max_num_queries):
    _told(person, number)
    client.get(reverse("desk:notices"))

    with django_assert_max_num_queries(15):
        client.get(reverse("desk:notices"))


def test_one_changes_ones_names_and_how_one_is_told(client, person):
    client.post(reverse("desk:my_data"), {"first_name": "Ada", "last_name": "Viola", "language": "en"})
    person.refresh_from_db()

    assert (person.get_full_name(), person.language, queries.wants_mail(person)) == ("Ada Viola", "en", False)


# THREATS: 18
def test_nothing_else_can_be_changed_there(client, person):
    values = {"first_name": "A", "last_name": "B", "language": "it", "is_staff": "1", "email": "x@y.example"}
    client.post(reverse("desk:my_data"), values)
    changed = User.objects.get(pk=person.pk)

    assert (changed.is_staff, changed.email) == (False, person.email)


# THREATS: 12
@pytest.mark.parametrize("name", ["download_page", "download", "leave"])
def test_an_open_session_alone_gives_no_data_and_closes_nothing(client, person, name):
    response = client.post(reverse(f"desk:{name}"), {"is_sure": "on"})

    assert response.status_code in {302, 405}
    assert AuditEvent.objects.filter(action__in=["account.exported", "account.emptied"]).count() == 0


# THREATS: 12, 68
def test_who_confirms_gets_everything_of_theirs_and_nothing_of_others(client, person):
    other = UserFactory(first_name="Gelsomina", email="gelsomina@cittadini.example")
    _told(person)
    _told(other)
    _confirm(client, person)

    response = client.post(reverse("desk:download"))
    data = json.loads(response.content)

    assert response["Content-Disposition"] == 'attachment; filename="i-miei-dati.json"'
    assert data["account"]["email"] == person.email
    assert [notice["avviso"] for notice in data["avvisi"]] == ["Cosa 0"]
    assert "elsomina" not in response.content.decode()
    assert AuditEvent.objects.get(action="account.exported").actor_id == person.pk


# THREATS: 12
def test_the_proof_is_of_one_session_and_ends(client, person):
    _confirm(client, person)
    at_once = client.get(reverse("desk:leave")).status_code
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        later = client.get(reverse("desk:leave")).status_code

    assert (at_once, later) == (200, 302)


# THREATS: 12
def test_a_download_has_no_address_of_its_own(client, person):
    _confirm(client, person)

    assert client.get(reverse("desk:download")).status_code == 405


# THREATS: 67
def test_who_leaves_is_out_and_empty(client, person):
    _confirm(client, person)
    unsure = client.post(reverse("desk:leave"), {})

    response = client.post(reverse("desk:leave"), {"is_sure": "on"})
    left = User.objects.get(pk=person.pk)

    assert unsure.status_code == 422
    assert (response.status_code, response["Location"]) == (302, "/")
    assert (left.is_emptied, left.first_name) == (True, "")
    assert client.get(reverse("desk:home")).status_code == 302


def test_a_wrong_code_is_told_at_the_field(client, person):
    client.post(reverse("desk:send_code"))

    response = client.post(reverse("desk:confirm"), {"code": "000"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["code"]


# THREATS: 22
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_confirmation_leads_only_to_our_pages(client, person, target):
    client.post(reverse("desk:send_code"))
    sending.send_urgent()
    code = re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE).group(1)

    response = client.post(reverse("desk:confirm"), {"code": code, "next": target})

    assert response["Location"] == reverse("desk:home")


# THREATS: 21
def test_a_form_without_its_token_is_refused(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)

    answers = {client.post(reverse(f"desk:{name}")).status_code for name in ("read_all", "my_data", "send_code")}

    assert answers == {403}
