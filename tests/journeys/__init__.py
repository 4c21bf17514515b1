# SPDX-License-Identifier: AGPL-3.0-or-later
"""Journeys: people who do something from beginning to end, in a real browser, on the real server."""

import pytest

pytest.register_assert_rewrite("tests.journeys.people")
