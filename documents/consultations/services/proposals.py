# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking over proposed words: into the editors' draft, with the answer that says so, in one deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.consultations.anchors import Carried, markup
from documents.consultations.enums import OutcomeKind
from documents.consultations.links import STORED_LANGUAGE
from documents.consultations.models import Consultation, Outcome, OutcomeParagraph, SectionPage
from documents.consultations.models.pages import body_of
from documents.consultations.queries import proposals
from documents.consultations.queries.proposals import Block, ProposalInHand
from documents.consultations.services import outcomes
from documents.consultations.services.outcomes import Answer, Seen
from portal.comments.models import Observation
from portal.comments.passages import tidy
from portal.core import audit

if TYPE_CHECKING:
    from portal.core.models import User


class ChangedMeanwhile(Exception):  # noqa: N818 -- a fact about what others did
    """Draft or proposal are not those that were looked at."""


class Collides(Exception):  # noqa: N818 -- a fact about the text
    """The draft changed the same words in another way: somebody must say which to write."""


class NothingToTake(Exception):  # noqa: N818 -- a fact about the observation
    """It proposes no words, is gone, or its paragraph is no longer in the draft."""


class PageLocked(Exception):  # noqa: N818 -- a fact about the page
    """Somebody locked the section in the editor."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What was written into the draft, and whether an answer names it."""

    page: SectionPage
    plain: str
    is_answered: bool


@transaction.atomic
def take_over(
    *, consultation: Consultation, observation: Observation, seen: str, by: User, moment: datetime, words: str = ""
) -> Taken:
    """Write proposed words into the draft of their section, and name the paragraph in the prepared answer.

    `seen` is the digest of what was on the screen; `words` are those chosen by hand where draft and proposal collide.
    The section is not declared ready: an editor still looks at it.

    :raises NothingToTake: there is no proposal to take over, or nowhere to write it.
    :raises ChangedMeanwhile: draft or proposal changed since they were looked at.
    :raises Collides: both changed the same words, and nobody said which to write.
    :raises PageLocked: the section is locked for this person.
    """
    locked = Observation.objects.owed_an_outcome().select_for_update(of=("self",)).filter(pk=observation.pk).first()
    found = proposals.in_hand(consultation, locked) if locked is not None else None
    if locked is None or found is None or found.block is None:
        raise NothingToTake
    if seen != found.digest:
        raise ChangedMeanwhile
    plain = _wanted(found, tidy(words))
    page = _write(found.block, plain, by=by)
    identity = UUID(_identity(found, locked))
    is_answered = _name(consultation, locked, identity, by=by, moment=moment)
    audit.record(
        actor=by,
        action="proposal.taken",
        target=locked,
        partner_id=locked.voice_id,
        before={"words": found.now},
        after={"words": plain, "paragraph": str(identity), "by_hand": bool(words)},
    )
    return Taken(page=page, plain=plain, is_answered=is_answered)


def _wanted(found: ProposalInHand, words: str) -> str:
    if isinstance(found.outcome, Carried):
        return found.outcome.plain
    if found.is_collision and words and words != found.now:
        return words
    if found.is_collision:
        raise Collides
    raise NothingToTake


def _identity(found: ProposalInHand, observation: Observation) -> str:
    return found.outcome.identity or observation.target_id


def _write(block: Block, plain: str, *, by: User) -> SectionPage:
    """Save a new draft of the section with the words of one paragraph changed, its form kept where it can be."""
    page = SectionPage.objects.select_for_update().get(pk=block.page.pk)
    lock = page.get_lock()
    if lock is not None and lock.for_user(by):
        raise PageLocked
    latest: SectionPage = page.get_latest_revision_as_object()
    blocks = []
    for one in latest.body:
        value = getattr(one.value, "source", one.value)
        blocks.append((one.block_type, markup.rewritten(value, plain) if one.id == block.block_id else value, one.id))
    latest.body = body_of(blocks)
    latest.save_revision(user=by, log_action=True)
    return latest


def _name(consultation: Consultation, observation: Observation, identity: UUID, *, by: User, moment: datetime) -> bool:
    """Let the answer in hand name the paragraph; prepare one that says yes if there is none. Return whether it does."""
    outcome = Outcome.objects.filter(observation=observation).first()
    if outcome is None:
        _prepare(consultation, observation, identity, by=by, moment=moment)
        return True
    if outcome.is_published or not outcome.is_accepting:
        return False
    OutcomeParagraph.objects.get_or_create(outcome=outcome, paragraph_id=identity)
    return True


def _prepare(
    consultation: Consultation, observation: Observation, identity: UUID, *, by: User, moment: datetime
) -> None:
    with override(STORED_LANGUAGE):
        motivation = _("Abbiamo scritto nel testo le parole che proponi: le trovi nella prossima versione.")
    answer = Answer(
        kind=OutcomeKind.ACCEPTED,
        motivation=motivation,
        office=consultation.office,
        paragraph_ids=frozenset({identity}),
    )
    seen = {observation.pk: Seen(revision=observation.revision_number, edition=0)}
    outcomes.prepare(consultation=consultation, seen=seen, answer=answer, by=by, moment=moment)
