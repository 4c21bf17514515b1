# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words proposed for a paragraph, against what editors have written of it so far."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from documents.consultations import redline
from documents.consultations.anchors import AlreadyThere, Carried, Collision
from documents.consultations.models import BlockIdentity, Consultation, SectionPage
from documents.consultations.queries import drafts
from documents.consultations.queries.anchors import Course, Stand
from documents.consultations.queries.descent import parentage
from documents.consultations.queries.lineage import links_ahead
from documents.consultations.queries.texts import latest_version_of
from portal.comments.queries.rows import proposals_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable

    from documents.consultations.redline import Segment
    from portal.comments.models import Observation


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block of a section as it was last saved, declared ready or not."""

    page: SectionPage
    block_id: str
    stand: Stand


@dataclass(frozen=True, kw_only=True)
class ProposalInHand:
    """A proposal of words before whoever answers it."""

    quote: str
    proposed: str
    outcome: Carried | AlreadyThere | Collision
    block: Block | None

    @property
    def segments(self) -> list[Segment]:
        """What the proposal takes out and puts in, on the words that it was written about."""
        return redline.words(self.quote, self.proposed)

    @property
    def can_be_taken(self) -> bool:
        """Whether one click puts the words into the draft."""
        return isinstance(self.outcome, Carried) and self.block is not None

    @property
    def is_there(self) -> bool:
        """Whether the draft says it already."""
        return isinstance(self.outcome, AlreadyThere)

    @property
    def is_collision(self) -> bool:
        """Whether the draft changed the same words in another way: somebody must choose."""
        return isinstance(self.outcome, Collision) and self.block is not None

    @property
    def now(self) -> str:
        """The paragraph as the draft has it."""
        return self.block.stand.plain if self.block else ""

    @property
    def carried_segments(self) -> list[Segment]:
        """What would change in the draft."""
        return redline.words(self.now, self.outcome.plain) if isinstance(self.outcome, Carried) else []

    @property
    def draft_segments(self) -> list[Segment]:
        """What the draft changed meanwhile."""
        return redline.words(self.quote, self.now)

    @property
    def editor_url(self) -> str:
        """Where the section is written."""
        return reverse("wagtailadmin_pages:edit", args=[self.block.page.pk]) if self.block else ""

    @property
    def digest(self) -> str:
        """What a form sends back, so that nothing else is taken over than what was looked at."""
        return hashlib.sha256(f"{self.proposed}\0{self.now}".encode()).hexdigest()[:24]


def in_hand(consultation: Consultation, observation: Observation) -> ProposalInHand | None:
    """Return the words that an observation proposes, on the draft as it stands; none if it proposes none."""
    proposed = proposals_in_force([observation]).get(observation.pk)
    if not proposed or observation.target_kind != "paragraph":
        return None
    latest = latest_version_of(consultation.text)
    last = latest.number if latest else observation.version_number
    links = parentage(consultation.text_id) | links_ahead(drafts.next_version(consultation.text))
    course = Course(
        consultation.text_id, {observation.target_id}, first=observation.version_number, last=last, links=links
    )
    blocks = _blocks(consultation, course.kin)
    course.put(last + 1, {identity: block.stand for identity, block in blocks.items()})
    outcome = course.carry(observation.target_id, proposed, since=observation.version_number, to=last + 1)
    return ProposalInHand(
        quote=observation.quote,
        proposed=proposed,
        outcome=outcome,
        block=blocks.get(outcome.identity) or blocks.get(observation.target_id),
    )


def _blocks(consultation: Consultation, identities: Iterable[str]) -> dict[str, Block]:
    """Return these paragraphs as editors last saved them, wherever in the text they stand."""
    rows = BlockIdentity.objects.filter(paragraph_id__in=list(identities)).values_list(
        "page_id", "block_id", "paragraph_id"
    )
    known = {(page_id, block_id): str(identity) for page_id, block_id, identity in rows}
    found: dict[str, Block] = {}
    page = consultation.text.page
    pages = SectionPage.objects.child_of(page).filter(pk__in={key[0] for key in known}) if page else []
    for order, section in enumerate(sorted(pages, key=lambda one: one.path)):
        latest = section.get_latest_revision_as_object()
        for place, (block_id, is_heading, _html, plain) in enumerate(drafts.blocks_of(latest)):
            identity = known.get((section.pk, block_id))
            if identity and not is_heading:
                stand = Stand(0, order * 100_000 + place, plain, section.slug)
                found.setdefault(identity, Block(page=section, block_id=block_id, stand=stand))
    return found
