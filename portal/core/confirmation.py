# SPDX-License-Identifier: AGPL-3.0-or-later
"""«È proprio la tua area»: before what cannot be undone one proves again who one is (THREATS 12, 27).

allauth asks for a password or a second factor again, and nothing of who has neither. For them, and for our own pages
(download of one's data, leaving), a code by e-mail typed in the last ten minutes is the proof.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from portal.core import codes, mailing
from portal.core.models import User

View = Callable[..., HttpResponse]

PURPOSE = "confirmation"
LASTS = timedelta(minutes=10)
PAGE = "desk:confirm"

# Pages of allauth that could take an account away from its owner.
GUARDED_VIEWS = frozenset(
    {"account_email", "account_set_password", "mfa_activate_totp", "mfa_add_webauthn", "account_change_password"}
)


class ConfirmationMiddleware:
    """Ask for a code by e-mail before allauth's pages that change how one signs in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Let the request go on, or lead to the page that sends the code."""
        match = request.resolver_match
        is_guarded = match is not None and match.view_name in GUARDED_VIEWS
        if not is_guarded or not request.user.is_authenticated or is_confirmed(request):
            return None
        return ask(request)


def is_confirmed(request: HttpRequest) -> bool:
    """Return whether the person proved who they are, in any way, in the last ten minutes of this session."""
    records = get_authentication_records(request, request.user)
    return any(time.time() - record.get("at", 0) < LASTS.total_seconds() for record in records)


def ask(request: HttpRequest) -> HttpResponse:
    """Return the way to the page that sends the code, and from there back to where one wanted to go."""
    back = request.get_full_path() if request.method == "GET" else request.path
    return HttpResponseRedirect(f"{reverse(PAGE)}?{urlencode({'next': back})}")


def confirmed(view: View) -> View:
    """Guard a view: who has not just proved who they are goes to the page that sends the code, and comes back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_confirmed(request) else ask(request)

    return guarded


def send_code(request: HttpRequest, *, user: User, subject: str, text: str) -> None:
    """Mail a code to the person's own address; `text` holds the place `{code}`.

    :raises limits.TooMany: too many were asked for.
    """
    code = codes.issue(user.email, PURPOSE, request=request)
    mailing.queue(to=user.email, subject=subject, text=text.format(code=code), is_urgent=True, is_secret=True)


def confirm(request: HttpRequest, *, user: User, code: str) -> bool:
    """Return whether the code is right; then the session counts as confirmed.

    :raises codes.Refused: there is no code that is still good.
    """
    if not codes.verify(user.email, PURPOSE, code):
        return False
    record_authentication(request, user, method="code", email=user.email, reauthenticated=True)
    return True
