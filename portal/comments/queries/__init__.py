# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading observations, always for someone."""

from portal.comments.queries.counts import Counts, counts_for, people_count, published_count
from portal.comments.queries.threads import Extra, Node, Origin, QuoteNote, ThreadPage, thread_page
from portal.comments.queries.waiting import has_unexpired_waiting

__all__ = [
    "Counts",
    "Extra",
    "Node",
    "Origin",
    "QuoteNote",
    "ThreadPage",
    "counts_for",
    "has_unexpired_waiting",
    "people_count",
    "published_count",
    "thread_page",
]
