# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person sees of themselves."""

from __future__ import annotations

import json
from typing import Any

from portal.core import emptying
from portal.core.models import User


def everything_about(user: User) -> dict[str, Any]:
    """Return all that the portal knows of a person, as every app tells it, ready to become JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(emptying.exported(user), default=str))
    return plain
