# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of a text as staff write them in a cell: a section by its title, a paragraph by its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.comments import targets

WHOLE_TEXT = ("", "tutto il testo", "tutto", "testo intero")


@dataclass(frozen=True, kw_only=True)
class Places:
    """What may be chosen in one consultation: (`paragraph:<uuid>`, label), and how it is named in a cell."""

    choices: Sequence[tuple[str, str]] = ()
    by_section: dict[str, str] = field(default_factory=dict)
    by_number: dict[str, str] = field(default_factory=dict)
    whole: str = ""

    def find(self, section: str, paragraph: str) -> str:
        """Return the part that two cells name, or nothing."""
        number = paragraph.strip().rstrip(".")
        if number:
            return self.by_number.get(number, "")
        name = " ".join(section.casefold().split())
        return self.whole if name in WHOLE_TEXT else self.by_section.get(name, "")


def places_of(scope: str) -> Places:
    """Return the parts of the text of a consultation that still takes letters; nothing of any other."""
    catalogue = targets.catalogue()
    if catalogue is None or scope not in dict(catalogue.scopes()):
        return Places()
    choices: list[tuple[str, str]] = []
    by_section: dict[str, str] = {}
    by_number: dict[str, str] = {}
    whole = ""
    for value, label in catalogue.sections(scope):
        choices.append((value, label))
        kind, _colon, identity = value.partition(":")
        if kind != "section":
            whole = whole or value
            continue
        by_section[" ".join(label.casefold().split())] = value
        for one, text in catalogue.paragraphs(scope, identity):
            choices.append((one, text))
            by_number.setdefault(text.partition(".")[0].strip(), one)
    return Places(choices=choices, by_section=by_section, by_number=by_number, whole=whole)
