# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first middleware: gives anonymous visitors a copy of a page when an honest one is at hand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.core import copies

MOST_BYTES = 32 * 1024 * 1024
LONGEST_KEY = 500
NEVER = (
    *("/gestione/", "/account/", "/en/account/", "/cerca/", "/en/cerca/"),
    *("/healthz", "/readyz", "/static/", "/media/"),
)
NOT_KEPT = frozenset({"x-request-id", "content-length"})
PERSONAL_HEADERS = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE")


@dataclass(frozen=True, slots=True)
class Copy:
    """A page as it was sent, with the mark read before it was made and the instant it ends by itself."""

    content: bytes
    headers: tuple[tuple[str, str], ...]
    mark: copies.Mark
    ends: float


class Shelf:
    """The copies of this process, the least asked for thrown away first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._copies: OrderedDict[str, Copy] = OrderedDict()
        self._bytes = 0
        self._most_bytes = most_bytes
        self._lock = Lock()

    def take(self, key: str) -> Copy | None:
        """Return a copy, if there is one."""
        with self._lock:
            found = self._copies.get(key)
            if found is not None:
                self._copies.move_to_end(key)
            return found

    def put(self, key: str, copy: Copy) -> None:
        """Keep a copy, in place of an older one of the same page."""
        if len(copy.content) > self._most_bytes // 8:
            return
        with self._lock:
            former = self._copies.pop(key, None)
            self._bytes += len(copy.content) - (len(former.content) if former else 0)
            self._copies[key] = copy
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._copies.popitem(last=False)[1].content)


class CopiesMiddleware:
    """Serve and keep copies; see Note [No copy outlives a change]."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = self._key(request)
        if key is None:
            return self.get_response(request)
        mark = copies.mark()
        found = self.shelf.take(key)
        if found is not None and found.mark == mark and timezone.now().timestamp() < found.ends:
            return _answer(found)
        return self._fresh(request, key, mark)

    def _fresh(self, request: HttpRequest, key: str, mark: copies.Mark) -> HttpResponse:
        began = timezone.now()
        response = self.get_response(request)
        if is_copyable(request, response):
            headers = tuple((name, value) for name, value in response.items() if name.lower() not in NOT_KEPT)
            ends = copies.expires_at(began).timestamp()
            self.shelf.put(key, Copy(content=response.content, headers=headers, mark=mark, ends=ends))
        return response

    def _key(self, request: HttpRequest) -> str | None:
        """Return the name of a page for anybody, or nothing when the answer may be one person's."""
        if not settings.COPIES_ENABLED or request.method != "GET":
            return None
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES:
            return None
        if request.path_info.startswith(NEVER) or any(name in request.META for name in PERSONAL_HEADERS):
            return None
        try:
            key = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
        except DisallowedHost:
            return None
        return key if len(key) <= LONGEST_KEY else None


def is_copyable(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether this answer is the same for anybody who asks without a session."""
    user = getattr(request, "user", None)
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "no-store" not in response.headers.get("Cache-Control", "")
        and "private" not in response.headers.get("Cache-Control", "")
        and not getattr(response, "is_degraded", False)
        and (user is None or not user.is_authenticated)
        and b"csrfmiddlewaretoken" not in response.content
    )


def _answer(copy: Copy) -> HttpResponse:
    response = HttpResponse(copy.content)
    for name, value in copy.headers:
        response.headers[name] = value
    response.headers["Content-Length"] = str(len(copy.content))
    return response
