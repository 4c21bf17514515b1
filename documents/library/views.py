# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of the library, and the one door through which files go out."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.library import queries
from documents.library.forms import DocumentFilterForm, ProtocolFilterForm
from documents.library.models import Document
from portal.core.exceptions import NotReadable
from portal.core.http import PortalRequest
from portal.ui.lists import chips_of

PAGE_SIZE = 20
SHOWN_IN_PLACE = frozenset({"application/pdf", "image/png", "image/jpeg"})


@require_safe
def documents(request: PortalRequest) -> HttpResponse:
    """List the documents that this visitor may open, with filters."""
    form = DocumentFilterForm(request.GET, today=timezone.localdate())
    found = queries.readable_documents(form.filters, audience=request.audience)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "chips": chips_of(request, form), "today": timezone.localdate()}
    return render(request, "library/documents.html", context)


@require_safe
def document(request: PortalRequest, pk: int) -> HttpResponse:
    """Say what a document is, and give it to be opened."""
    found = queries.readable_document(pk, audience=request.audience)
    protocols = queries.protocols_with(found, audience=request.audience)
    today = timezone.localdate()
    context = {"document": found, "protocols": protocols, "force": found.force_on(today)}
    return render(request, "library/document.html", context)


@require_safe
def protocols(request: PortalRequest) -> HttpResponse:
    """List the agreements that this visitor may read, with filters."""
    form = ProtocolFilterForm(request.GET, today=timezone.localdate())
    found = queries.readable_protocols(form.filters, audience=request.audience)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [(each, each.force_on(today)) for each in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "chips": chips_of(request, form)}
    return render(request, "library/protocols.html", context)


@require_safe
def protocol(request: PortalRequest, slug: str) -> HttpResponse:
    """Show one agreement: who signed it, what each owes, until when, and the signed text if one may open it."""
    found = queries.readable_protocol(slug, audience=request.audience)
    signed = queries.signed_text(found, audience=request.audience)
    context = {"protocol": found, "signed": signed, "force": found.force_on(timezone.localdate())}
    return render(request, "library/protocol.html", context)


@require_safe
def download(request: PortalRequest, document_id: int, document_filename: str) -> HttpResponse | FileResponse:
    """Give a file to whoever may open it; no conditional answer tells others that it exists.

    :raises NotReadable: it does not exist, has another name, lost its file, or is for others.
    """
    found = queries.readable_document(document_id, audience=request.audience)
    if found.filename != document_filename or not found.file.storage.exists(found.file.name or ""):
        raise NotReadable
    return _file_response(found)


def _file_response(document: Document) -> FileResponse:
    content_type = document.content_type
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=content_type not in SHOWN_IN_PLACE,
        filename=document.filename,
        content_type=content_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=300" if document.is_public else "private, no-store"
    return response
