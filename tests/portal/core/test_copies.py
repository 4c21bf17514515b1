# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copies of pages: quick for strangers, never stale, never somebody else's."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core import copies
from portal.core.models import CopyOwed, CopyStamp
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


@pytest.fixture(autouse=True)
def copies_are_kept(settings, tmp_path):
    settings.COPIES_ENABLED = True
    settings.COPIES_FILE = tmp_path / "copies.stamp"


def register(client: Client, **extra):
    return client.get(reverse("partners:list"), **extra)


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        register(client)
    return len(captured)


def test_the_second_stranger_gets_a_copy_without_a_query(client):
    PartnerFactory()

    first = register(client)
    with CaptureQueriesContext(connection) as captured:
        second = register(client)

    assert len(captured) == 0
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert second["Content-Length"] == str(len(first.content))


def test_a_copy_is_forgotten_by_every_process_once_a_change_is_saved(client, django_capture_on_commit_callbacks):
    another_process = Client()
    PartnerFactory(name="Porta Aperta")
    register(client)
    register(another_process)

    with django_capture_on_commit_callbacks(execute=True):
        PartnerFactory(name="Filo di Lana")
        copies.forget()

    pages = [register(one).content.decode() for one in (client, another_process)]

    assert ["Filo di Lana" in page for page in pages] == [True, True]


def test_a_change_that_is_undone_forgets_nothing(client):
    register(client)
    before = copies.mark()

    with transaction.atomic():
        copies.forget()
        transaction.set_rollback(True)

    assert copies.mark() == before
    assert CopyOwed.objects.count() == 0


def test_what_a_dead_process_left_owed_is_paid_by_the_worker(client):
    register(client)
    before = copies.mark()
    CopyOwed.objects.create()

    with time_machine.travel(datetime.now(ROME) + timedelta(seconds=10)):
        paid = copies.settle()

    assert paid == 1
    assert CopyOwed.objects.count() == 0
    assert copies.mark() != before


def test_a_change_on_another_host_is_followed_by_the_worker_of_this_one():
    copies.settle()
    before = copies.mark()
    CopyStamp.objects.update_or_create(pk=1, defaults={"number": 41})

    copies.settle()

    assert copies.mark() != before


def test_a_page_made_while_something_changes_is_not_kept(client, django_capture_on_commit_callbacks):
    register(client)
    mark_before = copies.mark()

    with django_capture_on_commit_callbacks(execute=True):
        copies.forget()

    assert copies.mark() > mark_before
    assert queries_of(client) > 0


# THREATS: 10
def test_a_signed_in_page_is_never_given_to_strangers_nor_the_reverse(client):
    stranger = Client()
    stranger.handler = client.handler  # the same process
    register(stranger)
    client.force_login(StaffFactory(first_name="Teresa"))

    mine = register(client).content.decode()
    theirs = register(stranger).content.decode()

    assert mine != theirs
    assert "Teresa" not in theirs
    assert register(client)["Cache-Control"] == "private, no-store"


# THREATS: 10
@pytest.mark.parametrize("header", ["HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE"])
def test_a_request_that_asks_for_something_else_passes_by(client, header):
    register(client)

    with CaptureQueriesContext(connection) as captured:
        register(client, **{header: "true"})

    assert len(captured) > 0


# THREATS: 24
def test_the_host_is_part_of_the_name_of_a_copy_and_a_false_one_is_refused(client):
    register(client)

    answer = register(client, HTTP_HOST="maligno.example")

    assert answer.status_code == 400
    assert queries_of(client) == 0


def test_pages_with_a_form_to_post_are_not_kept(client):
    client.get(reverse("account_login"))

    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("account_login"))

    assert captured is not None
    assert "csrfmiddlewaretoken" in client.get(reverse("account_login")).content.decode()


def test_a_copy_ends_at_midnight_in_rome():
    evening = datetime(2026, 11, 23, 23, 40, tzinfo=ROME)

    assert copies.expires_at(evening) == datetime(2026, 11, 24, 0, 0, tzinfo=ROME)


def test_a_copy_ends_when_a_window_opens_or_closes():
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=ROME)
    closing = noon + timedelta(minutes=7)
    copies.register_instant(lambda moment: closing)
    try:
        assert copies.expires_at(noon) == closing
    finally:
        copies._instants.pop()


def test_a_copy_made_before_midnight_is_not_given_after(client):
    with time_machine.travel(datetime(2026, 11, 23, 23, 59, 58, tzinfo=ROME), tick=False):
        register(client)
        assert queries_of(client) == 0

    with time_machine.travel(datetime(2026, 11, 24, 0, 0, 1, tzinfo=ROME), tick=False):
        assert queries_of(client) > 0


def test_the_english_page_is_another_page(client):
    italian = register(client).content.decode()

    english = client.get("/en/partner/").content.decode()

    assert ('<html lang="it"' in italian, '<html lang="en"' in english) == (True, True)


def test_somebody_who_signs_out_gets_strangers_pages_again(client):
    client.force_login(UserFactory(first_name="Ugo"))
    register(client)
    client.logout()

    assert "Ugo" not in register(client).content.decode()
