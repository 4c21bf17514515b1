# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a thread is made of when it is ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.utils.safestring import SafeString

from portal.comments import targets
from portal.comments.passages import Passage
from portal.comments.queries.attachments import FileLink


@dataclass(frozen=True, kw_only=True)
class Extra:
    """A piece that an app above puts under an observation: the office's answer."""

    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a first-level observation was written about."""

    pk: int
    target_kind: str
    target_id: str
    version_number: int
    quote: str = ""
    chosen: tuple[int, int] | None = None
    proposed: str = ""


@dataclass(frozen=True, kw_only=True)
class QuoteNote:
    """What has become of the words commented: «scritta sulla versione 1, testo cambiato», with the redline."""

    text: str
    url: str = ""
    words_url: str = ""  # where the words chosen stand today
    proposal: Sequence[targets.Segment] = ()  # the words proposed, on the paragraph of today
    proposal_text: str = ""  # what became of the proposal


@dataclass(frozen=True, kw_only=True)
class Node:
    """One observation in a thread, ready to be shown to this reader."""

    pk: int
    code: str
    level: int
    kind_label: str
    author: str
    voice_name: str
    voice_url: str
    capacity_label: str
    channel_label: str
    is_late: bool
    response_url: str
    response_role: str
    received_at: datetime
    html: SafeString
    quote: Passage
    proposal: Sequence[targets.Segment]
    target_label: str
    tombstone: str
    is_pending: bool
    is_own: bool
    is_anonymous: bool
    is_revised: bool
    support_count: int
    is_supported: bool
    reply_url: str
    support_url: str
    report_url: str
    edit_url: str
    withdraw_url: str
    moderate_url: str
    quote_note: QuoteNote | None
    extra: Extra | None
    files: tuple[FileLink, ...]
    children: tuple[Node, ...]

    @property
    def anchor(self) -> str:
        """The name of its place in the page."""
        return f"osservazione-{self.pk}"

    @property
    def has_actions(self) -> bool:
        """Whether this reader can do something here."""
        links = (self.reply_url, self.support_url, self.report_url)
        own = (self.edit_url, self.withdraw_url, self.moderate_url)
        return any(links) or any(own)


@dataclass(frozen=True, kw_only=True)
class ThreadPage:
    """One page of threads; `page` is for the numbers at the foot."""

    threads: tuple[Node, ...]
    page: Page[Any]
    total: int
