# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address × every kind of person, asked by HTTP, against the table in `permissions.py`."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.core.models import AuditEvent
from tests.portal.addresses import every_address
from tests.portal.test_reading_changes_nothing import fingerprint
from tests.security import world as worlds
from tests.security.permissions import LIBRARY_FAMILIES, LIBRARY_LISTS, NEVER, NOBODY, OPEN, ROWS

pytestmark = pytest.mark.django_db

LETTERS = {200: "2", 403: "F", 404: "N", 405: "M", 409: "C", 422: "U", 503: "5"}
REFUSED = frozenset("FNMLR")
# Where everybody gets the same answer three kinds of people ask: nobody, somebody of another partner, staff.
SAME_FOR_ALL = frozenset({OPEN, NOBODY, NEVER})
THREE = ("anonymous", "delegate_b", "administrator")
# Words and pictures of Wagtail's own: nothing of the portal is in them.
HARMLESS = {"/gestione/jsi18n/", "/gestione/sprite/"}
OURS = ("portal.", "documents.", "tavoli.", "partners.")


def letter(response):
    """Return the answer as the table writes it."""
    if response.status_code != 302:
        return LETTERS.get(response.status_code, str(response.status_code))
    if "/login/" in response["Location"]:
        return "L"
    return "R" if response["Location"] == "/gestione/" else "3"


def ask(client, method, path):
    """Return the answer of an address; what a refused request changed would stay, anything else is undone."""
    with transaction.atomic():
        found = letter(getattr(client, method)(path, {"campo": "x"} if method == "post" else {}))
        if found not in REFUSED:
            transaction.set_rollback(True)
    return found


def sessions(people, names=worlds.VISITORS):
    """Return a browser for each visitor."""
    browsers = {name: Client(raise_request_exception=False) for name in names}
    for name, browser in browsers.items():
        if name != "anonymous":
            browser.force_login(people[name])
    return browsers


def answers(browsers, method, path, expected):
    """Return the answers in the form of the table; who need not be asked is taken as expected."""
    asked = THREE if expected in SAME_FOR_ALL else worlds.VISITORS
    wanted = dict(zip(worlds.VISITORS, expected.replace(" ", ""), strict=True))
    found = [ask(browsers[who], method, path) if who in asked else wanted[who] for who in worlds.VISITORS]
    return "".join(found[:5]) + " " + "".join(found[5:])


def is_ours(address):
    """Return whether a view of ours answers, under a name."""
    module = getattr(address.callback, "__module__", "")
    return module.startswith(OURS) and not address.name.endswith("None")


def family(address):
    """Return the family of an address that a library answers: its namespace, or the app that it comes from."""
    space = address.name.partition(":")[0] if ":" in address.name else ""
    return space or ".".join(getattr(address.callback, "__module__", "").split(".")[:2])


# THREATS: 16
def test_every_address_has_its_row():
    addresses = every_address()

    ours = {address.name for address in addresses if is_ours(address)}
    families = {family(address) for address in addresses if not is_ours(address)}

    assert ours == {row.name for row in ROWS}
    assert families == LIBRARY_FAMILIES


# THREATS: 4, 6, 16, 17
def test_each_person_gets_the_answer_of_the_table_and_what_is_refused_changes_nothing(world, settings):
    settings.IS_DEMO = True  # without asking for the second factor: what matters here is the role
    browsers = sessions(world.people)
    before, deeds = fingerprint(), AuditEvent.objects.count()

    differences = {}
    for row in ROWS:
        path = reverse(row.name, args=row.args(world) if row.args else [])
        for method, expected in (("get", row.get), ("post", row.post)):
            found = answers(browsers, method, path, expected)
            if found != expected:
                differences[f"{method} {row.name} {row.label}"] = (found, expected)

    assert differences == {}
    assert [label for label, digest in fingerprint().items() if digest != before[label]] == []
    assert AuditEvent.objects.count() == deeds


# THREATS: 16, 32
def test_the_addresses_of_the_admin_do_not_exist_for_who_is_not_of_the_office(world, settings):
    settings.IS_DEMO = True
    browsers = sessions(world.people, ("anonymous", "citizen"))

    found = {
        address.path: (ask(browsers["anonymous"], "get", address.path), ask(browsers["citizen"], "get", address.path))
        for address in every_address()
        if address.path.startswith("/gestione/") and not is_ours(address)
    }

    assert {path for path, pair in found.items() if pair[1] != "N"} == set()
    assert {path for path, pair in found.items() if pair[0] not in "LNM"} == HARMLESS


# THREATS: 9, 16
def test_the_lists_that_wagtail_keeps_open_to_the_roles_of_the_table(world, settings):
    settings.IS_DEMO = True
    browsers = sessions(world.people, tuple(worlds.STAFF))

    found = {
        name: "".join(ask(browser, "get", reverse(name)) for browser in browsers.values()) for name in LIBRARY_LISTS
    }

    assert found == LIBRARY_LISTS
