# SPDX-License-Identifier: AGPL-3.0-or-later
"""The small portal of these tests, built once for each module."""

import copy

import pytest
from django.core.cache import cache

from tests.security import world as worlds


@pytest.fixture(scope="module")
def built(lasting_rows):
    """The portal as it was built: no test changes this copy."""
    with lasting_rows.unblock():
        return worlds.build()


@pytest.fixture
def world(built):
    """A portal with one of everything, and one person of each kind."""
    cache.clear()
    return copy.deepcopy(built)
