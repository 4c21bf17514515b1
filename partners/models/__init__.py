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
from partners.models.call import (
    Call,
    CallAttachment,
    CallCriterion,
    CallExtension,
)
from partners.models.designation import Ballot, Candidate, Designation, RollEntry
from partners.models.distretto import (
    DistrettoTexts,
)
from partners.models.facts import (
    PartnerActivity,
    PartnerIdentifier,
    PartnerPlace,
    PartnerService,
)
from partners.models.invitation import Expert, Invitation
from partners.models.mandate import (
    Mandate,
    MandateProlongation,
)
from partners.models.papers import (
    PartnerPaper,
)
from partners.models.partner import (
    Partner,
    PartnerAddress,
    PartnerArea,
    PartnerTarget,
)
from partners.models.position import StaffFunction, StaffPosition
from partners.models.runts import (
    RuntsImport,
    RuntsRecord,
)
from partners.models.seat import Seat
from partners.models.settings import (
    RegisterSettings,
)
from partners.models.truth import (
    PartnerChange,
    PartnerConfirmation,
    PartnerReminder,
)
from partners.models.words import (
    ServiceType,
    TargetGroup,
)

__all__ = [
    "Application",
    "ApplicationCheck",
    "ApplicationEvent",
    "ApplicationFile",
    "ApplicationStep",
    "Ballot",
    "Call",
    "CallAttachment",
    "CallCriterion",
    "CallExtension",
    "Candidate",
    "Designation",
    "DistrettoTexts",
    "Expert",
    "Invitation",
    "Mandate",
    "MandateProlongation",
    "Partner",
    "PartnerActivity",
    "PartnerAddress",
    "PartnerArea",
    "PartnerChange",
    "PartnerConfirmation",
    "PartnerIdentifier",
    "PartnerPaper",
    "PartnerPlace",
    "PartnerReminder",
    "PartnerService",
    "PartnerTarget",
    "RegisterSettings",
    "RollEntry",
    "RuntsImport",
    "RuntsRecord",
    "Seat",
    "ServiceType",
    "StaffFunction",
    "StaffPosition",
    "TargetGroup",
    "WaitingApplication",
]
