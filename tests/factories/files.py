# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small real files, with what should not reach the public inside."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

AUTHOR = "Mario Segreto"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*, pages: int = 1, password: str = "", javascript: str = "") -> bytes:
    """Return a PDF whose properties name an author."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Author": AUTHOR, "/Title": "Turni"})
    writer.root_object[NameObject("/Lang")] = TextStringObject("it-IT")
    if javascript:
        program = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(javascript)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(program)
        writer.add_attachment("dentro.txt", b"nascosto")
    if password:
        writer.encrypt(password)
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def photo(*, kind: str = "JPEG") -> bytes:
    """Return a picture that says where and by whom it was taken."""
    picture = Image.new("RGB", (40, 30), "green")
    marks = Image.Exif()
    marks[0x013B] = AUTHOR
    marks[0x8825] = {1: "N", 2: (40.0, 38.0, 0.0)}
    packed = io.BytesIO()
    picture.save(packed, kind, exif=marks)
    return packed.getvalue()


def archive(members: dict[str, Any]) -> bytes:
    """Return a ZIP file of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return packed.getvalue()


def docx(**more: Any) -> bytes:
    """Return the skeleton of a DOCX with an author in its properties and beside a change."""
    body = f'<w:document xmlns:w="{W}"><w:ins w:author="{AUTHOR}" w:id="1"/>Turni di notte</w:document>'
    core = f"<cp:coreProperties><dc:creator>{AUTHOR}</dc:creator></cp:coreProperties>"
    return archive({"word/document.xml": body, "docProps/core.xml": core, **more})


def odt(**more: Any) -> bytes:
    """Return the skeleton of an ODT with an author in its properties and beside a note."""
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office><dc:creator>{AUTHOR}</dc:creator>Turni di notte</office>",
        "meta.xml": f"<meta><meta:initial-creator>{AUTHOR}</meta:initial-creator></meta>",
        **more,
    }
    return archive(members)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)
