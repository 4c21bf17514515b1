# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every request carries, and what every refusal looks like."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from portal.core import audiences
from portal.core.exceptions import NotReadable
from portal.core.limits import TooMany

GetResponse = Callable[[HttpRequest], HttpResponse]


class AudienceMiddleware:
    """Put on the request, as `request.audience`, the tokens that the visitor holds (asked only when used)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        look = getattr(request, "looking", None)
        request.audience = (  # type: ignore[attr-defined]
            look.tokens if look is not None else SimpleLazyObject(lambda: audiences.tokens_for(request.user))
        )
        return self.get_response(request)


class NotReadableMiddleware:
    """Turn `NotReadable` into the page of what does not exist."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Raise the 404 in place of ours.

        :raises Http404: what was asked cannot be read by this visitor.
        """
        if isinstance(exception, NotReadable):
            raise Http404 from exception


class TooManyMiddleware:
    """Turn `TooMany`, where no view gave back what was typed, into the page that asks to wait."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 429 and say after how many seconds it makes sense to try again."""
        if not isinstance(exception, TooMany):
            return None
        response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(exception.retry_after)
        return response
