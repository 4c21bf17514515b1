# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages about adhesion share: what is personal is kept by nobody, a refusal gives the words back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.http import PortalRequest

View = Callable[..., HttpResponseBase]
Crumbs = list[tuple[str, str]]


def personal(view: View) -> View:
    """Keep the answer out of every cache and every search engine: it is for one person."""

    @wraps(view)
    def answer(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def to_sign_in(request: PortalRequest) -> HttpResponse:
    """Lead to the sign-in page, and from there back here."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")


def status_of(has_errors: bool) -> int:
    """Return 422 for a form given back with its errors, 200 otherwise."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if has_errors else HTTPStatus.OK


def distretto_crumbs(*more: tuple[str, str]) -> Crumbs:
    """Return where a page stands below the Distretto."""
    return [(_("Distretto"), reverse("partners:distretto")), *more]
