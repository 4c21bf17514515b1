# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every test here may comment the things of a policy of its own."""

import pytest
from django.core.cache import cache

from portal.comments import scopes, targets
from portal.core import roles
from tests.factories.comments import KIND, Shelf, TestPolicy
from tests.factories.responses import TestScopes
from tests.portal.comments.test_moderation import staff


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


@pytest.fixture
def clerk(client, settings):
    """Somebody of the office, signed in, who types in what came by other doors."""
    settings.IS_DEMO = True
    person = staff(roles.OFFICE)
    client.force_login(person)
    return person


@pytest.fixture
def calendar(monkeypatch, target):
    """The dates of the consultation, whose parts staff choose among."""
    mine = TestScopes()
    monkeypatch.setattr(scopes, "_policies", [mine])
    monkeypatch.setattr(targets, "_catalogues", [Shelf(target)])
    return mine
