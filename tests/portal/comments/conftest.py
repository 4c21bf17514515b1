# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every test here may comment the things of a policy of its own."""

import pytest
from django.core.cache import cache

from portal.comments import targets
from tests.factories.comments import KIND, TestPolicy


@pytest.fixture
def policy(monkeypatch):
    """The policy of paragraphs, for the length of a test."""
    mine = TestPolicy()
    monkeypatch.setitem(targets._policies, KIND, mine)
    return mine


@pytest.fixture
def target(policy):
    """A paragraph that may be commented."""
    return policy.add()


@pytest.fixture(autouse=True)
def _no_limits_from_before(db):
    cache.clear()
