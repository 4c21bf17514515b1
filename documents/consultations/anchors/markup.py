# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain words and the HTML that they were read from: marking some of them, writing others in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from lxml import html as lxml_html
from lxml.html import HtmlElement

from documents.consultations.imports.html import plain_words
from documents.consultations.redline import Mark, words

BLOCKS = frozenset({"p", "li", "ul", "ol", "div"})


@dataclass(slots=True)
class Slot:
    """A run of text in the tree: inside an element before its first child, or after it."""

    element: HtmlElement
    is_tail: bool

    @property
    def text(self) -> str:
        """What stands in it."""
        return (self.element.tail if self.is_tail else self.element.text) or ""

    def put(self, text: str) -> None:
        """Let it hold something else."""
        if self.is_tail:
            self.element.tail = text
        else:
            self.element.text = text


@dataclass(frozen=True, slots=True)
class Letter:
    """A character of the plain words and where it comes from; a line break comes from nowhere."""

    sign: str
    slot: Slot | None
    at: int


def marked(html: str, start: int, end: int, *, name: str) -> str:
    """Return safe HTML with some of its plain words marked; `name` is the anchor of the first mark.

    HTML whose words cannot be followed is given back as it is.
    """
    root = _tree(html)
    letters = _letters(root)
    if "".join(letter.sign for letter in letters) != plain_words(html):
        return html
    first = True
    for slot, low, high in _runs(letters[start:end]):
        _wrap(slot, low, high, name=name if first else "")
        first = False
    return _inside(root)


def rewritten(html: str, new: str) -> str:
    """Return HTML that says other plain words, with its emphasis, links and lists wherever they can stay."""
    root = _tree(html)
    letters = _letters(root)
    old = "".join(letter.sign for letter in letters)
    edits = _edits(letters, old, new)
    if edits is None:
        return _plainly(new)
    for slot, at, length, text in sorted(edits, key=lambda edit: -edit[1]):
        whole = slot.text
        slot.put(whole[:at] + text + whole[at + length :])
    made = _inside(root)
    return made if plain_words(made) == new else _plainly(new)


Edit = tuple[Slot, int, int, str]  # where, from which letter, how many go, what comes


def _edits(letters: Sequence[Letter], old: str, new: str) -> list[Edit] | None:
    """Return what to take out and put in, each in one run of text; none when a line is made or unmade."""
    edits: list[Edit] = []
    at = 0
    last_removed: int | None = None  # new words take the place, and the form, of those just taken out
    for segment in words(old, new):
        if segment.mark == Mark.SAME:
            at += len(segment.text)
            last_removed = None
        elif "\n" in segment.text:
            return None
        elif segment.mark == Mark.REMOVED:
            last_removed = len(edits)
            edits += [(slot, low, high - low, "") for slot, low, high in _runs(letters[at : at + len(segment.text)])]
            at += len(segment.text)
        elif last_removed is not None:
            edits[last_removed] = (*edits[last_removed][:3], segment.text)
        else:
            place = _place_for(letters, at)
            if place is None:
                return None
            edits.append((*place, 0, segment.text))
    return edits


def _place_for(letters: Sequence[Letter], at: int) -> tuple[Slot, int] | None:
    """Return where new words go: after the letter before them, or before the one that follows."""
    before = letters[at - 1] if at else None
    if before is not None and before.slot is not None:
        return before.slot, before.at + 1
    after = letters[at] if at < len(letters) else None
    return (after.slot, after.at) if after is not None and after.slot is not None else None


def _tree(html: str) -> HtmlElement:
    root: HtmlElement = lxml_html.fragment_fromstring(html, create_parent="div")
    return root


def _inside(root: HtmlElement) -> str:
    return escape(root.text or "", quote=False) + "".join(
        str(lxml_html.tostring(child, encoding="unicode")) for child in root
    )


def _letters(root: HtmlElement) -> list[Letter]:
    """Return the plain words of a tree, each letter with its place: as `plain_words` reads them."""
    lines: list[list[Letter]] = [[]]
    _collect(root, lines)
    found: list[Letter] = []
    for line in (_squeezed(line) for line in lines):
        if line:
            found += [Letter("\n", None, 0), *line] if found else line
    return found


def _collect(element: HtmlElement, lines: list[list[Letter]]) -> None:
    lines[-1] += _signs(Slot(element, is_tail=False))
    for child in element:
        if child.tag == "br":
            lines.append([])
        elif child.tag in BLOCKS:
            lines.append([])
            _collect(child, lines)
            lines.append([])
        else:
            _collect(child, lines)
        lines[-1] += _signs(Slot(child, is_tail=True))


def _signs(slot: Slot) -> list[Letter]:
    return [Letter(sign, slot, at) for at, sign in enumerate(slot.text)]


def _squeezed(line: list[Letter]) -> list[Letter]:
    kept: list[Letter] = []
    for letter in line:
        if not letter.sign.isspace():
            kept.append(letter)
        elif kept and kept[-1].sign != " ":
            kept.append(Letter(" ", letter.slot, letter.at))
    return kept[:-1] if kept and kept[-1].sign == " " else kept


def _runs(letters: Sequence[Letter]) -> Iterator[tuple[Slot, int, int]]:
    """Yield, for each run of text, from where to where the letters reach in it."""
    slot: Slot | None = None
    low = high = 0
    for letter in letters:
        if letter.slot is None:
            continue
        if slot is None or letter.slot is not slot:
            if slot is not None:
                yield slot, low, high
            slot, low = letter.slot, letter.at
        high = letter.at + 1
    if slot is not None:
        yield slot, low, high


def _wrap(slot: Slot, low: int, high: int, *, name: str) -> None:
    text = slot.text
    mark = lxml_html.Element("mark", {"id": name, "tabindex": "-1"} if name else {})
    mark.text, mark.tail = text[low:high], text[high:]
    slot.put(text[:low])
    if slot.is_tail:
        slot.element.addnext(mark)  # what followed the element follows it still, and the mark after it
    else:
        slot.element.insert(0, mark)


def _plainly(new: str) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in new.split("\n"))
