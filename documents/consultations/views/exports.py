# SPDX-License-Identifier: AGPL-3.0-or-later
"""The downloads of the report: the same rows for Word and for a spreadsheet."""

from __future__ import annotations

from django.core.cache import caches
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from documents.consultations.exports import docx, report_data, table
from documents.consultations.exports import report_pdf as report_pdf_file
from documents.consultations.queries import consultations, left, report
from portal.core import made
from portal.core.http import PortalRequest
from portal.core.spreadsheets import csv_response

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KEPT_FOR = 24 * 60 * 60


@require_safe
def report_csv(request: PortalRequest, slug: str) -> HttpResponseBase:
    """Stream the table as CSV."""
    found = consultations.with_results(slug, audience=request.audience, moment=timezone.now()).consultation
    return csv_response(f"{found.slug}-osservazioni.csv", table.heading(), table.rows(found))


@require_safe
def report_json(request: PortalRequest, slug: str) -> StreamingHttpResponse:
    """Stream the numbers and the rows as JSON."""
    moment = timezone.now()
    found = consultations.with_results(slug, audience=request.audience, moment=moment).consultation
    parts = report_data.stream(found, report.report(found), left.of_consultation(found), moment=moment)
    response = StreamingHttpResponse(parts, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}-rapporto.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def report_pdf(request: PortalRequest, slug: str) -> HttpResponse:
    """Return the report as an accessible PDF, made again only when something in it changed."""
    moment = timezone.now()
    found = consultations.with_results(slug, audience=request.audience, moment=moment).consultation
    facts = report.report(found)
    heard = ".".join(f"{one.kind}-{one.spoke}-{one.invited}" for one in facts.invited)
    key = f"report-pdf:{made.digest(get_language(), report.fingerprint(found), heard)}"
    kept = caches["copies"]
    body = kept.get(key)
    if body is None:
        body = report_pdf_file.write(
            found, facts, report.what_changed(found), left.of_consultation(found), moment=moment
        )
        kept.set(key, body, KEPT_FOR)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}-rapporto.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def report_docx(request: PortalRequest, slug: str) -> HttpResponse:
    """Return the table as DOCX, written again only when something in it changed."""
    moment = timezone.now()
    found = consultations.with_results(slug, audience=request.audience, moment=moment).consultation
    key = f"report-docx:{get_language()}:{report.fingerprint(found)}"
    kept = caches["copies"]
    body = kept.get(key)
    if body is None:
        body = docx.write(found, report.report(found), moment=moment)
        kept.set(key, body, KEPT_FOR)
    response = HttpResponse(body, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{found.slug}-osservazioni.docx"'
    response["Cache-Control"] = "private, no-store"
    return response
