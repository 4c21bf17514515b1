# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of refusal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose safety token is missing or old."""
    return render(request, "403_csrf.html", status=403)
