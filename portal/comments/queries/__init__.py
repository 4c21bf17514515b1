# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading observations, always for someone."""

from portal.comments.queries.counts import Counts, counts_for, people_count, published_count
from portal.comments.queries.exports import drafts_of, export_of
from portal.comments.queries.nodes import Extra, Node, Origin, QuoteNote, ThreadPage
from portal.comments.queries.receipts import Receipt, is_open, receipt
from portal.comments.queries.rows import proposal_of
from portal.comments.queries.threads import Within, single_thread, thread_page
from portal.comments.queries.waiting import has_unexpired_waiting

__all__ = [
    "Counts",
    "Extra",
    "Node",
    "Origin",
    "QuoteNote",
    "Receipt",
    "ThreadPage",
    "Within",
    "counts_for",
    "drafts_of",
    "export_of",
    "has_unexpired_waiting",
    "is_open",
    "people_count",
    "proposal_of",
    "published_count",
    "receipt",
    "single_thread",
    "thread_page",
]
