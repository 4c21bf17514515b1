# SPDX-License-Identifier: AGPL-3.0-or-later
"""The messages of the demo, which become files instead of leaving: who tries the portal reads their code here."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default as policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

MOST_MESSAGES = 50
MOST_FILES = 200
MAIL_STAYS_HERE = (".filebased.EmailBackend", ".locmem.EmailBackend")
BETWEEN_MESSAGES = re.compile(rb"^-{79}\n", re.MULTILINE)
LINK = re.compile(r"https?://[^\s<>\"]+")
CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class DemoMessage:
    """A message as somebody would have read it."""

    to: str
    subject: str
    text: str
    sent_at: datetime | None

    @property
    def code(self) -> str:
        """The code it brings, if it brings one."""
        found = CODE.search(self.text)
        return found.group(1) if found else ""

    @property
    def links(self) -> list[str]:
        """The addresses that stand in it."""
        return LINK.findall(self.text)


def is_open() -> bool:
    """Return whether there is such a mailbox: only in the demo, and only where mail becomes files."""
    return bool(settings.IS_DEMO) and settings.EMAIL_BACKEND.endswith(MAIL_STAYS_HERE)


def last_messages(*, to: str = "") -> list[DemoMessage]:
    """Return the last messages, newest first; with `to`, only those of addresses that hold these letters."""
    found: list[DemoMessage] = []
    for message in _messages():
        if to.strip().lower() in message.to.lower():
            found.append(message)
        if len(found) == MOST_MESSAGES:
            break
    return found


def _messages() -> Iterator[DemoMessage]:
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True) if folder.is_dir() else []
    for path in files[:MOST_FILES]:
        parts = [part for part in BETWEEN_MESSAGES.split(path.read_bytes()) if part.strip()]
        yield from (_read(part) for part in reversed(parts))


def _read(raw: bytes) -> DemoMessage:
    message = email.message_from_bytes(raw, policy=policy)
    body = message.get_body(preferencelist=("plain",)) if isinstance(message, EmailMessage) else None
    date = parsedate_to_datetime(str(message["Date"])) if message["Date"] else None
    if date is not None and date.tzinfo is None:
        date = date.replace(tzinfo=UTC)  # «-0000» says only that it is universal time
    return DemoMessage(
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=str(body.get_content()) if body is not None else "",
        sent_at=date,
    )
