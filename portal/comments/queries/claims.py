# SPDX-License-Identifier: AGPL-3.0-or-later
"""The codes of a letter, for who gives them."""

from __future__ import annotations

from portal.comments import enums
from portal.comments.models import ClaimCode, Observation
from portal.core.exceptions import NotReadable


def paper(pk: int) -> Observation:
    """Return what came by another door, for staff.

    :raises NotReadable: there is none.
    """
    rows = Observation.objects.exclude(channel=enums.Channel.WEB).select_related("voice", "seat")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def codes_of(observation: Observation) -> list[ClaimCode]:
    """Return every code that was given for a letter, newest first; never the code itself."""
    return list(ClaimCode.objects.filter(observation=observation).select_related("issued_by").order_by("-pk"))


def has_code_in_force(observation: Observation) -> bool:
    """Return whether a slip is around that may still be used."""
    rows = ClaimCode.objects.filter(observation=observation, used_at__isnull=True, revoked_at__isnull=True)
    return rows.exists()
