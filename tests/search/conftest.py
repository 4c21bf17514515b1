# SPDX-License-Identifier: AGPL-3.0-or-later
"""Both engines, each with an index of its own, and shelves of things to find."""

import os
import uuid

import pytest

from search import engines, queries, sources, sync
from tests.search.shelf import Shelf

CLUSTER_URL = os.environ.get("TEST_CLUSTER_URL", "http://127.0.0.1:9201")
BOTH = ["tantivy", pytest.param("cluster", marks=pytest.mark.cluster)]


@pytest.fixture(autouse=True)
def _fresh_start(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(sources, "_sources", {})
    settings.SEARCH_URL = ""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    sync.pause.end()
    queries._breaker.reset()


@pytest.fixture(params=BOTH)
def engine(request, settings, db):
    """The engine in use: every test that asks for it runs on both."""
    if request.param == "tantivy":
        yield engines.current()
        return
    settings.SEARCH_URL = f"{CLUSTER_URL}/prova-{uuid.uuid4().hex}"
    found = engines.current()
    yield found
    made = found.client.indices.get(index=f"{found.prefix}-*", allow_no_indices=True)
    if made:
        found.client.indices.delete(index=",".join(made))


@pytest.fixture
def shelf(db):
    """A registered shelf of books."""
    return shelve(Shelf())


@pytest.fixture
def acts(db):
    """A registered shelf of another kind."""
    return shelve(Shelf("atto", "Atti"))


def shelve(shelf):
    sources._sources[shelf.kind] = shelf
    return shelf
