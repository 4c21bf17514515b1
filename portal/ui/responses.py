# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals that give back what was typed: 403 not yours to do, 409 closed or decided, 429 too much."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_TITLES = {
    HTTPStatus.FORBIDDEN: _("Questo non lo puoi fare"),
    HTTPStatus.CONFLICT: _("Non è più possibile"),
    HTTPStatus.UNPROCESSABLE_ENTITY: _("C'è qualcosa da correggere"),
    HTTPStatus.TOO_MANY_REQUESTS: _("Troppe richieste in poco tempo"),
}
_PLAIN_TITLE = _("La richiesta non è stata accolta")


def refused(
    request: HttpRequest,
    message: str | Promise,
    *,
    status: int,
    title: str | Promise = "",
    typed: str = "",
    back_url: str = "",
) -> HttpResponse:
    """Return the page (for htmx, the piece of page) that says why, with the typed text given back.

    `back_url` is an address of this site chosen by the view, never one that came with the request.
    """
    is_piece = request.headers.get("HX-Request") == "true" and not request.headers.get("HX-Boosted")
    context = {
        "title": title or _TITLES.get(HTTPStatus(status), _PLAIN_TITLE),
        "message": message,
        "typed": typed,
        "back_url": back_url,
    }
    response = render(request, "ui/refused_fragment.html" if is_piece else "ui/refused.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
