# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of the paragraphs that a yes names: changed, as before, or gone; where they live if split or joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from documents.consultations.models import Version, VersionParagraph
from documents.consultations.queries.anchors import Links, Stand, family_of, parentage
from documents.consultations.queries.drafts import NextVersion


class Became(Enum):
    """What a paragraph became."""

    CHANGED = auto()
    UNCHANGED = auto()
    GONE = auto()


@dataclass(frozen=True, kw_only=True)
class Words:
    """Every paragraph of a version, published or coming, and which of them came from which."""

    stands: Mapping[str, Stand]
    html: Mapping[str, str]
    links: Links

    def became(self, paragraph: UUID | str, before: Words) -> Became:
        """Return what a paragraph of an earlier version is here; what was only split or joined has its words still."""
        identity = str(paragraph)
        if identity not in before.stands:
            return Became.CHANGED if identity in self.stands else Became.GONE
        old, new = family_of({identity}, before.stands, self.stands, self.links)
        if not new:
            return Became.GONE
        if old == new == [identity]:
            is_same = before.html[identity] == self.html[identity]
        else:
            is_same = before.joined(old) == self.joined(new)
        return Became.UNCHANGED if is_same else Became.CHANGED

    def joined(self, identities: list[str]) -> str:
        """Return these paragraphs as one."""
        return " ".join(" ".join(self.stands[one].plain.split()) for one in identities)


def of_version(version: Version) -> Words:
    """Return the words of a published version: two queries."""
    rows = VersionParagraph.objects.filter(version=version).order_by()
    names = ("paragraph_id", "number", "position", "plain", "section__slug", "html")
    stands, html = {}, {}
    for identity, number, position, plain, slug, marked in rows.values_list(*names):
        stands[str(identity)], html[str(identity)] = Stand(number, position, plain, slug), marked
    return Words(stands=stands, html=html, links=parentage(version.text_id))


def of_draft(draft: NextVersion) -> Words:
    """Return the words of the next version, as far as editors declared them ready."""
    stands = {
        block.identity: Stand(block.number, block.position, block.plain, section.slug)
        for section in draft.sections
        for block in section.blocks
    }
    html = {block.identity: block.html for block in draft.blocks}
    return Words(stands=stands, html=html, links=parentage(draft.text.pk) | links_ahead(draft))


def links_ahead(draft: NextVersion) -> Links:
    """Return which paragraphs of the next version come from which, as far as it is decided."""
    names = {block.key: block.identity for block in draft.blocks}
    decision = draft.pairing.decision
    pairs = [(parent, key) for key, parent in decision.splits.items()]
    pairs += [(parent, key) for key, parents in decision.merges.items() for parent in parents]
    return frozenset((parent, names[key]) for parent, key in pairs if key in names)
