# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that changes the register."""

from partners.services.mandates import (
    AlreadyRevoked,
    NoMandate,
    choose_public_name,
    end_mandates_of,
    revoke_mandate,
    save_mandate,
)
from partners.services.register import save_partner

__all__ = [
    "AlreadyRevoked",
    "NoMandate",
    "choose_public_name",
    "end_mandates_of",
    "revoke_mandate",
    "save_mandate",
    "save_partner",
]
