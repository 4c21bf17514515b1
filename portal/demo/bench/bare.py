# SPDX-License-Identifier: AGPL-3.0-or-later
"""A bare Django view without middleware that returns given bytes: what the portal's pages are measured against."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

PAGE = Path(tempfile.gettempdir()) / "portale-da-misurare.html"

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=[],
        ROOT_URLCONF=__name__,
        SECRET_KEY="misura",  # noqa: S106 -- signs nothing
        USE_TZ=True,
        LOGGING_CONFIG=None,
    )


def bare(request: HttpRequest) -> HttpResponse:
    """Return the bytes of the page that is being measured."""
    page = _bytes(PAGE)
    return HttpResponse(page, headers={"Content-Length": str(len(page))})


_kept: dict[Path, bytes] = {}


def _bytes(file: Path) -> bytes:
    if file not in _kept:
        _kept[file] = file.read_bytes()
    return _kept[file]


urlpatterns: list[URLPattern] = [path("", bare, name="bare")]
application = get_wsgi_application()
