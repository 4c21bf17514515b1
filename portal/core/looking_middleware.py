# SPDX-License-Identifier: AGPL-3.0-or-later
"""Puts a reader in place of who looks; see Note [Looking as somebody is reading only] in `portal.core.looking`."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from portal.core import looking
from portal.core.second_factor import ADMIN_PREFIX

PAGE = "/vedi-come/"


class LookingMiddleware:
    """While somebody of the office looks as a reader: nobody is signed in, nothing can be sent, nothing is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.looking = None  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or looking.SESSION_KEY not in request.session:
            return self.get_response(request)
        person = request.user
        look = looking.current(request, user=person, moment=timezone.now())
        if look is None:
            if person.is_authenticated:
                looking.end(request, user=person)
            return self.get_response(request)
        return self._looked_at(request, look)

    def _looked_at(self, request: HttpRequest, look: looking.Look) -> HttpResponse:
        request.looking = look  # type: ignore[attr-defined]
        if request.path_info == PAGE:
            return _kept_by_nobody(self.get_response(request))
        if request.method not in {"GET", "HEAD"}:
            request.user = AnonymousUser()
            return _kept_by_nobody(render(request, "looking_refused.html", status=HTTPStatus.FORBIDDEN))
        if request.path_info.startswith(ADMIN_PREFIX):
            return _kept_by_nobody(HttpResponseRedirect(PAGE))
        request.user = AnonymousUser()
        return _kept_by_nobody(self.get_response(request))


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
