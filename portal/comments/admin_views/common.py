# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who enters the pages of moderation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.comments.permissions import can_moderate
from portal.core.http import PortalRequest
from portal.ui.responses import refused

View = Callable[..., HttpResponseBase]


def for_moderators(view: View) -> View:
    """Let in moderators, the office and its coordinator; everybody else is told that it is not theirs to do."""

    @wraps(view)
    def answer(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_moderate(request.user):
            message = _("Moderare spetta ai moderatori e all'ufficio.")
            return refused(request, message, status=HTTPStatus.FORBIDDEN)
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return answer
