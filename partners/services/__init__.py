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
from partners.services.runts import read_list
from partners.services.runts_files import NotAList, ask_reading, do_reading

__all__ = [
    "AlreadyRevoked",
    "NoMandate",
    "NotAList",
    "ask_reading",
    "choose_public_name",
    "do_reading",
    "end_mandates_of",
    "read_list",
    "revoke_mandate",
    "save_mandate",
    "save_partner",
]
