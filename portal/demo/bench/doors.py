# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much longer the doors of accounts take for an address that they know: nobody should learn it from a clock."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.core.models import User
from portal.demo.bench.measures import Row

MOST_MILLISECONDS = 15
ROUNDS = 80
WRONG = "una-password-sbagliata"


@dataclass(frozen=True, kw_only=True)
class Door:
    """A form that takes an address of e-mail: how the table calls it, its view, and what else is typed."""

    what: str
    view: str
    field: str = "email"
    password: str = ""


DOORS = (
    Door(what="iscriversi", view="account_signup"),
    Door(what="chiedere un codice per entrare", view="account_request_login_code"),
    Door(what="reimpostare la password", view="account_reset_password"),
    Door(what="entrare con una password sbagliata", view="account_login", field="login", password=WRONG),
)


def differences() -> list[Row]:
    """Ask each door in turns for a known and an unknown address; print the median difference of the pairs."""
    return [_row(door) for door in DOORS]


def _row(door: Door) -> Row:
    known: list[float] = []
    unknown: list[float] = []
    for number, email in enumerate(_members(ROUNDS)):
        pair = [(known, email), (unknown, f"mai-vista-{number}@misura.example")]
        for times, address in pair if number % 2 else reversed(pair):
            times.append(_seconds(lambda address=address: _post(door, address)))  # type: ignore[misc]
    ours, theirs = statistics.median(known[2:]) * 1000, statistics.median(unknown[2:]) * 1000
    apart = statistics.median(one - other for one, other in zip(known[2:], unknown[2:], strict=True)) * 1000
    return Row(
        what=f"{door.what}: indirizzo noto e ignoto, {ROUNDS - 2} volte l'uno accanto all'altro",
        measured=f"mediane {ours:.1f} e {theirs:.1f} ms; differenza mediana {apart:.1f} ms",
        wanted=f"al più {MOST_MILLISECONDS} ms",
        is_met=abs(apart) <= MOST_MILLISECONDS,
    )


def _members(many: int) -> Iterator[str]:
    """Give the addresses of people who can sign in with a password, over and over."""
    emails = [user.email for user in User.objects.filter(is_active=True).order_by("pk") if user.has_usable_password()]
    for number in range(many):
        yield emails[number % len(emails)]


def _seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes, of which nothing stays: neither rows nor what the rate limits counted."""
    cache.clear()
    with transaction.atomic():
        start = time.perf_counter()
        action()
        taken = time.perf_counter() - start
        transaction.set_rollback(True)
    return taken


def _post(door: Door, email: str) -> object:
    """Send the form.

    :raises RuntimeError: it was refused, which takes less than doing what it is for.
    """
    typed = {door.field: email} | ({"password": door.password} if door.password else {})
    response = Client().post(reverse(door.view), typed, headers={"host": "localhost"})
    if response.status_code not in {200, 302}:
        raise RuntimeError(f"{door.view}: {response.status_code}")
    return response
