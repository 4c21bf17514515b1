# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a consultation is, for who knows it only by its token: the app above registers who tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from portal.comments.targets import WindowClosed
from portal.core.exceptions import NotReadable
from portal.ui.dates import in_full


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A consultation at a moment. `closes_at` is the last closing that is known."""

    token: str
    title: str
    url: str
    text_url: str
    opens_at: datetime
    closes_at: datetime
    is_open: bool


class ScopePolicy(Protocol):
    """What an app above tells about its consultations."""

    def told(self, tokens: Iterable[str], *, moment: datetime) -> Mapping[str, Scope]:
        """Return those of these consultations that anybody may know of."""
        ...

    def sections(self, token: str) -> Sequence[tuple[str, str]]:
        """Return the sections of the version that people comment, in order: identity and title."""
        ...


_policies: list[ScopePolicy] = []


def register(policy: ScopePolicy) -> None:
    """Let this policy tell; a second one takes the place of the first."""
    _policies[:] = [policy]


def told(tokens: Iterable[str], *, moment: datetime) -> Mapping[str, Scope]:
    """Return what is known of these consultations."""
    return _policies[0].told(tokens, moment=moment) if _policies else {}


def scope_of(token: str, *, moment: datetime) -> Scope:
    """Return one consultation.

    :raises NotReadable: nobody knows of it.
    """
    found = told([token], moment=moment).get(token)
    if found is None:
        raise NotReadable
    return found


def sections(token: str) -> Sequence[tuple[str, str]]:
    """Return the sections of the text of a consultation, in order."""
    return _policies[0].sections(token) if _policies else []


def check_open(token: str, *, moment: datetime) -> Scope:
    """Let through who works on what will be sent while something may still be sent.

    :raises WindowClosed: the consultation is not open at this moment.
    """
    found = scope_of(token, moment=moment)
    if found.is_open:
        return found
    if moment < found.opens_at:
        raise WindowClosed(_("La consultazione si apre %(date)s: prima non si può scrivere.") % _date(found.opens_at))
    raise WindowClosed(_("La consultazione si è chiusa %(date)s: non si può più scrivere.") % _date(found.closes_at))


def _date(moment: datetime) -> dict[str, str]:
    return {"date": in_full(moment)}
