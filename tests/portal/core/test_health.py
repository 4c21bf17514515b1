# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a supervisor asks, and what it is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.core import health, worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_our_checks(monkeypatch):
    monkeypatch.setattr(health, "_checks", {})


def _beat(*, seconds_ago=0):
    for loop in ("mail", "chores", "tasks"):
        worker.beat(loop, moment=timezone.now() - timedelta(seconds=seconds_ago))


def test_alive_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("core:healthz"))

    assert (response.status_code, response.json()) == (200, {"alive": True})


def test_ready_when_database_migrations_and_worker_answer(client):
    _beat()

    response = client.get(reverse("core:readyz"))

    assert (response.status_code, response.json()) == (
        200,
        {"ready": True, "database": "ok", "migrations": "ok", "worker": "ok"},
    )


def test_not_ready_while_the_worker_is_silent(client):
    _beat(seconds_ago=300)

    response = client.get(reverse("core:readyz"))

    assert (response.status_code, response.json()["worker"]) == (503, "last seen 300 seconds ago")


def test_not_ready_when_the_worker_never_ran(client):
    response = client.get(reverse("core:readyz"))

    assert (response.status_code, response.json()["worker"]) == (503, "never seen")


def test_an_error_is_told_without_its_text(client):
    def broken(moment):
        raise OSError("elastic://portale:canarino@motore.example")

    health.register("index", broken)
    _beat()

    response = client.get(reverse("core:readyz"))

    assert (response.status_code, response.json()["index"]) == (503, "does not answer")
    assert "canarino" not in response.text


@pytest.mark.parametrize("name", ["core:healthz", "core:readyz"])
def test_answers_are_never_kept_and_posts_are_refused(client, name):
    assert "no-store" in client.get(reverse(name))["Cache-Control"]
    assert client.post(reverse(name)).status_code == 405
