# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows made once for all the tests of a module: as `TestCase.setUpTestData`, for fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rows(blocker) -> Iterator[None]:
    """Keep what is written inside until the end of a fixture of the module; then it was never there.

    Each test works in a savepoint of its own, and must have its own copy of what the fixture gives: `copy.deepcopy`.
    """
    with blocker.unblock():
        whole = transaction.atomic()
        whole._from_testcase = True  # as Django's own: a `durable` block inside is not refused
        whole.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)
