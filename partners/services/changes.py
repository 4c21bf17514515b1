# SPDX-License-Identifier: AGPL-3.0-or-later
"""What changed in a row, for the audit trail."""

from __future__ import annotations

from typing import Any

from django.db.models import Model


def changes_of(before: dict[str, Any] | None, row: Model) -> dict[str, Any]:
    """Return the fields that changed as they were and as they are; nothing for a row that is new."""
    if before is None:
        return {}
    after = {name: getattr(row, name) for name in before}
    changed = [name for name in before if before[name] != after[name]]
    return {
        "before": {name: before[name] for name in changed},
        "after": {name: after[name] for name in changed},
    }
