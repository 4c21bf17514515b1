# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who wrote too long in the admin, until the session ended, gets the text back instead of an empty sign-in page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portal.ui.views import csrf_failure, typed_texts


class LostSessionMiddleware:
    """Answer a form sent to the admin by nobody: nothing is saved, the long texts are given back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let everything else through."""
        if request.method == "POST" and _is_lost(request) and typed_texts(request):
            return csrf_failure(request)
        return self._get_response(request)


def _is_lost(request: HttpRequest) -> bool:
    """Return whether a form of the admin comes from nobody; signing in is what nobody does there."""
    home = reverse("wagtailadmin_home")
    is_inside = request.path.startswith(home) and not request.path.startswith((f"{home}login", f"{home}password"))
    return is_inside and not request.user.is_authenticated
