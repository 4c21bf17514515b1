# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register as open data: what is public, streamed, with the filters of the list."""

from __future__ import annotations

from django.conf import settings
from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from partners import opendata, queries
from partners.forms import RegisterForm
from portal.core.http import PortalRequest
from portal.core.spreadsheets import csv_response


@require_safe
def register_csv(request: PortalRequest) -> StreamingHttpResponse:
    """Give the public register as a CSV file for spreadsheets."""
    partners = queries.public_partners(RegisterForm(request.GET).filters)
    rows = (opendata.csv_row(opendata.public_facts(partner, site_url=settings.SITE_URL)) for partner in partners)
    return csv_response("partner.csv", opendata.COLUMNS, rows)


@require_safe
def register_json(request: PortalRequest) -> StreamingHttpResponse:
    """Give the public register as a JSON document."""
    partners = queries.public_partners(RegisterForm(request.GET).filters)
    lines = opendata.json_lines(partners, site_url=settings.SITE_URL)
    response = StreamingHttpResponse(lines, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="partner.json"'
    response["Cache-Control"] = "private, no-store"
    return response
