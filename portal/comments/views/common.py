# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages for writing share: refusals that give the text back, the way out, the place in the site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from portal.comments import services
from portal.comments.models import Observation
from portal.comments.targets import Target, WindowClosed
from portal.core import limits
from portal.core.http import PortalRequest
from portal.ui.responses import refused

View = Callable[..., HttpResponse]
Crumbs = list[tuple[str, str]]

FORBIDDEN = (services.Banned, services.NotYourVoice, services.NotYours, services.OwnObservation)


def personal(view: View) -> View:
    """Keep the answer out of every cache and every search engine: it is for one person."""

    @wraps(view)
    def answer(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def signed_in(view: View) -> View:
    """Lead who is not signed in to the sign-in page and back; a post gets its text back with the way in."""

    @wraps(view)
    def answer(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        login = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
        if request.method == "POST":
            message = _("Nel frattempo l'accesso è scaduto. Accedi di nuovo: il tuo testo è qui sotto.")
            return refused(
                request, message, status=HTTPStatus.FORBIDDEN, typed=request.POST.get("text", ""), back_url=login
            )
        return go(request, login)

    return answer


def refusal(
    request: PortalRequest,
    error: services.WriteRefused | WindowClosed | limits.TooMany,
    *,
    typed: str = "",
    back_url: str = "",
) -> HttpResponse:
    """Return the page that says why it cannot be done, with the text given back."""
    if isinstance(error, limits.TooMany):
        response = refused(request, too_much(), status=HTTPStatus.TOO_MANY_REQUESTS, typed=typed, back_url=back_url)
        response["Retry-After"] = str(error.retry_after)
        return response
    status = HTTPStatus.CONFLICT
    if isinstance(error, services.TooMany):
        status = HTTPStatus.TOO_MANY_REQUESTS
    elif isinstance(error, FORBIDDEN):
        status = HTTPStatus.FORBIDDEN
    return refused(request, error.message, status=status, typed=typed, back_url=back_url)


def all_typed(text: str, proposed: str) -> str:
    """Return everything that a person typed, to be given back in one piece."""
    return (
        _("%(text)s\n\nLe parole che proponevi:\n%(proposed)s") % {"text": text, "proposed": proposed}
        if proposed
        else text
    )


def too_much() -> str:
    """Return what is said to who goes too fast."""
    return _("Hai fatto troppe richieste in poco tempo. Aspetta un po' e riprova: quello che hai scritto è qui sotto.")


def go(request: PortalRequest, url: str) -> HttpResponse:
    """Lead to another page, htmx too."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def show(request: PortalRequest, name: str, context: dict[str, Any], *, status: int = HTTPStatus.OK) -> HttpResponse:
    """Return a page made of a piece, or the piece alone when htmx asks for it.

    `name` is `comments/write`: the page is `…_page.html`, its piece `….html`.
    """
    is_piece = bool(request.htmx) and not request.htmx.boosted
    response = render(request, f"{name}.html" if is_piece else f"{name}_page.html", context, status=status)
    response["Vary"] = "HX-Request"
    return response


def crumbs(target: Target, here: str) -> Crumbs:
    """Return where a page stands: text, part of the text, this page."""
    above = [(target.page_title, target.page_url)] if target.page_url else []
    return [*above, (target.label, target.url), (here, "")]


def place(observation: Observation, target: Target) -> str:
    """Return the address of an observation in the page where it is read."""
    page, _hash, _anchor = target.url.partition("#")
    return f"{page}#osservazione-{observation.pk}" if page else observation.public_url
