# SPDX-License-Identifier: AGPL-3.0-or-later
"""A request as our middleware hands it to views."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class PortalRequest(HttpRequest):
    """A request that knows which tokens its visitor holds and whether htmx sent it. For annotations only."""

    audience: frozenset[str]
    htmx: HtmxDetails
