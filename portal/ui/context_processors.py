# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.ui.frame import Frame


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template asks for, read only when it is used."""
    return {"is_demo": settings.IS_DEMO, "frame": Frame(request)}
