# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many letters at once: from a spreadsheet, or from the minutes of a tavolo or a focus group."""

from portal.comments.services.papers_many.authors import names_known
from portal.comments.services.papers_many.checking import Checked, check
from portal.comments.services.papers_many.entering import (
    AlreadyEntered,
    HasErrors,
    change_rows,
    enter,
    keep_minutes,
    keep_sheet,
)
from portal.comments.services.papers_many.long import (
    LONGEST_WORK,
    ask_check,
    ask_entering,
    do_check,
    do_enter,
    is_in_hand,
    is_long,
)
from portal.comments.services.papers_many.reading import MOST_BYTES, FileRefused, minutes_of, table_of
from portal.comments.services.papers_many.template import COLUMNS, categories_of, template

__all__ = [
    "COLUMNS",
    "LONGEST_WORK",
    "MOST_BYTES",
    "AlreadyEntered",
    "Checked",
    "FileRefused",
    "HasErrors",
    "ask_check",
    "ask_entering",
    "categories_of",
    "change_rows",
    "check",
    "do_check",
    "do_enter",
    "enter",
    "is_in_hand",
    "is_long",
    "keep_minutes",
    "keep_sheet",
    "minutes_of",
    "names_known",
    "table_of",
    "template",
]
