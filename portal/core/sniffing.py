# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file is, by its content and never by its name: one answer for attachments, scans and the library."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final

import filetype
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

HEAD: Final = 8192
PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
TIFF: Final = "image/tiff"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT: Final = "application/vnd.oasis.opendocument.text"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"

# How the name of each kind ends.
ENDINGS: Final = {
    PDF: ".pdf",
    JPEG: ".jpg",
    PNG: ".png",
    TIFF: ".tif",
    DOCX: ".docx",
    XLSX: ".xlsx",
    ODT: ".odt",
    ODS: ".ods",
}
INSIDE: Final = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
ODF: Final = {ODT, ODS}
LONGEST_MIMETYPE: Final = 80
# How a page, a drawing or a program in disguise begins, after blanks and marks.
WEB_PAGES: Final = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<!--", b"<body", b"<xhtml")
OLD_WORD: Final = b"\xd0\xcf\x11\xe0"
ZIP: Final = b"PK\x03\x04"
BLANKS: Final = b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"


class FileRefused(Exception):  # noqa: N818 -- a refusal, not a fault
    """The file cannot be taken; the message says why, for who sent it."""


def sniff(file: UploadedFile[bytes]) -> str:
    """Return the media type of a file of a kind in `ENDINGS`; nothing for any other kind.

    :raises FileRefused: it is a web page or a drawing that may hold programs, an old Word file, has macros, or hides
        an archive behind another kind.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(ZIP):
        return _kind_of_archive(file)
    _refuse_by_head(head)
    found = filetype.guess_mime(head)
    kind = found if isinstance(found, str) and found in ENDINGS else ""
    if kind and _hides_an_archive(file):
        raise FileRefused(_("Il file ne nasconde un altro: aprilo, salvalo di nuovo e riprova."))
    return kind


def _refuse_by_head(head: bytes) -> None:
    if head.lstrip(BLANKS).lower().startswith(WEB_PAGES):
        raise FileRefused(
            _("È una pagina web o un disegno SVG, che può contenere programmi: salvalo come PDF o come immagine PNG.")
        )
    if head.startswith(OLD_WORD):
        raise FileRefused(_("È un documento nel formato vecchio di Word o Excel: salvalo come DOCX o come PDF."))


def _hides_an_archive(file: UploadedFile[bytes]) -> bool:
    try:
        return zipfile.is_zipfile(file)
    finally:
        file.seek(0)


def _kind_of_archive(file: UploadedFile[bytes]) -> str:
    """Look only at the list of what is inside; nothing is unpacked but the few bytes of an ODF file's own type."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if any(_is_macro(name.lower()) for name in names):
                raise FileRefused(_("Il documento contiene macro: salvalo senza e riprova."))
            if "mimetype" in names and archive.getinfo("mimetype").file_size <= LONGEST_MIMETYPE:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
                return said if said in ODF else ""
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError):
        return ""
    finally:
        file.seek(0)
    return next((kind for inside, kind in INSIDE.items() if inside in names), "")


def _is_macro(name: str) -> bool:
    return name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/"))
