# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two copies of the demo site (one to read, one to write in), and people with a browser each."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import migrated
from tests.journeys import house
from tests.journeys.people import Crowd


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory, kept_database: Path) -> Path:
    """The demo as it is loaded, served by nobody. Who writes journeys prepares it once: `JOURNEYS_PREPARED=folder`.

    Of several processes of one run, the first prepares it and the others wait for it.
    """
    if ready := os.environ.get("JOURNEYS_PREPARED"):
        return Path(ready)
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "prepared.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (shared / "prepared").exists():
            unfinished = Path(tempfile.mkdtemp(dir=shared))
            migrated.fetch(kept_database, unfinished / "portal.sqlite3")  # half a minute less, if another test made it
            house.prepare(unfinished)
            unfinished.rename(shared / "prepared")
    return shared / "prepared"


@pytest.fixture(scope="session")
def quiet_site(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[house.Site]:
    """The demo as it is loaded: nobody publishes anything here."""
    site = house.copy_of(prepared_folder, tmp_path_factory.mktemp("quiet") / "var")
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def busy_site(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[house.Site]:
    """The demo where journeys write; each on things of its own."""
    site = house.copy_of(prepared_folder, tmp_path_factory.mktemp("busy") / "var")
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def quiet_logins() -> dict[str, str]:
    return {}


@pytest.fixture(scope="session")
def busy_logins() -> dict[str, str]:
    return {}


@pytest.fixture
def readers(browser: Browser, quiet_site: house.Site, quiet_logins: dict) -> Iterator[Crowd]:
    """People who visit the quiet site; at the end, nothing may have gone wrong in their browsers."""
    crowd = Crowd(browser, quiet_site, quiet_logins)
    yield crowd
    crowd.go_home()


@pytest.fixture
def people(browser: Browser, busy_site: house.Site, busy_logins: dict) -> Iterator[Crowd]:
    """People who write in the busy site; at the end, nothing may have gone wrong in their browsers."""
    crowd = Crowd(browser, busy_site, busy_logins)
    yield crowd
    crowd.go_home()
