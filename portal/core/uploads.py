# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that people hand in: how big, of what kind by their content, and with what name they are kept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import filetype
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from portal.core.models import PrivateUpload

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from portal.core.models import User

MOST_BYTES: Final = 10 * 1024 * 1024
LONGEST_NAME: Final = 120
HEAD: Final = 8192
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT: Final = "application/vnd.oasis.opendocument.text"
PDF: Final = "application/pdf"

# What may be handed in, and how its name ends.
ACCEPTED: Final = {
    PDF: ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    DOCX: ".docx",
    XLSX: ".xlsx",
    ODT: ".odt",
}
INSIDE: Final = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:\"/\\|?*]+")


class FileRefused(Exception):  # noqa: N818 -- a refusal, not a fault
    """The file cannot be taken; the message says why, for who sent it."""


@transaction.atomic
def store(*, file: UploadedFile[bytes], by: User | None, most_bytes: int = MOST_BYTES) -> PrivateUpload:
    """Keep a file that only some may open, under a name of ours, and return its row.

    :raises FileRefused: it is empty, too big, or of a kind that is not accepted.
    """
    content_type = kind_of(file, most_bytes=most_bytes)
    name = clean_name(file.name or "", ending=ACCEPTED[content_type])
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    file.name = f"{digest.hexdigest()[:32]}{ACCEPTED[content_type]}"
    return PrivateUpload.objects.create(
        file=file, name=name, content_type=content_type, size=file.size or 0, sha256=digest.hexdigest(), uploaded_by=by
    )


def kind_of(file: UploadedFile[bytes], *, most_bytes: int = MOST_BYTES) -> str:
    """Return what the file is, by its content and never by its name.

    :raises FileRefused: it is empty, too big, or of a kind that is not accepted.
    """
    if not file.size:
        raise FileRefused(_("Il file è vuoto."))
    if file.size > most_bytes:
        raise FileRefused(_("Il file è troppo grande: al massimo %(size)d MB.") % {"size": most_bytes // 1024**2})
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    found = _zip_kind(file) if head.startswith(b"PK\x03\x04") else _plain_kind(head)
    if found not in ACCEPTED:
        raise FileRefused(_("Non è un PDF, un documento DOCX o ODT, un foglio XLSX o un'immagine JPEG, PNG o TIFF."))
    return found


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


def _plain_kind(head: bytes) -> str:
    found = filetype.guess_mime(head)
    return found if isinstance(found, str) else ""


def _zip_kind(file: UploadedFile[bytes]) -> str:
    """Look only at the list of what is inside; nothing is unpacked but forty bytes of an ODT's own type."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise FileRefused(_("Il documento contiene macro: salvalo senza e riprova."))
            if "mimetype" in names and archive.getinfo("mimetype").file_size == len(ODT):
                return archive.read("mimetype").decode("ascii", "replace")
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError):
        return ""
    finally:
        file.seek(0)
    return next((kind for inside, kind in INSIDE.items() if inside in names), "")
