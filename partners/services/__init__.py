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
from partners.services.merge import CHOSEN, CannotMerge, merge_partners
from partners.services.own import (
    AlreadyDecided,
    NothingToVerify,
    add_paper,
    ask_change,
    decide_change,
    remove_paper,
    remove_place,
    save_own_card,
    save_part,
)
from partners.services.register import save_partner
from partners.services.runts import read_list
from partners.services.runts_files import NotAList, ask_reading, do_reading
from partners.services.truth import AlreadyConfirmed, confirm_data, confirmation_url, remind, suspend_late

__all__ = [
    "CHOSEN",
    "AlreadyConfirmed",
    "AlreadyDecided",
    "AlreadyRevoked",
    "CannotMerge",
    "NoMandate",
    "NotAList",
    "NothingToVerify",
    "add_paper",
    "ask_change",
    "ask_reading",
    "choose_public_name",
    "confirm_data",
    "confirmation_url",
    "decide_change",
    "do_reading",
    "end_mandates_of",
    "merge_partners",
    "read_list",
    "remind",
    "remove_paper",
    "remove_place",
    "revoke_mandate",
    "save_mandate",
    "save_own_card",
    "save_part",
    "save_partner",
    "suspend_late",
]
