# SPDX-License-Identifier: AGPL-3.0-or-later
"""A version as a file, in four formats, and a comparison with tracked changes: public like the pages, made once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import FileResponse
from django.views.decorators.http import require_safe

from documents.consultations.exports import redline_docx, version, version_docx, version_pdf, version_text
from documents.consultations.exports.version import Frozen
from documents.consultations.queries import reasons, redlines, simple, texts
from portal.core import made
from portal.core.exceptions import NotReadable
from portal.core.http import PortalRequest
from portal.core.sniffing import DOCX, PDF

FORMAT = 2  # grows when what is written changes shape
MAKERS: dict[str, tuple[str, Callable[[Frozen], bytes]]] = {
    "pdf": (PDF, version_pdf.write),
    "docx": (DOCX, version_docx.write),
    "md": ("text/markdown; charset=utf-8", version_text.markdown),
    "json": ("application/json; charset=utf-8", version_text.data),
}


@require_safe
def version_file(request: PortalRequest, slug: str, number: int, ending: str) -> FileResponse:
    """Return a frozen version as PDF, DOCX, Markdown or JSON."""
    if ending not in MAKERS:
        raise NotReadable
    found = texts.version(slug, number)
    content_type, write = MAKERS[ending]
    signs = (found.sha256, simple.fingerprint(found), found.text.slug, version.subtitle(found), found.note)
    key = made.digest("version", FORMAT, ending, *signs)
    path = made.fetch(request, key, lambda: write(version.frozen(found)))
    return made.answer(path, name=f"{found.text.slug}-versione-{number}.{ending}", content_type=content_type)


@require_safe
def redline_file(request: PortalRequest, slug: str, old: int, new: int) -> FileResponse:
    """Return the comparison of two versions as DOCX with tracked changes, the older first."""
    if old >= new:
        raise NotReadable
    before, after = texts.version(slug, old), texts.version(slug, new)
    whys = reasons.between(before, after)
    signs = [
        (one, [(told.key, [reason.author for reason in told.reasons]) for told in why.told])
        for one, why in whys.items()
    ]
    key = made.digest("redline", FORMAT, before.sha256, after.sha256, signs)
    path = made.fetch(
        request,
        key,
        lambda: redline_docx.write(
            redlines.redline_of(before, after), whys=whys, title=after.title, moment=after.published_at
        ),
    )
    return made.answer(path, name=f"{slug}-dalla-{old}-alla-{new}-revisioni.docx", content_type=DOCX)
