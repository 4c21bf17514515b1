# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publishing a version: freezing what is ready, for ever. A later step of a version is a row beside it."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from documents.consultations import permissions
from documents.consultations.enums import Phase, Stage
from documents.consultations.matching import Decision
from documents.consultations.models import (
    Section,
    SectionPage,
    Text,
    Version,
    VersionParagraph,
    VersionSection,
    VersionStage,
)
from documents.consultations.queries import causes, consultations, drafts, fingerprints, simple_coming
from documents.consultations.queries.drafts import NextVersion
from documents.consultations.search_kinds import SECTION, SIMPLE, TEXT
from documents.consultations.services import identities, simple_editions
from documents.consultations.services.causes import freeze
from portal.core import audit, copies
from portal.core.models import User
from portal.ui.dates import day_in_rome
from search import feed


class NotAllowed(Exception):  # noqa: N818 -- a fact about a person
    """Only the coordinator of the office publishes versions, never the drafter alone (Regolamento, art. 4)."""


class NothingReady(Exception):  # noqa: N818 -- a fact about a text
    """No section is ready, or none has words."""


class NothingChanged(Exception):  # noqa: N818 -- a fact about a text
    """What is ready is what people already read."""


class ChangedMeanwhile(Exception):  # noqa: N818 -- a fact about two editors
    """What is ready is no longer what was looked at before publishing."""


