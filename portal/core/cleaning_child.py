# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write a file again without what says who made it, where and with what. Runs in a bounded process of its own.

Imports nothing of Django: it starts quickly and knows nothing that is worth stealing. What it refuses it says in one
word on the standard error: `locked`, `long`, `large`.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

MAX_PAGES = 500
MAX_PIXELS = 60_000_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_MEMBERS = 5_000
CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
META = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
    b"<office:meta/></office:document-meta>"
)
IN_PLACE_OF = {
    "docprops/core.xml": CORE,
    "docprops/app.xml": APP,
    "docprops/custom.xml": CUSTOM,
    "meta.xml": META,
}
AUTHORS_IN_WORD = re.compile(rb'((?:w|w15):(?:author|initials)=")[^"]*"')
AUTHORS_IN_ODF = re.compile(rb"(<(?:dc:creator|meta:initial-creator)>)[^<]*(</)")
ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMedia"})


def clean_pdf(source: Path, target: Path) -> None:
    """Write a PDF without author, programs, attached files; its words, pages and tags stay."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(source, strict=False)
    if reader.is_encrypted:
        sys.exit("locked")
    if len(reader.pages) > MAX_PAGES:
        sys.exit("long")
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    root: Any = writer.root_object
    for name in ("/Metadata", "/OpenAction", "/AA", "/PieceInfo"):
        root.pop(name, None)
    names: Any = root.get("/Names")
    if names is not None:
        for name in ("/JavaScript", "/EmbeddedFiles"):
            names.get_object().pop(name, None)
    for page in writer.pages:
        _clean_page(page)
    writer.write(target)


def _clean_page(page: Any) -> None:
    for name in ("/AA", "/Metadata", "/PieceInfo"):
        page.pop(name, None)
    annotations = page.get("/Annots")
    for one in annotations.get_object() if annotations is not None else ():
        found = one.get_object()
        found.pop("/AA", None)
        found.pop("/T", None) if found.get("/Subtype") != "/Widget" else None
        action = found.get("/A")
        if action is not None and action.get_object().get("/S") in ACTIONS:
            found.pop("/A", None)


def clean_image(source: Path, target: Path) -> None:
    """Write a picture again from its pixels: no place, no camera, nothing behind it."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(source, formats=("JPEG", "PNG")) as opened:
        kind = opened.format
        if opened.width * opened.height > MAX_PIXELS:
            sys.exit("large")
        upright = ImageOps.exif_transpose(opened)
        upright.info = {}
        if kind == "JPEG":
            upright.convert("RGB").save(target, "JPEG", quality=88)
        else:
            upright.save(target, "PNG")


def clean_archive(source: Path, target: Path) -> None:
    """Write a DOCX or an ODT again without its properties and the names beside notes and changes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        members = old.infolist()
        if len(members) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_UNPACKED:
            sys.exit("large")
        for one in members:
            kind = zipfile.ZIP_STORED if one.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(zipfile.ZipInfo(one.filename), _member(old, one), compress_type=kind)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    name = info.filename.lower()
    if name in IN_PLACE_OF:
        return IN_PLACE_OF[name]
    with archive.open(info) as opened:
        content = opened.read(info.file_size + 1)
    if len(content) > info.file_size:
        sys.exit("large")
    if name.startswith("word/") and name.endswith(".xml"):
        return AUTHORS_IN_WORD.sub(rb'\1"', content)
    if name in {"content.xml", "styles.xml"}:
        return AUTHORS_IN_ODF.sub(rb"\1\2", content)
    return content


CLEANERS: dict[str, Callable[[Path, Path], None]] = {
    ".pdf": clean_pdf,
    ".jpg": clean_image,
    ".png": clean_image,
    ".docx": clean_archive,
    ".odt": clean_archive,
}

if __name__ == "__main__":
    CLEANERS[sys.argv[2]](Path(sys.argv[1]), Path(sys.argv[3]))
