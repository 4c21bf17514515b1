# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bundles of letters, for who enters them."""

from __future__ import annotations

from portal.comments.models import PaperBatch
from portal.core.exceptions import NotReadable

SHOWN = 10


def batch(pk: int) -> PaperBatch:
    """Return a bundle, for staff.

    :raises NotReadable: there is none.
    """
    found = PaperBatch.objects.filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def last_batches() -> list[PaperBatch]:
    """Return the newest bundles, without their rows."""
    return list(PaperBatch.objects.select_related("created_by").defer("rows")[:SHOWN])
