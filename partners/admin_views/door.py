# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door of these pages: who may not do it gets a 403, whatever the address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.core.http import SignedInRequest
from portal.ui.responses import refused

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

Question = Callable[["User | AnonymousUser"], bool]
View = Callable[..., HttpResponseBase]


def only(question: Question) -> Callable[[View], View]:
    """Let through who gets a yes; nothing of these pages is kept by anybody."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not question(request.user):
                return refused(request, _("Questo spetta all'ufficio."), status=HTTPStatus.FORBIDDEN)
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = "private, no-store"
            return response

        return guarded

    return guard
