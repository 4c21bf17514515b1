# SPDX-License-Identifier: AGPL-3.0-or-later
"""How this floor sends mail: through the outbox, which stands above and registers itself."""

from __future__ import annotations

from typing import Protocol


class Outbox(Protocol):
    """What takes a message for one address and has it sent by the worker."""

    def __call__(self, *, to: str, subject: str, text: str, html: str, is_urgent: bool, is_secret: bool) -> None: ...


_outboxes: list[Outbox] = []


class NoOutbox(RuntimeError):  # noqa: N818 -- the app of notices is not installed
    """Nothing takes mail: `portal.notifications` is missing from `INSTALLED_APPS`."""


def register_outbox(outbox: Outbox) -> None:
    """Name the outbox that all mail of this floor goes through."""
    _outboxes[:] = [outbox]


def queue(
    *, to: str, subject: str, text: str, html: str = "", is_urgent: bool = False, is_secret: bool = False
) -> None:
    """Put a message in the outbox.

    :raises NoOutbox: none was registered.
    """
    if not _outboxes:
        raise NoOutbox
    _outboxes[0](to=to, subject=subject, text=text, html=html, is_urgent=is_urgent, is_secret=is_secret)
