# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a notice says, in the language of who gets it, at the moment it is sent or read.

An app registers a function for its event; it is given the ids that `notify` kept and asks the database for the rest:

    @wording.register("observation.published")
    def published(notice: Notification) -> Wording | None:
        observation = Observation.objects.filter(pk=notice.context["observation"]).first()
        if observation is None or not observation.is_public:
            return None                      # nothing is told of what one may not read any more
        return Wording(subject=_("La tua osservazione è pubblicata"), text=_("…"))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from portal.core import audiences

if TYPE_CHECKING:
    from portal.notifications.models import Notification


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A notice in words: one line, and some sentences."""

    subject: str
    text: str = ""


Worder = Callable[["Notification"], "Wording | None"]
_worders: dict[str, Worder] = {}


def register(*events: str) -> Callable[[Worder], Worder]:
    """Register who finds the words of these events; the language is already the reader's."""

    def add(worder: Worder) -> Worder:
        for event in events:
            _worders[event] = worder
        return worder

    return add


def words_of(notice: Notification) -> Wording | None:
    """Return the words of a notice in the language now active, or nothing if its reader may not know any more."""
    if notice.audience and audiences.tokens_for(notice.recipient).isdisjoint(notice.audience):
        return None
    worder = _worders.get(notice.event)
    if worder is not None:
        return worder(notice)
    return Wording(subject=gettext(notice.subject))


def worded(notices: Sequence[Notification]) -> list[tuple[Notification, Wording]]:
    """Return the notices that may be read, with their words."""
    found = [(notice, words_of(notice)) for notice in notices]
    return [(notice, words) for notice, words in found if words is not None]
