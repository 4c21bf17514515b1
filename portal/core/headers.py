# SPDX-License-Identifier: AGPL-3.0-or-later
"""Safety headers that no library of ours sets."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

STAFF_PREFIX = "/gestione/"


class HeadersMiddleware:
    """Set `Permissions-Policy`, the admin's own content policy, and `private, no-store` on what is personal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if request.path_info.startswith(STAFF_PREFIX):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
            response.headers.setdefault("X-Robots-Tag", "noindex")
        if is_personal(request):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def is_personal(request: HttpRequest) -> bool:
    """Return whether the answer may hold something of one person: there is a session with something in it.

    Asks no database: a visitor without a session cookie has no session to load.
    """
    session = getattr(request, "session", None)
    return session is not None and not session.is_empty()
