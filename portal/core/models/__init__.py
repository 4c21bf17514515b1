# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rows that everything else stands on."""

from portal.core.models.area import Area
from portal.core.models.audit import AuditEvent, AuditSeal, AuditSealedEvent, AuditText
from portal.core.models.codes import OneTimeCode
from portal.core.models.copies import CopyOwed, CopyStamp
from portal.core.models.images import PortalImage, PortalRendition
from portal.core.models.office import FooterLink, OfficeSettings
from portal.core.models.privacy import PrivacyNotice
from portal.core.models.pulse import ClockTurn, WorkerPulse
from portal.core.models.uploads import PrivateUpload
from portal.core.models.user import User

__all__ = [
    "Area",
    "AuditEvent",
    "AuditSeal",
    "AuditSealedEvent",
    "AuditText",
    "ClockTurn",
    "CopyOwed",
    "CopyStamp",
    "FooterLink",
    "OfficeSettings",
    "OneTimeCode",
    "PortalImage",
    "PortalRendition",
    "PrivacyNotice",
    "PrivateUpload",
    "User",
    "WorkerPulse",
]
