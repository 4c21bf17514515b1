# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every request carries, and what every refusal looks like."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from portal.core import audiences
from portal.core.exceptions import NotReadable

GetResponse = Callable[[HttpRequest], HttpResponse]


class AudienceMiddleware:
    """Put on the request, as `request.audience`, the tokens that the visitor holds (asked only when used)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.audience = SimpleLazyObject(lambda: audiences.tokens_for(request.user))  # type: ignore[attr-defined]
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
