# SPDX-License-Identifier: AGPL-3.0-or-later
"""What no person's browser sends is refused at the door, before anything reads it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.defaults import bad_request

logger = logging.getLogger(__name__)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MOST_PARAMETERS = 200
MOST_FIELDS = 1_000
LONGEST_QUERY = 8_000
LONGEST_PATH = 2_000
STAFF_PREFIX = "/gestione/"
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class DoorMiddleware:
    """Answer 400 or 405 to NUL bytes, endless parameters, methods that do not exist and JSON nested beyond reason.

    PostgreSQL refuses a NUL byte with an error of its own: without this it would be a 500 on every page that looks
    something up by what is in the address or in a cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if is_garbage(request):
            return refuse(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 400 when what was sent is nested deeper than Python goes; the traceback stays in the log."""
        if not isinstance(exception, RecursionError) or request.method in {"GET", "HEAD"}:
            return None
        logger.error("Nested too deep", exc_info=exception)
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Answer 400 to a form with a NUL byte in it, or with more fields than our pages have."""
        if request.method != "POST":
            return None
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        if len(fields) > MOST_FIELDS and not request.path_info.startswith(STAFF_PREFIX):
            return refuse(request)
        has_nul = any("\x00" in name or "\x00" in value for name, value in fields)
        return refuse(request) if has_nul else None


def refuse(request: HttpRequest) -> HttpResponse:
    """Return the page of a bad request: one line in the log, without the traceback that an exception would leave."""
    return bad_request(request, BadRequest())


def is_garbage(request: HttpRequest) -> bool:
    """Return whether the address or a cookie holds what cannot be meant."""
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return True
    if CONTROL.search(request.path_info) or b"\x00" in unquote_to_bytes(query):
        return True
    if not request.path_info.startswith(STAFF_PREFIX) and query.count("&") >= MOST_PARAMETERS:
        return True
    return any(CONTROL.search(name + value) for name, value in request.COOKIES.items())
