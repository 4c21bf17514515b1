# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of the register and of the adhesion."""

from partners.enums.adhesion import (
    MEMBER_STATES,
    WAITING_STATES,
    ApplicantRole,
    ApplicationState,
    CheckResult,
    StepKind,
)
from partners.enums.register import (
    INSTITUTIONAL_KINDS,
    Accreditation,
    ChangeState,
    ConfirmationDoor,
    IdentifierScheme,
    ImportState,
    MandateRole,
    Nature,
    PaperKind,
    PartnerKind,
    PartnerState,
    Power,
    RuntsSection,
)
from partners.enums.seats import DesignationKind, DesignationState, Elected, InvitationKind, SeatKind

__all__ = [
    "INSTITUTIONAL_KINDS",
    "MEMBER_STATES",
    "WAITING_STATES",
    "Accreditation",
    "ApplicantRole",
    "ApplicationState",
    "ChangeState",
    "CheckResult",
    "ConfirmationDoor",
    "DesignationKind",
    "DesignationState",
    "Elected",
    "IdentifierScheme",
    "ImportState",
    "InvitationKind",
    "MandateRole",
    "Nature",
    "PaperKind",
    "PartnerKind",
    "PartnerState",
    "Power",
    "RuntsSection",
    "SeatKind",
    "StepKind",
]
