# SPDX-License-Identifier: AGPL-3.0-or-later
"""Take the words out of one file and print them as JSON, a list of pages. Runs in a bounded process of its own.

Imports nothing of Django: it starts quickly and knows nothing that is worth stealing.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

MAX_CHARACTERS = 3_000_000
MAX_PAGES = 2_000
MAX_UNPACKED = 80 * 1024 * 1024
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class TooLarge(Exception):  # noqa: N818 -- a fact about a file
    """What the archive unpacks to is more than any document needs."""


def pages_of_pdf(path: Path) -> Iterator[str]:
    """Yield the words of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for index in range(min(len(document), MAX_PAGES)):
        page = document[index]
        yield page.get_textpage().get_text_bounded()
        page.close()


def open_member(path: Path, member: str) -> bytes:
    """Return one file of an archive, after a look at what it says it unpacks to.

    :raises TooLarge: more than 80 MB.
    """
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(member)
        if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED or info.file_size > MAX_UNPACKED // 2:
            raise TooLarge
        return archive.read(info)


def blocks_of_xml(content: bytes, tags: frozenset[str]) -> Iterator[str]:
    """Yield the words of each element with one of these tags; entities and the network are off."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    for element in etree.fromstring(content, parser).iter(*tags):
        yield "".join(str(piece) for piece in element.itertext())


def pages_of_docx(path: Path) -> Iterator[str]:
    """Yield the whole text: a DOCX has no pages until it is printed."""
    blocks = blocks_of_xml(open_member(path, "word/document.xml"), frozenset({f"{WORD}p"}))
    yield "\n".join(blocks)


def pages_of_odt(path: Path) -> Iterator[str]:
    """Yield the whole text of an OpenDocument text."""
    blocks = blocks_of_xml(open_member(path, "content.xml"), frozenset({f"{ODF_TEXT}p", f"{ODF_TEXT}h"}))
    yield "\n".join(blocks)


READERS = {".pdf": pages_of_pdf, ".docx": pages_of_docx, ".odt": pages_of_odt}


def read(path: Path, extension: str) -> list[str]:
    """Return the words of each page, at most three million characters in all.

    :raises KeyError: this kind of file has no words to take out.
    """
    pages: list[str] = []
    left = MAX_CHARACTERS
    for page in READERS[extension](path):
        text = page.replace("\x00", "")[:left]
        pages.append(text)
        left -= len(text)
        if left <= 0:
            break
    return pages


if __name__ == "__main__":
    sys.stdout.write(json.dumps(read(Path(sys.argv[1]), sys.argv[2])))
