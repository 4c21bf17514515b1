# SPDX-License-Identifier: AGPL-3.0-or-later
"""Freezing simple words: with a version, beside one that has none, or as a later edition that corrects another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from documents.consultations import permissions
from documents.consultations.models import (
    Section,
    SimpleParagraph,
    SimpleSection,
    Text,
    Version,
    VersionParagraph,
)
from documents.consultations.models.simple import SHORTEST_REASON
from documents.consultations.queries import simple_coming, simple_sheets, texts
from documents.consultations.queries.fingerprints import CANONICAL
from documents.consultations.search_kinds import SIMPLE
from documents.consultations.services.simple_words import ChangedMeanwhile, NotAllowed
from documents.consultations.simple_words import Said, told
from portal.core import audit, copies
from portal.core.exceptions import NotReadable
from portal.core.models import User
from search import feed


class NothingReady(Exception):  # noqa: N818 -- a fact about a section
    """What is ready for the words that people read is what they read already, or nothing."""


class ReasonTooShort(Exception):  # noqa: N818 -- a fact about what was typed
    """Who corrects words that came out owes everybody a reason of at least fifteen characters."""


def freeze(version: Version, *, by: User, moment: datetime) -> None:
    """Freeze the simple words that are ready with a version that is being published, in its transaction."""
    held: dict[int, list[VersionParagraph]] = {}
    for twin in texts.all_paragraphs_of(version):
        if not twin.is_heading:
            held.setdefault(twin.section_id, []).append(twin)
    rows = simple_sheets.ready_for([twin.paragraph_id for twins in held.values() for twin in twins])
    ready = simple_coming.said_of(rows.values())
    if not ready:
        return
    for section in version.sections.order_by("position"):
        twins = held.get(section.pk, [])
        said = told([twin.paragraph_id for twin in twins], ready)
        if said:
            _freeze(SimpleSection(section=section), version, twins, said, by=by, moment=moment)


@transaction.atomic
def publish_beside(
    *, text: Text, section_id: UUID, by: User, moment: datetime, reason: str = "", expected: str = ""
) -> SimpleSection:
    """Put simple words beside a section that people already read; return the edition that was frozen.

    The first edition needs no reason; one that corrects another does. The version and its SHA-256 don't change, and
    every earlier edition stays readable. `expected` is the digest of what was looked at.

    :raises NotAllowed: the person is not the coordinator.
    :raises NothingReady: the latest version has not the section, or nothing would be other than it is.
    :raises ChangedMeanwhile: somebody saved something else in the meantime, or published it.
    :raises ReasonTooShort: words that came out are corrected and nobody says why.
    """
    if not permissions.can_publish_versions(by):
        raise NotAllowed
    Section.objects.select_for_update().filter(pk=section_id, text=text).first()  # a button pressed twice
    try:
        coming = simple_coming.edition(text, section_id)
    except NotReadable as error:
        raise NothingReady from error
    if expected and coming.digest != expected:
        raise ChangedMeanwhile
    if not coming.changes:
        raise NothingReady
    reason = " ".join(reason.split()) if coming.current else ""
    if coming.current and len(reason) < SHORTEST_REASON:
        raise ReasonTooShort
    new = SimpleSection(section=coming.section, edition=coming.number, reason=reason)
    try:
        with transaction.atomic():
            frozen = _freeze(new, coming.version, coming.twins, coming.said, by=by, moment=moment)
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    after = {"section": coming.section.slug, "number": coming.version.number, "edition": frozen.edition}
    after |= {"sha256": frozen.sha256}
    audit.record(actor=by, action="simple_words.published", target=coming.version, after=after, reason=reason)
    feed.refresh(SIMPLE, [str(section_id)])
    copies.forget()
    return frozen


def canonical(version: Version, edition: SimpleSection, rows: Sequence[SimpleParagraph]) -> str:
    """Return the canonical JSON that the SHA-256 of an edition is taken over; a correction tells its number and why."""
    lines = [
        {
            "id": str(row.twin.paragraph_id),
            "words": row.words,
            "said_with": str(row.said_with.paragraph_id) if row.said_with else None,
        }
        for row in rows
    ]
    body: dict[str, Any] = {"version": version.sha256, "section": str(edition.section.section_id), "paragraphs": lines}
    if edition.edition > 1:
        body |= {"edition": edition.edition, "reason": edition.reason}
    return json.dumps(body, **CANONICAL)


def _freeze(
    new: SimpleSection,
    version: Version,
    twins: Sequence[VersionParagraph],
    said: Mapping[UUID, Said],
    *,
    by: User,
    moment: datetime,
) -> SimpleSection:
    """Freeze what is said as a new edition, which has its section, number and reason."""
    here = {twin.paragraph_id: twin for twin in twins}
    rows = [
        SimpleParagraph(
            section=new, twin=here[identity], words=one.words, said_with=here[one.said_with] if one.said_with else None
        )
        for identity, one in said.items()
    ]
    new.sha256 = hashlib.sha256(canonical(version, new, rows).encode()).hexdigest()
    new.published_at, new.published_by = moment, by
    new.save(force_insert=True)
    for one in rows:
        one.section = new
    SimpleParagraph.objects.bulk_create(rows)
    return new
