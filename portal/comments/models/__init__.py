# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people said, and what was decided about showing it."""

from portal.comments.models.attachment import Attachment, HeldFile
from portal.comments.models.moderation import Ban, ModerationDecision, Report
from portal.comments.models.observation import Observation, ObservationRevision, Support
from portal.comments.models.papers import ClaimCode, PaperBatch
from portal.comments.models.responses import (
    PartnerResponse,
    ResponseComment,
    ResponseDraft,
    ResponseItem,
    ResponseStep,
)
from portal.comments.models.waiting import WaitingObservation

__all__ = [
    "Attachment",
    "Ban",
    "ClaimCode",
    "HeldFile",
    "ModerationDecision",
    "Observation",
    "ObservationRevision",
    "PaperBatch",
    "PartnerResponse",
    "Report",
    "ResponseComment",
    "ResponseDraft",
    "ResponseItem",
    "ResponseStep",
    "Support",
    "WaitingObservation",
]
