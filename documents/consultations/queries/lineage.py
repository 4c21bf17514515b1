# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of the paragraphs that a yes names: changed, as before, or gone; where they live if split or joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from documents.consultations.enums import ParentKind
from documents.consultations.models import Text, Version, VersionParagraph
from documents.consultations.queries.anchors import Stand
from documents.consultations.queries.descent import Layer, Links, family_through, parentage
from documents.consultations.queries.drafts import NextVersion


class Became(Enum):
    """What a paragraph became."""

    CHANGED = auto()
    UNCHANGED = auto()
    GONE = auto()


@dataclass(frozen=True, kw_only=True)
class Words:
    """Every paragraph of a version, published or coming, and which of them came from which."""

    number: int
    stands: Mapping[str, Stand]
    html: Mapping[str, str]
    links: Links

    def became(self, paragraph: UUID | str, before: Words, between: Sequence[Layer] = ()) -> Became:
        """Return what a paragraph of an earlier version is here; what was only split or joined has its words still.

        `between` are the paragraphs of the versions that lie between, if any do.
        """
        identity = str(paragraph)
        if identity not in before.stands:
            return Became.CHANGED if identity in self.stands else Became.GONE
        old, new = family_through(identity, [before.stands, *between, self.stands], self.links)
        if not new:
            return Became.GONE
        if old == new == {identity}:
            is_same = before.html[identity] == self.html[identity]
        else:
            is_same = before.joined(old) == self.joined(new)
        return Became.UNCHANGED if is_same else Became.CHANGED

    def joined(self, identities: set[str]) -> str:
        """Return these paragraphs as one, in reading order."""
        stands = sorted((self.stands[one] for one in identities), key=lambda stand: stand.position)
        return " ".join(" ".join(stand.plain.split()) for stand in stands)


def of_version(version: Version) -> Words:
    """Return the words of a published version: two queries."""
    rows = VersionParagraph.objects.filter(version=version).order_by()
    names = ("paragraph_id", "number", "position", "plain", "section__slug", "html")
    stands, html = {}, {}
    for identity, number, position, plain, slug, marked in rows.values_list(*names):
        stands[str(identity)], html[str(identity)] = Stand(number, position, plain, slug), marked
    return Words(number=version.number, stands=stands, html=html, links=parentage(version.text_id))


def of_draft(draft: NextVersion) -> Words:
    """Return the words of the next version, as far as editors declared them ready."""
    stands = {
        block.identity: Stand(block.number, block.position, block.plain, section.slug)
        for section in draft.sections
        for block in section.blocks
    }
    html = {block.identity: block.html for block in draft.blocks}
    return Words(number=draft.number, stands=stands, html=html, links=parentage(draft.text.pk) | links_ahead(draft))


def between(text: Text, first: int, last: int) -> list[Layer]:
    """Return the paragraphs of the versions between two, in order: one query, none where they follow each other."""
    if last - first <= 1:
        return []
    rows = VersionParagraph.objects.filter(version__text=text, version__number__gt=first, version__number__lt=last)
    found: dict[int, set[str]] = {}
    for number, identity in rows.order_by("version__number").values_list("version__number", "paragraph_id"):
        found.setdefault(number, set()).add(str(identity))
    return list(found.values())


def links_ahead(draft: NextVersion) -> Links:
    """Return which paragraphs of the next version come from which, as far as it is decided."""
    names = {block.key: block.identity for block in draft.blocks}
    decision = draft.pairing.decision
    found = [(parent, key, ParentKind.SPLIT) for key, parent in decision.splits.items()]
    found += [(parent, key, ParentKind.MERGE) for key, parents in decision.merges.items() for parent in parents]
    return frozenset((parent, names[key], str(kind)) for parent, key, kind in found if key in names)
