# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that changes an observation."""

from portal.comments.services.bans import ban, lift_ban
from portal.comments.services.guards import (
    Banned,
    KeyTaken,
    NotYours,
    NotYourVoice,
    OwnObservation,
    ThroughTheLead,
    TooDeep,
    TooMany,
    WordsNotThere,
    WriteRefused,
)
from portal.comments.services.moderation import (
    AlreadyDecided,
    ChangedMeanwhile,
    Seen,
    hide,
    publish,
    publish_many,
    reject_revision,
    resolve_reports,
)
from portal.comments.services.opinions import report, support, take_back_support
from portal.comments.services.papers import Paper, enter_paper, supposed
from portal.comments.services.people import forget_person
from portal.comments.services.receipts import on_site
from portal.comments.services.revisions import AlreadyGone, revise, withdraw
from portal.comments.services.submission import Draft, Submitted, submit
from portal.comments.services.waiting import (
    CodeExpired,
    WrongCode,
    confirm,
    erase_expired,
    send_new_code,
    start_waiting,
    stored_draft,
    stored_target,
)

__all__ = [
    "AlreadyDecided",
    "AlreadyGone",
    "Banned",
    "ChangedMeanwhile",
    "CodeExpired",
    "Draft",
    "KeyTaken",
    "NotYourVoice",
    "NotYours",
    "OwnObservation",
    "Paper",
    "Seen",
    "Submitted",
    "ThroughTheLead",
    "TooDeep",
    "TooMany",
    "WordsNotThere",
    "WriteRefused",
    "WrongCode",
    "ban",
    "confirm",
    "enter_paper",
    "erase_expired",
    "forget_person",
    "hide",
    "lift_ban",
    "on_site",
    "publish",
    "publish_many",
    "reject_revision",
    "report",
    "resolve_reports",
    "revise",
    "send_new_code",
    "start_waiting",
    "stored_draft",
    "stored_target",
    "submit",
    "support",
    "supposed",
    "take_back_support",
    "withdraw",
]
