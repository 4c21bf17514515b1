# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register's rows."""

from partners.models.application import (
    Application,
    ApplicationCheck,
    ApplicationEvent,
    ApplicationFile,
    ApplicationStep,
    WaitingApplication,
)
from partners.models.call import Call, CallAttachment, CallCriterion, CallExtension
from partners.models.distretto import DistrettoTexts
from partners.models.mandate import Mandate
from partners.models.partner import Partner, PartnerArea

__all__ = [
    "Application",
    "ApplicationCheck",
    "ApplicationEvent",
    "ApplicationFile",
    "ApplicationStep",
    "Call",
    "CallAttachment",
    "CallCriterion",
    "CallExtension",
    "DistrettoTexts",
    "Mandate",
    "Partner",
    "PartnerArea",
    "WaitingApplication",
]
