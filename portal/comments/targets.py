# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be commented: apps above register their things here and guard them with a gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from portal.core.exceptions import NotReadable
from portal.core.models import PrivacyNotice


class WindowClosed(Exception):  # noqa: N818 -- a fact of the calendar, not a fault
    """Nobody may write on this target at this moment; `message` says why, in Italian, for the person who tried."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Target:
    """A thing that may be commented, as a reader meets it now."""

    kind: str  # "paragraph", "section" or "text"
    identity: str  # the UUID that lives through versions
    section_identity: str  # the section it stands in; empty for the whole text
    scope: str  # "consultation:3": what counts together
    label: str  # «Paragrafo 12 · Articolo 6»
    quote: str  # the words as they stand in the version commented
    version_number: int
    url: str  # where it is read, with its anchor
    page_title: str  # the text's title, for breadcrumbs and mails
    page_url: str
    is_premoderated: bool
    notice: PrivacyNotice | None
    closes_at: datetime | None
    kinds: Sequence[str] = ("OBSERVATION", "QUESTION", "PROPOSAL")


class TargetPolicy(Protocol):
    """What an app above tells about one kind of target."""

    def resolve(self, identity: str, *, audience: frozenset[str]) -> Target:
        """Return the target as this visitor may read it.

        :raises NotReadable: it does not exist, or it is for others.
        """
        ...

    def check_gate(self, target: Target, *, moment: datetime) -> None:
        """Let a write through if the window is open at this moment.

        :raises WindowClosed: it is not.
        """
        ...

    def content_type_model(self) -> type:
        """Return the model whose rows carry these identities, for the library below."""
        ...


_policies: dict[str, TargetPolicy] = {}


def register(kind: str, policy: TargetPolicy) -> None:
    """Let things of this kind be commented, under this policy."""
    _policies[kind] = policy


def policy_for(kind: str) -> TargetPolicy:
    """Return the policy of a kind.

    :raises NotReadable: nothing of this kind may be commented.
    """
    try:
        return _policies[kind]
    except KeyError:
        raise NotReadable from None


def resolve(kind: str, identity: str, *, audience: frozenset[str]) -> Target:
    """Return what a person wants to comment.

    :raises NotReadable: it does not exist, or it is for others.
    """
    return policy_for(kind).resolve(identity, audience=audience)


def check_gate(target: Target, *, moment: datetime) -> None:
    """Guard a write: new, reply, edit, withdraw, support.

    :raises WindowClosed: the window is not open at this moment.
    """
    policy_for(target.kind).check_gate(target, moment=moment)


CLOSED_MESSAGE = _("La consultazione è chiusa: non si può più scrivere. Il testo che hai scritto è qui sotto.")
