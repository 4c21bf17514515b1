# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make a DOCX into HTML and print it as JSON. Runs in a bounded process of its own; imports nothing of Django.

An archive of 0.3 MB may unpack to hundreds: what its members say they unpack to is looked at before any is read.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

MAX_UNPACKED = 60 * 1024 * 1024
MAX_MEMBER = 20 * 1024 * 1024
MAX_RATIO = 200
SMALL = 1024 * 1024
MAIN = "word/document.xml"
STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Titolo'] => h1:fresh",
        "p[style-name='Subtitle'] => p:fresh",
        *(
            f"p[style-name='{name} {level}'] => h{min(level + 1, 6)}:fresh"
            for level in range(1, 7)
            for name in ("heading", "Heading", "Titolo")
        ),
    ]
)


class Refused(Exception):  # noqa: N818 -- a fact about a file
    """The file is not what it should be; the message is a code that the parent puts in words."""


def check(archive: zipfile.ZipFile) -> None:
    """Look at what an archive says of itself.

    :raises Refused: too large, with macros, or not a Word document.
    """
    members = archive.infolist()
    names = {member.filename for member in members}
    if MAIN not in names:
        raise Refused("not_word")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refused("macros")
    if any(member.flag_bits & 1 for member in members):
        raise Refused("encrypted")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Refused("too_large")
    for member in members:
        is_bomb = member.file_size > SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1)
        if is_bomb or (member.filename.endswith(".xml") and member.file_size > MAX_MEMBER):
            raise Refused("too_large")


def check_markup(archive: zipfile.ZipFile) -> None:
    """Refuse a document type declaration: Word writes none, and entities live there.

    :raises Refused: there is one.
    """
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")) and re.search(rb"<!(?:DOCTYPE|ENTITY)", archive.read(name)):
            raise Refused("not_word")


def features(archive: zipfile.ZipFile) -> dict[str, int]:
    """Return how many there are of the things that a page of text cannot hold."""
    main = archive.read(MAIN)
    found = {
        "tracked_changes": len(re.findall(rb"<w:(?:ins|del|moveFrom|moveTo) ", main)),
        "comments": _count(archive, "word/comments.xml", rb"<w:comment "),
        "text_boxes": len(re.findall(rb"<w:txbxContent", re.sub(rb"(?s)<mc:Fallback.*?</mc:Fallback>", b"", main))),
        "headers": sum(
            _count(archive, name, rb"<w:t[ >]") > 0
            for name in archive.namelist()
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)
        ),
    }
    return {name: count for name, count in found.items() if count}


def _count(archive: zipfile.ZipFile, name: str, pattern: bytes) -> int:
    return len(re.findall(pattern, archive.read(name))) if name in archive.namelist() else 0


def read(path: Path) -> dict[str, Any]:
    """Return `{"html": …, "features": …}`, or `{"refused": code}`."""
    try:
        with zipfile.ZipFile(path) as archive:
            check(archive)
            check_markup(archive)
            found = features(archive)
    except zipfile.BadZipFile:
        return {"refused": "not_word"}
    except Refused as refused:
        return {"refused": str(refused)}
    return {"html": to_html(path), "features": found}


def to_html(path: Path) -> str:
    """Return the document as HTML, with `<img>` of no source where a picture stood."""
    import mammoth

    with path.open("rb") as file:
        made = mammoth.convert_to_html(
            file,
            ignore_empty_paragraphs=False,
            style_map=STYLES,
            convert_image=mammoth.images.img_element(lambda _image: {"src": ""}),
        )
    return str(made.value)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(read(Path(sys.argv[1]))))
