# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comparison put together again from its accessibility tree alone, as somebody who only hears it would."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

LINE = re.compile(r'^(?P<role>[a-z]+)(?: "(?P<name>(?:[^"\\]|\\.)*)")?(?P<marks>(?: \[[^\]]*\])*)$')
SECTION = re.compile(
    r"^(?:sezione (\d+) nella|non c'era nella) versione \d+, (?:sezione (\d+) nella|non c'è più nella)"
)
HERE_WAS = re.compile(r"^qui c'era il ((?:paragrafo|titoletto) \d+):")
WAS = re.compile(r"spostato: era il ((?:paragrafo|titoletto) \d+), in «")


@dataclass
class Node:
    """One node of the tree."""

    role: str
    name: str = ""
    marks: str = ""
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def flat(self) -> str:
        """Return every word in it."""
        inside = " ".join(child.flat() for child in self.children)
        return " ".join(part for part in (self.text, inside or ("" if self.text else self.name)) if part)


def tree(snapshot: str) -> list[Node]:
    """Read the lines of an accessibility snapshot."""
    root = Node("root")
    stack = [(-1, root)]
    for line in snapshot.splitlines():
        depth = len(line) - len(line.lstrip())
        node = _node(line.strip().removeprefix("- "))
        while stack[-1][0] >= depth:
            stack.pop()
        stack[-1][1].children.append(node)
        stack.append((depth, node))
    return root.children


def _node(told: str) -> Node:
    if told.startswith("/"):  # an address, which nobody hears
        return Node("address")
    if told.startswith("'"):
        end = re.match(r"'((?:[^']|'')*)'", told)
        key, rest = end[1].replace("''", "'"), told[end.end() :]
    else:
        match = re.match(r'((?:[a-z]+)(?: "(?:[^"\\]|\\.)*")?(?: \[[^\]]*\])*)', told)
        key, rest = match[1], told[match.end() :]
    found = LINE.match(key)
    value = rest.removeprefix(":").strip()
    name = json.loads(f'"{found["name"]}"') if found["name"] else ""
    return Node(found["role"], name, found["marks"] or "", _value(value))


def _value(value: str) -> str:
    if not value.startswith('"'):
        return value
    return json.loads(re.sub(r"\\x([0-9a-fA-F]{2})", r"\\u00\1", value))


def both(nodes: list[Node]) -> tuple[list, list]:
    """Return the old and the new version: titles and paragraphs, each as its words."""
    sections = [node for node in nodes if node.role == "region"]
    told = [_section(section.children) for section in sections]
    moved = {ref: words for one in told for ref, words in one.moved.items()}
    old = sorted((one for one in told if one.was), key=lambda one: one.was)
    new = sorted((one for one in told if one.now), key=lambda one: one.now)
    return (
        [(one.old_title, [moved[item] if isinstance(item, str) else item for item in one.old]) for one in old],
        [(one.new_title, one.new) for one in new],
    )


@dataclass
class Told:
    """A section as it was told."""

    old_title: list[str]
    new_title: list[str]
    was: int = 0
    now: int = 0
    old: list = field(default_factory=list)
    new: list = field(default_factory=list)
    moved: dict = field(default_factory=dict)


def _section(nodes: list[Node]) -> Told:
    title, place, *lines = nodes
    told = Told(*_words(title))
    found = SECTION.match(_lowered(place.flat()))
    told.was, told.now = int(found[1] or 0), int(found[2] or 0)
    note = ""
    for node in lines:
        if node.role == "note":
            note = _lowered(node.flat())
            here = HERE_WAS.match(note)
            if here:
                told.old.append(here[1])
                note = ""
        elif node.role == "paragraph" or (node.role == "heading" and "level=3" in node.marks):
            _line(told, note, *_words(node))
            note = ""
    return told


def _line(told: Told, note: str, old: list[str], new: list[str]) -> None:
    moved = WAS.search(note)
    if moved:
        told.moved[moved[1]] = old
    elif not re.match(r"(?:paragrafo|titoletto) aggiunto", note):
        told.old.append(old)
    if not re.match(r"(?:paragrafo|titoletto) tolto", note):
        told.new.append(new)


def _words(node: Node) -> tuple[list[str], list[str]]:
    parts = node.children or [Node("text", text=node.text or node.name)]
    old, new = [], []
    for part in parts:
        said = part.flat()
        if part.role == "deletion":
            old += re.fullmatch(r"tolto: (.*) \(fine\)", said)[1].split()
        elif part.role == "insertion":
            new += re.fullmatch(r"aggiunto: (.*) \(fine\)", said)[1].split()
        else:
            old += said.split()
            new += said.split()
    return old, new


def _lowered(text: str) -> str:
    text = text.strip()
    return text[:1].lower() + text[1:]
