# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that people hand in: how big, of what kind by their content, and with what name they are kept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from portal.core.cleaning import cleaned
from portal.core.models import PrivateUpload
from portal.core.sniffing import DOCX, ENDINGS, JPEG, ODT, PDF, PNG, TIFF, XLSX, FileRefused, sniff

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from portal.core.models import User

MOST_BYTES: Final = 10 * 1024 * 1024
LONGEST_NAME: Final = 120
# What may be handed in on paper's behalf, and what may come with an observation and be shown to everybody.
SCANS: Final = frozenset({PDF, JPEG, PNG, TIFF, DOCX, XLSX, ODT})
ATTACHMENTS: Final = frozenset({PDF, JPEG, PNG, DOCX, ODT})
NOT_ACCEPTED: Final = {
    SCANS: _("Non è un PDF, un documento DOCX o ODT, un foglio XLSX o un'immagine JPEG, PNG o TIFF."),
    ATTACHMENTS: _("Non è un PDF, un documento DOCX o ODT o un'immagine JPEG o PNG."),
}
UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:\"/\\|?*]+")


@transaction.atomic
def store(
    *,
    file: UploadedFile[bytes],
    by: User | None,
    most_bytes: int = MOST_BYTES,
    accepted: frozenset[str] = SCANS,
    is_cleaned: bool = False,
) -> PrivateUpload:
    """Keep a file that only some may open, under a name of ours, and return its row.

    What others will read is `is_cleaned` first: written again without author, place and programs.

    :raises FileRefused: it is empty, too big, or of a kind that is not accepted.
    """
    content_type = kind_of(file, most_bytes=most_bytes, accepted=accepted)
    name = clean_name(file.name or "", ending=ENDINGS[content_type])
    if is_cleaned:
        file = cleaned(file, kind=content_type)
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    file.name = f"{digest.hexdigest()[:32]}{ENDINGS[content_type]}"
    return PrivateUpload.objects.create(
        file=file, name=name, content_type=content_type, size=file.size or 0, sha256=digest.hexdigest(), uploaded_by=by
    )


def kind_of(file: UploadedFile[bytes], *, most_bytes: int = MOST_BYTES, accepted: frozenset[str] = SCANS) -> str:
    """Return what the file is, by its content and never by its name.

    :raises FileRefused: it is empty, too big, or of a kind that is not accepted.
    """
    if not file.size:
        raise FileRefused(_("Il file è vuoto."))
    if file.size > most_bytes:
        raise FileRefused(_("Il file è troppo grande: al massimo %(size)d MB.") % {"size": most_bytes // 1024**2})
    found = sniff(file)
    if found not in accepted:
        raise FileRefused(NOT_ACCEPTED.get(accepted, NOT_ACCEPTED[SCANS]))
    return found


def discard(uploads: Iterable[PrivateUpload]) -> None:
    """Delete rows of files and, once that is committed, the files themselves."""
    for upload in uploads:
        storage, name = upload.file.storage, upload.file.name or ""
        upload.delete()
        transaction.on_commit(partial(storage.delete, name))


def clean_name(name: str, *, ending: str) -> str:
    """Return a name that is safe to show and to download: one line, no path, no marks that turn it around."""
    stem = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    stem = UNSAFE.sub(" ", stem)
    if "." in stem.strip("."):
        stem = stem.rpartition(".")[0]
    stem = " ".join(stem.split()).strip(" .=+-@'") or str(_("documento"))
    return stem[: LONGEST_NAME - len(ending)] + ending


def as_download(upload: PrivateUpload) -> FileResponse:
    """Return the answer that gives the file to who may have it: kept by nobody, opened outside the page."""
    response = FileResponse(
        upload.file.open("rb"), as_attachment=True, filename=upload.name, content_type=upload.content_type
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