class Undecided(Exception):  # noqa: N818 -- a fact about a text
    """Some paragraphs resemble others, and nobody said yet which is which; `count` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class InConsultation(Exception):  # noqa: N818 -- a fact about a consultation
    """People are writing about the current version, or wait for answers: the words may not change under them."""


class StageRefused(Exception):  # noqa: N818 -- a fact about a version
    """The step was already taken, or lacks the number, body and date of its act."""


class OutOfOrder(Exception):  # noqa: N818 -- a fact about a version
    """The step before was not taken, or the dates of the acts run backwards."""


@transaction.atomic
def publish(
    *,
    text: Text,
    by: User,
    moment: datetime,
    note: str = "",
    stage: str = Stage.CONSULTATION,
    expected: str = "",
    left: str = "",
) -> Version:
    """Freeze the sections that are ready as the next version of a text, with the cause of every change; return it.

    `expected` is the digest of what was looked at, simple words included. What became of the paragraphs before is
    recorded; what is not certain must have been decided (`services.pairing`). `left` is the reason «d'ufficio» of the
    changes that nobody gave a cause; without it such a change is refused.

    :raises NotAllowed: the person is not the coordinator.
    :raises InConsultation: a consultation on this text is open or waits for answers, and this is no final proposal.
    :raises NothingReady, NothingChanged: there is nothing to freeze, or it would be equal to the latest version.
    :raises ChangedMeanwhile: somebody declared something ready in the meantime.
    :raises Undecided: nobody said yet what some paragraph is, or became.
    :raises causes.CausesMissing, causes.SaysTooLittle: as in `causes.freeze`.
    """
    if not permissions.can_publish_versions(by):
        raise NotAllowed
    text = Text.objects.select_for_update(of=("self",)).select_related("page").get(pk=text.pk)
    _refuse_in_consultation(text, stage, moment)
    draft, decision = _settled(text, expected)
    version = _freeze(draft, by=by, moment=moment, note=note, stage=stage)
    freeze(version=version, standing=causes.standing(draft), left=left)
    _keep_in_step(draft, decision, moment)
    audit.record(
        actor=by,
        action="version.published",
        target=version,
        after={"text": text.slug, "number": version.number, "sha256": version.sha256, "stage": str(stage)},
        reason=note,
    )
    _tell_the_index(text)
    return version


@transaction.atomic
def add_stage(
    *,
    version: Version,
    stage: str,
    by: User,
    moment: datetime,
    act_number: str,
    act_body: str,
    act_date: date,
    note: str = "",
) -> VersionStage:
    """Record that a version was adopted or approved, with the act that says so.

    :raises NotAllowed: the person is not the coordinator.
    The stages come in one order only: in consultazione → proposta definitiva → adottata → approvata.

    :raises StageRefused: the step was already taken, is no step of an act, or its act is not complete.
    :raises OutOfOrder: the step before was not taken, or the act is older than that one's or not yet made.
    :raises InConsultation: people can still write about this text.
    """
    if not permissions.can_publish_versions(by):
        raise NotAllowed
    if stage not in {Stage.ADOPTED, Stage.APPROVED} or not (act_number.strip() and act_body.strip()):
        raise StageRefused
    found = consultations.current_for(version.text_id, moment=moment)
    if found is not None and found.is_open:
        raise InConsultation
    _check_order(version, stage, act_date, day_in_rome(moment))
    act = {"act_number": act_number.strip(), "act_body": act_body.strip(), "act_date": act_date, "note": note}
    try:
        with transaction.atomic():
            taken = VersionStage.objects.create(version=version, stage=stage, reached_at=moment, **act)
    except IntegrityError as error:
        raise StageRefused from error
    audit.record(actor=by, action=f"version.{stage.lower()}", target=version, after={"act": act_number}, reason=note)
    _tell_the_index(version.text)
    return taken


def _check_order(version: Version, stage: str, act_date: date, today: date) -> None:
    before = {Stage.ADOPTED: Stage.PROPOSAL, Stage.APPROVED: Stage.ADOPTED}[Stage(stage)]
    earlier = VersionStage.objects.filter(version=version, stage=before).first()
    if earlier is None or act_date > today or (earlier.act_date is not None and act_date < earlier.act_date):
        raise OutOfOrder


def _refuse_in_consultation(text: Text, stage: str, moment: datetime) -> None:
    found = consultations.current_for(text.pk, moment=moment)
    is_waiting = found is not None and found.phase in {Phase.OPEN, Phase.CLOSED}
    if is_waiting and stage == Stage.CONSULTATION:
        raise InConsultation


def _settled(text: Text, expected: str) -> tuple[NextVersion, Decision]:
    """Return what is to be frozen, every block with its identity, and what became of the paragraphs before."""
    list(Section.objects.select_for_update().filter(text=text))  # an editor who saves waits: see `identities`
    before = drafts.next_version(text)
    if expected and simple_coming.digest(before) != expected:
        raise ChangedMeanwhile
    if not any(not block.is_heading for block in before.blocks):
        raise NothingReady
    decision = before.pairing.decision
    if decision.open:
        raise Undecided(len(decision.open))
    strangers = [section.page_id for section in before.sections if not section.is_known]
    for page in SectionPage.objects.filter(pk__in=strangers):
        identities.sync_page(page)
    for key, paragraph_id in before.pairing.recognised.items():
        page_id, block_id = key.split(":", 1)
        identities.rebind(page_id=int(page_id), block_id=block_id, paragraph_id=UUID(paragraph_id))
    settled = drafts.settled(text) if strangers else before
    if not settled.has_changes:
        raise NothingChanged
    return settled, decision


def _freeze(draft: NextVersion, *, by: User, moment: datetime, note: str, stage: str) -> Version:
    title = draft.title
    body = fingerprints.of_draft(draft, title=title)
    version = Version.objects.create(
        text=draft.text,
        number=draft.number,
        title=title,
        note=note,
        published_at=moment,
        published_by=by,
        sha256=hashlib.sha256(json.dumps(body, **fingerprints.CANONICAL).encode()).hexdigest(),
    )
    VersionStage.objects.create(version=version, stage=stage, reached_at=moment)
    sections = VersionSection.objects.bulk_create(
        [
            VersionSection(
                version=version, section_id=section.identity, position=place, slug=section.slug, title=section.title
            )
            for place, section in enumerate(draft.sections, start=1)
        ]
    )
    VersionParagraph.objects.bulk_create(
        [
            VersionParagraph(
                section=frozen,
                version=version,
                paragraph_id=block.identity,
                position=block.position,
                number=block.number,
                is_heading=block.is_heading,
                html=block.html,
                plain=block.plain,
            )
            for frozen, section in zip(sections, draft.sections, strict=True)
            for block in section.blocks
        ],
        batch_size=500,
    )
    simple_editions.freeze(version, by=by, moment=moment)
    return version


def _keep_in_step(draft: NextVersion, decision: Decision, moment: datetime) -> None:
    """What stands beside the frozen words follows: parentage, what is retired, title and summary, areas, tavoli."""
    text, page = draft.text, draft.text.page
    identities.retire_missing(
        text=text,
        paragraphs=[block.paragraph_id for block in draft.blocks if block.paragraph_id],
        sections=[section.section_id for section in draft.sections if section.section_id],
        moment=moment,
    )
    identities.record_parentage(decision, {block.key: block.identity for block in draft.blocks})
    for section in draft.sections:
        Section.objects.filter(pk=section.identity).update(area_id=section.area_id, tavolo_id=section.tavolo_id)
    if page is not None:
        for name in ("title", "kind", "summary", "origin_note", "area_id"):
            setattr(text, name, getattr(page, name))
        text.save(update_fields=["title", "kind", "summary", "origin_note", "area"])


def _tell_the_index(text: Text) -> None:
    feed.refresh(TEXT, [text.pk])
    sections = Section.objects.filter(text=text)
    feed.refresh(SECTION, [str(pk) for pk in sections.values_list("pk", flat=True)])
    told = sections.filter(twins__simple_editions__isnull=False).distinct()
    feed.refresh(SIMPLE, [str(pk) for pk in told.values_list("pk", flat=True)])
    copies.forget()
