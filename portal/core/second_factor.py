# SPDX-License-Identifier: AGPL-3.0-or-later
"""The admin opens to staff who have a second factor and have used it in this session (THREATS 32)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

ADMIN_PREFIX = "/gestione/"

View = Callable[..., HttpResponse]


class StaffMiddleware:
    """Stand before every address of the admin, whatever view answers it.

    Anonymous visitors are sent to the sign-in page by Wagtail; for who is not of the office the admin does not
    exist. In the demo the second factor is not asked for, and every page of the admin says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Let the request go on, or answer it.

        :raises Http404: the visitor is signed in and not of the office.
        """
        if not request.path_info.startswith(ADMIN_PREFIX) or not request.user.is_authenticated:
            return None
        if not request.user.is_staff:
            raise Http404
        return ask_for_it(request)


def staff_confirmed(view: View) -> View:
    """Guard a view of the public site that does what staff do: the same door as the admin's.

    :raises Http404: the visitor is not of the office.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to(reverse("account_login"), request)
        if not request.user.is_staff:
            raise Http404
        return ask_for_it(request) or view(request, *args, **kwargs)

    return guarded


def ask_for_it(request: HttpRequest) -> HttpResponse | None:
    """Return nothing when the second factor was used (or in the demo), else the way to where it is set or used."""
    if settings.IS_DEMO or was_used(request):
        return None
    if is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP]):
        return _to(reverse("mfa_reauthenticate"), request)
    if is_mfa_enabled(request.user, types=[Authenticator.Type.WEBAUTHN]):
        return _to(reverse("mfa_reauthenticate_webauthn"), request)
    messages.warning(
        request, _("Per entrare nella gestione serve un secondo modo di farti riconoscere: attivane uno qui.")
    )
    return HttpResponseRedirect(reverse("mfa_index"))


def was_used(request: HttpRequest) -> bool:
    """Return whether this session was opened, or confirmed, with a second factor that the person still has."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records) and is_mfa_enabled(
        request.user, types=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )


def _to(url: str, request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{url}?{urlencode({'next': request.get_full_path()})}")
