# SPDX-License-Identifier: AGPL-3.0-or-later
"""Saying which paragraph is which, where it could not be recognised: kept until the version that it is said for."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from documents.consultations import permissions
from documents.consultations.enums import OriginKind
from documents.consultations.matching import Decision
from documents.consultations.matching.decisions import GONE
from documents.consultations.models import BlockOrigin, SectionPage, Text
from documents.consultations.queries import drafts
from documents.consultations.queries.pairing import Pairing
from documents.consultations.services import identities
from portal.core import audit
from portal.core.models import User


class NotAllowed(Exception):  # noqa: N818 -- a fact about a person
    """Only those who write texts say what a paragraph is."""


@transaction.atomic
def say(*, text: Text, choices: Mapping[str, str], by: User, accepts: bool = False) -> Decision:
    """Keep what an editor says of the paragraphs of the next version; return what is decided and what is still open.

    `accepts` takes the likeliest wherever nothing is chosen. A choice that contradicts another stays open.

    :raises NotAllowed: the person does not write texts.
    """
    if not permissions.can_write_texts(by):
        raise NotAllowed
    text = Text.objects.select_for_update(of=("self",)).select_related("page").get(pk=text.pk)
    draft = drafts.next_version(text)
    for page in SectionPage.objects.filter(pk__in=[section.page_id for section in draft.sections]):
        identities.sync_page(page)
    pairing = draft.pairing
    decision = pairing.decided(choices, accepts=accepts)
    _keep(pairing, decision, choices)
    said = {key: value for key, value in choices.items() if key not in decision.open}
    audit.record(actor=by, action="text.paired", target=text, after={"said": len(said), "open": len(decision.open)})
    return decision


def _keep(pairing: Pairing, decision: Decision, choices: Mapping[str, str]) -> None:
    asked = {doubt.new for doubt in pairing.found.doubts} - decision.open
    certain = {*pairing.found.same, *pairing.found.splits} - set(pairing.known)
    for key in asked | (certain & set(choices)):
        page_id, block_id = key.split(":", 1)
        BlockOrigin.objects.filter(page_id=page_id, block_id=block_id).delete()
        if key in decision.same:
            identities.rebind(page_id=int(page_id), block_id=block_id, paragraph_id=UUID(decision.same[key]))
        elif key in decision.splits:
            _origin(key, OriginKind.SPLIT, decision.splits[key])
        else:
            _origin(key, OriginKind.NEW, None)
    for key in certain - set(choices):  # what was denied before and is not denied any more
        page_id, block_id = key.split(":", 1)
        BlockOrigin.objects.filter(page_id=page_id, block_id=block_id, kind=OriginKind.NEW).delete()
    merged = {old: new for new, olds in decision.merges.items() for old in olds}
    certainly = {old for olds in pairing.found.merges.values() for old in olds}
    for old, new in merged.items():
        if old not in certainly:
            _origin(new, OriginKind.MERGE, old)
    for old in {key for key, value in choices.items() if value == GONE} & {*pairing.found.unsure, *certainly}:
        BlockOrigin.objects.get_or_create(kind=OriginKind.GONE, paragraph_id=old, page_id=0, block_id="")


def _origin(key: str, kind: OriginKind, paragraph_id: str | None) -> None:
    page_id, block_id = key.split(":", 1)
    paragraph = UUID(paragraph_id) if paragraph_id else None
    if not BlockOrigin.objects.filter(page_id=page_id, block_id=block_id, paragraph=paragraph).exists():
        BlockOrigin.objects.create(page_id=int(page_id), block_id=block_id, paragraph_id=paragraph, kind=kind)
