# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people said, and what was decided about showing it."""

from portal.comments.models.attachment import Attachment
from portal.comments.models.moderation import Ban, ModerationDecision, Report
from portal.comments.models.observation import Observation, ObservationRevision, Support
from portal.comments.models.waiting import WaitingObservation

__all__ = [
    "Attachment",
    "Ban",
    "ModerationDecision",
    "Observation",
    "ObservationRevision",
    "Report",
    "Support",
    "WaitingObservation",
]
