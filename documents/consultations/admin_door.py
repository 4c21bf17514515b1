# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door of our admin views: who may not do it gets a 403 in the admin's frame, whatever the address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.core.http import PortalRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

Question = Callable[["User | AnonymousUser"], bool]
View = Callable[..., HttpResponseBase]


class StaffRequest(PortalRequest):
    """A request of somebody of the office. For annotations only."""

    user: User


def only(*questions: Question) -> Callable[[View], View]:
    """Let through who gets a yes to one of these questions."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(question(request.user) for question in questions):
                return forbidden(request)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def forbidden(request: StaffRequest) -> HttpResponse:
    """Return the page that says that it is for others to do."""
    title = _("Questo non lo puoi fare")
    context = {"header_title": title, "page_title": title, "header_icon": "warning"}
    return render(request, "consultations/admin/consultation_forbidden.html", context, status=HTTPStatus.FORBIDDEN)
