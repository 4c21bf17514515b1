# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing a section in simple words, in private; freezing them with a version, or beside one that has none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from documents.consultations import permissions
from documents.consultations.models import (
    Section,
    SimpleDraft,
    SimpleParagraph,
    SimpleSection,
    Text,
    Version,
    VersionParagraph,
    VersionSection,
)
from documents.consultations.queries import simple_sheets, texts
from documents.consultations.queries.fingerprints import CANONICAL
from documents.consultations.queries.simple_sheets import Line
from documents.consultations.search_kinds import SIMPLE
from documents.consultations.simple_words import fingerprint, tidy
from portal.core import audit, copies
from portal.core.models import User
from search import feed


class NotAllowed(Exception):  # noqa: N818 -- a fact about a person
    """Who writes texts writes simple words; only the coordinator of the office puts them out."""


class ChangedMeanwhile(Exception):  # noqa: N818 -- a fact about two editors
    """The official words or the simple ones are no longer those that were looked at."""


class NothingReady(Exception):  # noqa: N818 -- a fact about a section
    """No simple words are ready for the words that people read, or the version already has some there."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody typed for one paragraph; `is_confirmed` says that the words before are still right."""

    words: str = ""
    is_said_above: bool = False
    is_confirmed: bool = False


@transaction.atomic
def save(
    *,
    text: Text,
    section_id: UUID,
    typed: Mapping[UUID, Typed],
    expected: str,
    are_ready: bool,
    by: User,
    moment: datetime,
) -> None:
    """Keep the simple words of a section as they were typed; `are_ready` puts them into the next version.

    `expected` is the digest of the sheet that was looked at. A paragraph without words, and not told with the one
    above it, has none any more.

    :raises NotAllowed: the person does not write texts.
    :raises ChangedMeanwhile: somebody saved the section, in official or simple words, in the meantime.
    :raises NotReadable: the text has no such section.
    """
    if not permissions.can_write_texts(by):
        raise NotAllowed
    Section.objects.select_for_update().filter(pk=section_id, text=text).first()  # two editors may save at once
    sheet = simple_sheets.sheet(text, section_id)
    if sheet.digest != expected:
        raise ChangedMeanwhile
    rows = list(_rows(sheet.paragraphs, typed, by=by, moment=moment))
    identities = [line.identity for line in sheet.paragraphs]
    for is_ready in (False, True) if are_ready else (False,):
        SimpleDraft.objects.filter(paragraph_id__in=identities, is_ready=is_ready).delete()
        SimpleDraft.objects.bulk_create([SimpleDraft(is_ready=is_ready, **row) for row in rows])
    after = {"section": str(section_id), "paragraphs": len(rows), "ready": are_ready}
    audit.record(actor=by, action="simple_words.saved", target=text, after=after)


def freeze(version: Version, *, by: User, moment: datetime) -> None:
    """Freeze the simple words that are ready with a version that is being published, in its transaction."""
    held: dict[int, list[VersionParagraph]] = {}
    for twin in texts.all_paragraphs_of(version):
        held.setdefault(twin.section_id, []).append(twin)
    ready = simple_sheets.ready_for([twin.paragraph_id for twins in held.values() for twin in twins])
    if not ready:
        return
    for section in version.sections.order_by("position"):
        _freeze(version, section, held.get(section.pk, []), ready, by=by, moment=moment)


@transaction.atomic
def publish_beside(*, text: Text, section_id: UUID, by: User, moment: datetime) -> SimpleSection:
    """Put simple words beside a section that people already read without; return what was frozen.

    Only words written for the very paragraphs that people read come out; the version and its SHA-256 don't change.

    :raises NotAllowed: the person is not the coordinator.
    :raises NothingReady: the latest version has not the section, has it in simple words already, or none are ready.
    """
    if not permissions.can_publish_versions(by):
        raise NotAllowed
    Section.objects.select_for_update().filter(pk=section_id, text=text).first()  # a button pressed twice
    version = texts.latest_version_of(text)
    section = texts.section_twin(version, section_id) if version else None
    if version is None or section is None or SimpleSection.objects.filter(section=section).exists():
        raise NothingReady
    twins = texts.paragraphs_of(section)
    ready = simple_sheets.ready_for([twin.paragraph_id for twin in twins])
    official = {twin.paragraph_id: fingerprint(twin.plain) for twin in twins}
    fitting = {identity: row for identity, row in ready.items() if row.official == official[identity]}
    frozen = _freeze(version, section, twins, fitting, by=by, moment=moment)
    if frozen is None:
        raise NothingReady
    after = {"section": section.slug, "number": version.number, "sha256": frozen.sha256}
    audit.record(actor=by, action="simple_words.published", target=version, after=after)
    feed.refresh(SIMPLE, [str(section_id)])
    copies.forget()
    return frozen


def canonical(version: Version, section: VersionSection, rows: Sequence[SimpleParagraph]) -> str:
    """Return the canonical JSON that the SHA-256 of a section in simple words is taken over."""
    told = [
        {
            "id": str(row.twin.paragraph_id),
            "words": row.words,
            "said_with": str(row.said_with.paragraph_id) if row.said_with else None,
        }
        for row in rows
    ]
    return json.dumps({"version": version.sha256, "section": str(section.section_id), "paragraphs": told}, **CANONICAL)


def _rows(lines: Sequence[Line], typed: Mapping[UUID, Typed], *, by: User, moment: datetime) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    host: UUID | None = None
    for line in lines:
        one = typed.get(line.identity, Typed())
        words = tidy(one.words)
        said_with = host if one.is_said_above and not words else None
        host = line.identity if words else host
        if not words and said_with is None:
            continue
        before = line.draft
        is_same = before is not None and (before.words, before.said_with_id) == (words, said_with)
        official = before.official if before is not None and is_same and not one.is_confirmed else line.official
        rows.append(
            {
                "paragraph_id": line.identity,
                "words": words,
                "said_with_id": said_with,
                "official": official,
                "saved_by": by,
                "saved_at": moment,
            }
        )
    return rows


def _freeze(
    version: Version,
    section: VersionSection,
    twins: Sequence[VersionParagraph],
    ready: Mapping[UUID, SimpleDraft],
    *,
    by: User,
    moment: datetime,
) -> SimpleSection | None:
    """Freeze a section; a paragraph told with one that is no longer here, or has no words, is left as it stands."""
    hosts = {twin.paragraph_id: twin for twin in twins if (row := ready.get(twin.paragraph_id)) and row.words}
    rows = []
    for twin in twins:
        row = ready.get(twin.paragraph_id)
        host = hosts.get(row.said_with_id) if row is not None and row.said_with_id else None
        if row is not None and not twin.is_heading and (row.words or host):
            rows.append(SimpleParagraph(twin=twin, words=row.words, said_with=host))
    if not rows:
        return None
    digest = hashlib.sha256(canonical(version, section, rows).encode()).hexdigest()
    frozen = SimpleSection.objects.create(section=section, sha256=digest, published_at=moment, published_by=by)
    for one in rows:
        one.section = frozen
    SimpleParagraph.objects.bulk_create(rows)
    return frozen
