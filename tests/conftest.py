# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every test may lean on, and what is skipped, aloud, on a machine that lacks something."""

import os
import shutil
import urllib.error
import urllib.request
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings
from wagtail.signal_handlers import disable_reference_index_auto_update

from portal.core import triggers
from tests import lasting, migrated

# Playwright keeps an event loop in the thread of the test; Django would refuse its own database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# How long something takes is measured by `make bench`; a busy machine is no failure.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CLUSTER_URL = os.environ.get("TEST_CLUSTER_URL", "http://127.0.0.1:9201")

NO_CHROMIUM = "Chromium non c'è (pacchetto chromium-headless-shell, o chromium)"
NO_POSTGRESQL = "la banca dati delle prove non è PostgreSQL (DATABASE_URL)"
NO_CLUSTER = "nessun OpenSearch o Elasticsearch risponde (TEST_CLUSTER_URL; .ci/opensearch ne avvia uno)"


@cache
def chromium() -> str | None:
    """Return where Chromium is, or None."""
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


@cache
def does_the_cluster_answer() -> bool:
    """Return whether a search engine answers where the tests expect it."""
    try:
        with urllib.request.urlopen(CLUSTER_URL, timeout=2):
            return True
    except (OSError, urllib.error.URLError):
        return False


def pytest_collection_modifyitems(items):
    reasons = {
        "journey": (lambda: chromium() is not None, NO_CHROMIUM),
        "postgresql": (lambda: connection.vendor == "postgresql", NO_POSTGRESQL),
        "cluster": (does_the_cluster_answer, NO_CLUSTER),
    }
    for item in items:
        for mark, (is_there, reason) in reasons.items():
            if item.get_closest_marker(mark) and not is_there():
                item.add_marker(pytest.mark.skip(reason=reason))
        if item.get_closest_marker("cluster"):
            item.add_marker(pytest.mark.xdist_group("cluster"))  # one engine: its tests take turns


def pytest_terminal_summary(terminalreporter):
    known = (NO_CHROMIUM, NO_POSTGRESQL, NO_CLUSTER)
    skipped = Counter(
        reason
        for report in terminalreporter.stats.get("skipped", [])
        for reason in known
        if reason in str(report.longrepr)
    )
    for reason, count in skipped.items():
        terminalreporter.write_line(f"Saltate {count} prove: {reason}.")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's Chromium, as root and without asking anything of the outside."""
    return {
        "executable_path": chromium(),
        "headless": True,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session", autouse=True)
def _without_the_reference_index():
    """Wagtail's index of what refers to what: a third of the cost of every page saved, and no test asks it."""
    with disable_reference_index_auto_update():
        yield


@pytest.fixture(autouse=True)
def _empty_page_copies():
    """Page copies live in the process: no test finds those of another."""
    caches["copies"].clear()


@pytest.fixture(autouse=True)
def _italian_again():
    """A page asked in English leaves its language behind in the thread: no test finds that of another."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def kept_database(request):
    """Where the migrated database is kept between runs, for this very set of migrations."""
    return request.config.cache.mkdir("database") / f"{migrated.key()}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, kept_database):
    """Whether the tests begin with the database of an earlier run (SQLite only): then nothing is left to migrate."""
    name = connection.settings_dict["TEST"]["NAME"]
    return connection.vendor == "sqlite" and migrated.fetch(kept_database, Path(name))


@pytest.fixture(scope="module")
def lasting_rows(django_db_setup, django_db_blocker):
    """Let a fixture of the module write rows that all its tests find."""
    with lasting.rows(django_db_blocker):
        yield django_db_blocker


_first_rows = []  # not on the connection, as Django does: a test with a browser has another connection


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, django_db_keepdb, kept_database):
    """The database as the migrations leave it, its rows kept aside."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and not django_db_keepdb:
            migrated.keep(kept_database)
        _first_rows.append(connection.creation.serialize_db_to_string())


_empty_every_table = TransactionTestCase._fixture_teardown


def _empty_every_table_and_give_back_the_first_rows(self):
    """`flush` deletes every row: those that the database protects, and those that the migrations wrote.

    The tests that come next, in whatever order the processes take them, find the migrations' rows as they were.
    """
    self.serialized_rollback = True  # flush then leaves the content types to the rows that come back
    ContentType.objects.get_for_models(*apps.get_models())  # remembered, so that no signal makes them before
    connection._test_serialized_contents = _first_rows[-1]
    with triggers.suspended():
        _empty_every_table(self)
    connection.creation.deserialize_db_from_string(_first_rows[-1])


TransactionTestCase._fixture_teardown = _empty_every_table_and_give_back_the_first_rows
