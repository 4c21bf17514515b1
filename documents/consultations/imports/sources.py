# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files and pasted words, made into HTML: whatever comes in, one road leads on from here."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final

from lxml import html as lxml_html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from portal.core.bounded import BoundsExceeded, run_module

CHILD: Final = "documents.consultations.imports.docx_child"
MAX_BYTES: Final = 10 * 1024 * 1024
MAX_CHARACTERS: Final = 2_000_000
BULLET = re.compile(r"^\s*(?:[-–—•·▪◦*]|o(?=\t))\s+")
LONG_LINE = 130


class NotUnderstood(Exception):  # noqa: N818 -- a fact about a file
    """A file that cannot be read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Source:
    """A draft as HTML, not yet safe, with what its format could not carry over."""

    html: str
    features: Mapping[str, int] = field(default_factory=dict)


def from_file(name: str, content: bytes) -> Source:
    """Return a file as HTML, judging it by its content and its name.

    :raises NotUnderstood: too large, empty, or of a kind we do not read.
    """
    if len(content) > MAX_BYTES:
        raise NotUnderstood("too_large")
    if not content.strip():
        raise NotUnderstood("empty")
    ending = Path(name).suffix.lower()
    if content.startswith(b"PK"):
        if ending != ".docx":
            raise NotUnderstood("unknown_kind")
        return from_docx(content)
    if ending == ".docx":
        raise NotUnderstood("encrypted" if content.startswith(b"\xd0\xcf\x11\xe0") else "not_word")
    if ending in {".md", ".markdown"}:
        return from_markdown(_decoded(content))
    if ending == ".txt":
        return from_words(_decoded(content))
    raise NotUnderstood("unknown_kind")


def from_docx(content: bytes, *, megabytes: int = 500, seconds: int = 25) -> Source:
    """Return a Word document as HTML, read in a process of its own with little time and memory.

    :raises NotUnderstood: it is no Word document, or more than anybody can read.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.docx"
        path.write_bytes(content)
        try:
            told = json.loads(run_module(CHILD, [str(path)], megabytes=megabytes, seconds=seconds))
        except (BoundsExceeded, ValueError) as error:
            raise NotUnderstood("unreadable") from error
    if "refused" in told:
        raise NotUnderstood(told["refused"])
    return Source(html=told["html"], features=told["features"])


def from_markdown(text: str) -> Source:
    """Return Markdown as HTML; HTML inside it is shown as it was typed."""
    _bound(text)
    return Source(html=MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def from_words(text: str) -> Source:
    """Return plain words as HTML: a blank line ends a paragraph; so does each line, where lines are long."""
    _bound(text)
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    is_line_a_paragraph = any(len(line) > LONG_LINE for line in lines) or "" not in [line.strip() for line in lines]
    parts: list[str] = []
    for line in lines:
        if not line.strip():
            parts.append("")
        elif parts and parts[-1] and not is_line_a_paragraph and not BULLET.match(line):
            parts[-1] += f" {line.strip()}"
        else:
            parts.append(line)
    return Source(html="\n".join(_grouped([part for part in parts if part])))


def from_pasted(html: str) -> Source:
    """Return what a browser pasted from Word, with Word's own lists made into lists."""
    _bound(html)
    html = re.sub(r"(?s)<!--.*?-->|<(style|script|xml|head)\b.*?</\1>", "", html)
    if not html.strip():
        raise NotUnderstood("empty")
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for mark in root.xpath(".//span[contains(translate(@style, 'I', 'i'), 'mso-list:ignore')]"):
        mark.drop_tree()
    for item in root.xpath(".//p[contains(@class, 'MsoList')]"):
        _make_item(item)
    made = str(lxml_html.tostring(root, encoding="unicode"))
    return Source(html=re.sub(r"</ul>\s*<ul>", "", made))


def _make_item(item: HtmlElement) -> None:
    wrapper = lxml_html.Element("ul")
    item.addprevious(wrapper)
    tail, item.tail = item.tail, None
    item.tag = "li"
    wrapper.append(item)
    wrapper.tail = tail


def _grouped(parts: list[str]) -> list[str]:
    lines: list[str] = []
    for part in parts:
        bullet = BULLET.match(part)
        words = escape(part[bullet.end() :] if bullet else part.strip(), quote=False)
        if not bullet:
            lines.append(f"<p>{words}</p>")
        elif lines and lines[-1].endswith("</ul>"):
            lines[-1] = f"{lines[-1].removesuffix('</ul>')}<li>{words}</li></ul>"
        else:
            lines.append(f"<ul><li>{words}</li></ul>")
    return lines


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _bound(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise NotUnderstood("too_large")
