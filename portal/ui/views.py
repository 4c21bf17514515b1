# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of refusal, the stylesheet of the office's colour, public pictures."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.static import serve

from portal.ui import theme
from portal.ui.frame import Frame

LONGEST_SHOWN = 20_000
SHORTEST_SHOWN = 20
PICTURE_ENDINGS = (".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".webp")
_SECRET_NAMES = ("password", "code", "token", "csrf")
_YEAR = 31_536_000


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose safety token is missing or old: nothing is saved, the long texts are given back."""
    context = {"typed_fields": typed_texts(request), "retry_url": request.path}
    response = render(request, "403_csrf.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere, or nowhere for this visitor (a library below us has a `404.html`)."""
    return render(request, "ui/not_found.html", status=404)


@require_safe
def theme_stylesheet(request: HttpRequest) -> HttpResponse:
    """Return the office's colour as CSS variables; kept for a year when the address names this very content."""
    color = Frame(request).office.primary_color
    response = HttpResponse(theme.stylesheet(color), content_type="text/css; charset=utf-8")
    is_current = request.GET.get("v") == theme.fingerprint(color)
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable" if is_current else "public, max-age=300"
    return response


@require_safe
def public_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return a rendition of a public picture; originals, documents and everything else stay closed.

    :raises Http404: it is not a picture, or it does not exist.
    """
    if ".." in path or not path.lower().endswith(PICTURE_ENDINGS):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT / "images"))
    response["Cache-Control"] = "public, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def typed_texts(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the long texts of a form, by name; secrets are left out."""
    texts = []
    for name, value in request.POST.items():
        is_secret = any(word in name.lower() for word in _SECRET_NAMES)
        if isinstance(value, str) and len(value) >= SHORTEST_SHOWN and not is_secret:
            texts.append((name, value[:LONGEST_SHOWN]))
    return texts
