# SPDX-License-Identifier: AGPL-3.0-or-later
"""A request as our middleware hands it to views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from portal.core.models import User


class PortalRequest(HttpRequest):
    """A request that knows which tokens its visitor holds and whether htmx sent it. For annotations only."""

    audience: frozenset[str]
    htmx: HtmxDetails


class SignedInRequest(PortalRequest):
    """The same, of somebody who has signed in. For annotations only."""

    user: User
