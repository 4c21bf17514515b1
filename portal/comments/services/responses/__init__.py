# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that changes the official response of a partner."""

from portal.comments.services.responses.drafting import (
    NotYourDraft,
    change_draft,
    comment,
    remove_draft,
    write_draft,
)
from portal.comments.services.responses.leading import (
    LeadChanged,
    choose_lead,
    drop_item,
    edit_item,
    move_item,
    restore_item,
    take,
    take_all,
)
from portal.comments.services.responses.locking import AlreadySent, NotTheLead
from portal.comments.services.responses.reminding import remind
from portal.comments.services.responses.sending import NothingToSend, Sent, fingerprint, send

__all__ = [
    "AlreadySent",
    "LeadChanged",
    "NotTheLead",
    "NotYourDraft",
    "NothingToSend",
    "Sent",
    "change_draft",
    "choose_lead",
    "comment",
    "drop_item",
    "edit_item",
    "fingerprint",
    "move_item",
    "remind",
    "remove_draft",
    "restore_item",
    "send",
    "take",
    "take_all",
    "write_draft",
]
