# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of partners and seats stand in the entries of what was said for them."""

from __future__ import annotations

from documents.consultations.search_kinds import OBSERVATION
from portal.comments.models import Observation
from search import feed


def refresh_said(**whose: int) -> None:
    """Have the index read again what anyone may read of what a partner (`voice_id`) or a seat (`seat_id`) said."""
    pks = Observation.objects.published().filter(**whose).order_by().values_list("pk", flat=True)
    feed.refresh(OBSERVATION, list(pks))
