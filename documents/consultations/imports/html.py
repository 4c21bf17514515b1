# SPDX-License-Identifier: AGPL-3.0-or-later
"""HTML of strangers, made safe and cut into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

import nh3
from lxml import html as lxml_html
from lxml.html import HtmlElement

ALLOWED_TAGS: Final = {"p", "ul", "ol", "li", "strong", "em", "a", "br"}
ALLOWED_SCHEMES: Final = {"http", "https", "mailto"}
WHOLE_ADDRESSES: Final = ("http://", "https://", "mailto:")
STRUCTURE: Final = {"h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "td", "th", "img", "b", "i"}
SPACE = re.compile(r"\s+")
CELL_BREAK = "; "

RawKind = Literal["heading", "paragraph", "list", "row", "image"]


@dataclass(frozen=True, kw_only=True)
class Raw:
    """A block of the source as it stood, before anybody asks what it means. A list keeps its items."""

    kind: RawKind
    html: str = ""
    plain: str = ""
    level: int = 0
    is_bold: bool = False
    items: tuple[Raw, ...] = ()
    is_ordered: bool = False
    start: int = 1


def safe(html: str) -> str:
    """Return HTML with nothing but paragraphs, lists, emphasis and links that lead somewhere harmless."""
    html = re.sub(r"<(/?)(b|i)(?=[\s>])", lambda tag: f"<{tag[1]}{'strong' if tag[2] == 'b' else 'em'}", html)
    return nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_whole_address,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="nofollow ugc noopener",
    )


def _whole_address(_tag: str, attribute: str, value: str) -> str | None:
    """Drop links that only mean something inside the file they came from."""
    is_whole = attribute != "href" or value.strip().lower().startswith(WHOLE_ADDRESSES)
    return value if is_whole else None


def plain_words(html: str) -> str:
    """Return the words of some safe HTML, one line for each paragraph and item of a list."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    lines: list[str] = [""]
    _collect(root, lines)
    return "\n".join(line for line in (SPACE.sub(" ", line).strip() for line in lines) if line)


def raw_blocks(html: str) -> list[Raw]:
    """Return the blocks of any HTML in their order, safe: nothing that a person could read is lost."""
    cleaned = nh3.clean(
        html,
        tags=ALLOWED_TAGS | STRUCTURE,
        attributes={"a": {"href"}, "img": {"alt"}, "ol": {"start"}},
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
    )
    root = lxml_html.fragment_fromstring(cleaned, create_parent="div")
    return list(_blocks(root))


def paragraph(text: str) -> Raw:
    """Return a paragraph made of plain words."""
    plain = SPACE.sub(" ", text).strip()
    return Raw(kind="paragraph", html=f"<p>{escape(plain, quote=False)}</p>", plain=plain)


BLOCK_TAGS = {"p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "div"}


def _collect(element: HtmlElement, lines: list[str]) -> None:
    lines[-1] += element.text or ""
    for child in element:
        if child.tag == "br":
            lines.append("")
        elif child.tag in {"p", "li", "ul", "ol", "div"}:
            lines.append("")
            _collect(child, lines)
            lines.append("")
        else:
            _collect(child, lines)
        lines[-1] += child.tail or ""


def _blocks(root: HtmlElement) -> Iterator[Raw]:
    """Walk the top of the tree; words outside any block become paragraphs of their own."""
    loose: list[str] = [escape(root.text or "", quote=False)]
    for child in root:
        if child.tag in BLOCK_TAGS or child.tag == "img":
            yield from _loose(loose)
            loose = []
            yield from _block(child)
        else:
            loose.append(_outer(child))
        loose.append(escape(child.tail or "", quote=False))
    yield from _loose(loose)


def _loose(parts: list[str]) -> Iterator[Raw]:
    html = "".join(parts)
    if html.strip():
        yield _words(html)


def _block(element: HtmlElement) -> Iterator[Raw]:
    tag = str(element.tag)
    for image in element.iter("img"):
        yield Raw(kind="image", plain=image.get("alt", ""))
    if tag == "img":
        return
    if tag in {"ul", "ol"}:
        yield _list(element)
    elif tag == "table":
        yield from _rows(element)
    elif tag.startswith("h"):
        yield Raw(kind="heading", plain=_plain(element), level=int(tag[1]))
    elif any(child.tag in BLOCK_TAGS for child in element):
        yield from _blocks(element)
    else:
        yield _words(_inner(element))


def _words(inner: str) -> Raw:
    html = safe(f"<p>{inner.strip()}</p>")
    words = plain_words(html)
    strong = "".join(re.findall(r"<strong>(.*?)</strong>", html, re.DOTALL))
    is_bold = bool(words) and _squeezed(plain_words(strong) if strong else "") == _squeezed(words)
    return Raw(kind="paragraph", html=html, plain=words, is_bold=is_bold)


def _list(element: HtmlElement) -> Raw:
    items = tuple(_item(child) for child in element if child.tag == "li")
    tag = str(element.tag)
    start = element.get("start", "1")
    body = "".join(item.html for item in items)
    return Raw(
        kind="list",
        html=f"<{tag}>{body}</{tag}>",
        plain="\n".join(item.plain for item in items),
        items=items,
        is_ordered=tag == "ol",
        start=int(start) if start.isdigit() else 1,
    )


def _item(element: HtmlElement) -> Raw:
    """Return an item with its own words first; what is nested stays inside it."""
    inner = re.sub(r"</?p>", lambda tag: "<br>" if tag[0] == "</p>" else "", _inner(element)).strip()
    inner = re.sub(r"(?:<br>\s*)+(?=<[uo]l>|$)", "", inner)
    html = safe(f"<li>{inner}</li>")
    return Raw(kind="paragraph", html=html, plain=plain_words(html))


def _rows(table: HtmlElement) -> Iterator[Raw]:
    for row in table.iter("tr"):
        cells = [SPACE.sub(" ", _plain(cell)) for cell in row if cell.tag in {"td", "th"}]
        words = CELL_BREAK.join(cell for cell in cells if cell)
        if words:
            yield Raw(kind="row", html=f"<p>{escape(words, quote=False)}</p>", plain=words)


def _plain(element: HtmlElement) -> str:
    lines = [""]
    _collect(element, lines)
    return SPACE.sub(" ", " ".join(lines)).strip()


def _inner(element: HtmlElement) -> str:
    return escape(element.text or "", quote=False) + "".join(
        _outer(child) + escape(child.tail or "", quote=False) for child in element
    )


def _outer(element: HtmlElement) -> str:
    return str(lxml_html.tostring(element, encoding="unicode", with_tail=False))


def _squeezed(words: str) -> str:
    return SPACE.sub("", words)
