# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `manage.py check --database default` says about the guarded tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from portal.core import triggers


@register(Tags.database)
def guarded_tables(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Say which append-only tables the database does not protect."""
    return [
        Error(
            f"La tabella «{table}» si può modificare: mancano i suoi trigger.",
            hint="Lancia «manage.py migrate», che li rimette.",
            id="core.E001",
        )
        for using in databases or []
        for table in triggers.missing(using)
    ]
