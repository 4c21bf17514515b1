# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which paragraph of the next version is which of the latest: what is certain, what was said, what is to be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q

from documents.consultations.enums import OriginKind
from documents.consultations.matching import Decision, Item, Matching, decide, likeliest, match
from documents.consultations.matching.decisions import GONE, INTO, NEW, SPLIT
from documents.consultations.models import BlockOrigin, Paragraph, Text, VersionParagraph
from documents.consultations.queries import texts

if TYPE_CHECKING:
    from documents.consultations.queries.drafts import DraftBlock, NextVersion

NOTHING: Final = Matching(same={}, splits={}, merges={}, added=frozenset(), removed=frozenset(), doubts=(), unsure={})
FEW_WORDS: Final = 3


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """The latest version beside what is ready. Keys: of a paragraph its identity, of a block its page and id."""

    old: tuple[VersionParagraph, ...] = ()
    found: Matching = NOTHING
    known: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def decision(self) -> Decision:
        """What is certain, with what editors said before."""
        return self.decided({})

    @property
    def recognised(self) -> dict[str, str]:
        """The new blocks that are certainly old paragraphs (block → paragraph)."""
        return {new: old for new, old in self.decision.same.items() if new not in self.known}

    @property
    def has_news(self) -> bool:
        """Whether something was recognised that editors may want to see."""
        return bool(self.recognised or self.decision.splits or self.decision.merges)

    @cached_property
    def in_doubt(self) -> frozenset[str]:
        """The paragraphs of which it is not decided whether they live on."""
        still_open = self.decision.open
        asked = {
            old
            for doubt in self.found.doubts
            if doubt.new in still_open
            for proposal in doubt.proposals
            for old in proposal.old
        }
        return frozenset(asked | still_open)

    def decided(self, choices: Mapping[str, str], *, accepts: bool = False) -> Decision:
        """Return what is decided with these choices; `accepts` takes the likeliest wherever nothing was chosen."""
        every = {**(likeliest(self.found) if accepts else {}), **self.said, **choices}
        return decide(self.found, every, known=self.known, old={str(twin.paragraph_id) for twin in self.old})


def of_draft(draft: NextVersion) -> Pairing:
    """Return what is ready beside the latest version: matched by words where there is something to match."""
    assert draft.latest is not None  # noqa: S101 -- asked of texts that have a version only
    old = tuple(texts.all_paragraphs_of(draft.latest))
    ids = {str(twin.paragraph_id) for twin in old}
    blocks = list(draft.blocks)
    known = {block.key: str(block.paragraph_id) for block in blocks if str(block.paragraph_id) in ids}
    if len(known) == len(blocks) == len(old):
        return Pairing(old=old, known=known, found=replace(NOTHING, same=known))
    fresh = [block for block in blocks if block.key not in known]
    settled = _settled(block.paragraph_id for block in fresh)
    found = _matched(
        tuple(Item(key=str(twin.paragraph_id), plain=twin.plain, is_heading=twin.is_heading) for twin in old),
        tuple(
            Item(key=block.key, plain=block.plain, is_heading=block.is_heading)
            for block in blocks
            if block.key in known or block.paragraph_id not in settled
        ),
        tuple(known.items()),
    )
    found = _with_returned(found, draft.text, {block.key: block for block in fresh})
    return Pairing(old=old, known=known, found=found, said=_said(old, blocks))


def _settled(paragraph_ids: Iterable[UUID | None]) -> set[UUID]:
    """Return the identities that a version or an outcome names: they give way to no other."""
    ids = {pk for pk in paragraph_ids if pk is not None}
    free = Paragraph.objects.filter(pk__in=ids, twins__isnull=True, outcomes__isnull=True)
    return ids - set(free.values_list("pk", flat=True))


def _with_returned(found: Matching, text: Text, fresh: Mapping[str, DraftBlock]) -> Matching:
    """Recognise what was retired and stands there again, word for word: going back un-retires."""
    left = {*found.added, *(doubt.new for doubt in found.doubts)}
    if not left:
        return found
    rows = VersionParagraph.objects.filter(paragraph__text=text, paragraph__retired_at__isnull=False)
    last = {twin.paragraph_id: twin for twin in rows.order_by("version__number")}
    times = Counter(twin.plain for twin in last.values())
    once = {
        twin.plain: str(pk)
        for pk, twin in last.items()
        if times[twin.plain] == 1 and len(twin.plain.split()) >= FEW_WORDS and not twin.is_heading
    }
    here = Counter(fresh[key].plain for key in left)
    back = {key: once[fresh[key].plain] for key in left if fresh[key].plain in once and here[fresh[key].plain] == 1}
    return replace(
        found,
        same={**found.same, **back},
        added=found.added - set(back),
        doubts=tuple(doubt for doubt in found.doubts if doubt.new not in back),
    )


def _said(old: Iterable[VersionParagraph], blocks: Iterable[DraftBlock]) -> dict[str, str]:
    """Return what editors said of these paragraphs and blocks before, as a form says it."""
    keys = {block.key for block in blocks}
    pages = {int(key.split(":", 1)[0]) for key in keys}
    about = Q(page_id__in=pages) | Q(kind=OriginKind.GONE, paragraph__in={twin.paragraph_id for twin in old})
    made: dict[str, str] = {}
    for row in BlockOrigin.objects.filter(about).order_by("pk"):
        key = f"{row.page_id}:{row.block_id}"
        if row.kind == OriginKind.GONE:
            made[str(row.paragraph_id)] = GONE
        elif key in keys and row.kind == OriginKind.MERGE:
            made[str(row.paragraph_id)] = f"{INTO}{key}"
        elif key in keys:
            made[key] = f"{SPLIT}{row.paragraph_id}" if row.kind == OriginKind.SPLIT else NEW
    return made


@lru_cache(maxsize=8)
def _matched(old: tuple[Item, ...], new: tuple[Item, ...], known: tuple[tuple[str, str], ...]) -> Matching:
    """The same question is asked by several pages in a row: nothing in it but words and keys."""
    return match(old, new, dict(known))
