# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which sections wait for the Distretto della Salute, and what was decided about exactly these words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from documents.consultations import redline
from documents.consultations.enums import SignOffKind
from documents.consultations.models import (
    Section,
    SignOff,
    SignOffRequest,
    Text,
    Version,
    VersionParagraph,
    VersionSection,
)
from documents.consultations.queries import drafts, fingerprints
from documents.consultations.queries.drafts import DraftSection
from documents.consultations.redline import Segment
from portal.core.exceptions import NotReadable
from portal.ui.dates import in_full_day


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paragraph as it would be, against the words that people read now."""

    number: int
    is_heading: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A section that needs a signature, with the words that are ready and what was decided about them."""

    section: Section
    title: str
    text: Text
    digest: str
    decisions: tuple[SignOff, ...]
    due_date: date | None
    lines: tuple[Line, ...] = ()

    @property
    def last(self) -> SignOff | None:
        """What was decided last about these words."""
        return self.decisions[-1] if self.decisions else None

    @property
    def is_settled(self) -> bool:
        """Whether these words may go into the *proposta definitiva*."""
        return any(one.settles for one in self.decisions)

    @property
    def is_silent(self) -> bool:
        """Whether the term is over and nobody answered."""
        return any(one.kind == SignOffKind.SILENCE for one in self.decisions)

    @property
    def can_be_overridden(self) -> bool:
        """Whether the coordinator may go on, for a public reason: only after a silence."""
        return self.is_silent and not self.is_settled


def digest_of(title: str, blocks: Iterable[tuple[bool, str]]) -> str:
    """Return the SHA-256 of a section: its title, and whether it is a heading and the words of each block."""
    body = [title, [[is_heading, html] for is_heading, html in blocks]]
    return hashlib.sha256(json.dumps(body, **fingerprints.CANONICAL).encode()).hexdigest()


def waiting() -> list[Standing]:
    """Return every section that is ready and still waits for the referent, text by text."""
    texts = Text.objects.filter(sections__needs_sign_off=True, sections__retired_at=None).distinct()
    return [one for text in texts for one in standing(text) if not one.is_settled]


def standing(text: Text) -> list[Standing]:
    """Return where each section of a text that needs a signature is, against the words that are ready."""
    draft = drafts.next_version(text)
    flagged = _flagged(text)
    ready = [section for section in draft.sections if section.section_id in flagged]
    return [_standing(text, flagged[one.section_id], one) for one in ready if one.section_id is not None]


def one_waiting(section_pk: UUID) -> Standing:
    """Return a section for the referent, with its words against those that people read.

    :raises NotReadable: it needs no signature, or is not ready.
    """
    section = Section.objects.filter(pk=section_pk, needs_sign_off=True).select_related("text").first()
    if section is None:
        raise NotReadable
    draft = drafts.next_version(section.text)
    ready = next((one for one in draft.sections if one.section_id == section.pk), None)
    if ready is None:
        raise NotReadable
    found = _standing(section.text, section, ready)
    return Standing(**{**found.__dict__, "lines": _lines(ready, draft.latest)})


def unsigned_in(version: Version) -> list[str]:
    """Return the titles of the sections of a version that lack the signature on exactly their words."""
    rows = VersionSection.objects.filter(version=version, section__needs_sign_off=True).order_by("position")
    return [row.title for row in rows if not any(one.settles for one in of_version_section(row))]


def unsigned(text: Text) -> list[str]:
    """Return the titles of the sections that are ready and lack the signature."""
    if not Section.objects.filter(text=text, needs_sign_off=True, retired_at=None).exists():
        return []
    return [one.title for one in standing(text) if not one.is_settled]


def of_version_section(row: VersionSection) -> list[SignOff]:
    """Return what was decided about a section as it stands in a version, oldest first."""
    blocks = row.paragraphs.order_by("position").values_list("is_heading", "html")
    digest = digest_of(row.title, blocks)
    return list(SignOff.objects.filter(section_id=row.section_id, digest=digest).order_by("pk"))


def public_decisions(row: VersionSection) -> list[SignOff]:
    """Return what readers may know: signatures, silence and the reason of going on; remarks stay in the office."""
    return [one for one in of_version_section(row) if one.kind != SignOffKind.RETURNED]


def signed_in(version: Version) -> list[tuple[VersionSection, list[SignOff]]]:
    """Return the sections of a version that need a signature, each with what was decided."""
    rows = VersionSection.objects.filter(version=version, section__needs_sign_off=True).order_by("position")
    return [(row, public_decisions(row)) for row in rows]


def citable(text: Text) -> QuerySet[SignOff]:
    """Return what the Distretto della Salute answered about sections of a text, the newest first."""
    rows = SignOff.objects.filter(section__text=text, kind__in=(SignOffKind.SIGNED, SignOffKind.RETURNED))
    return rows.order_by("-pk")


def told(row: SignOff) -> str:
    """Return whose an answer is, with number and day: what readers may know of it."""
    if row.act_number and row.act_date:
        shown = {"number": row.act_number, "day": in_full_day(row.act_date)}
        return _("Distretto della Salute, nota n. %(number)s, %(day)s") % shown
    return _("Distretto della Salute, risposta data sul portale %(day)s") % {"day": in_full_day(row.decided_at)}


def lapsed(moment: datetime, today: date) -> Sequence[SignOffRequest]:
    """Return the requests whose term is over and that nobody answered."""
    answered = SignOff.objects.values_list("section_id", "digest")
    done = {(section, digest) for section, digest in answered}
    rows = SignOffRequest.objects.filter(due_date__lt=today).select_related("section")
    return [row for row in rows if (row.section_id, row.digest) not in done]


def _flagged(text: Text) -> dict[UUID, Section]:
    return {one.pk: one for one in Section.objects.filter(text=text, needs_sign_off=True)}


def _standing(text: Text, section: Section, ready: DraftSection) -> Standing:
    digest = digest_of(ready.title, [(block.is_heading, block.html) for block in ready.blocks])
    asked = SignOffRequest.objects.filter(section=section, digest=digest).first()
    return Standing(
        section=section,
        title=ready.title,
        text=text,
        digest=digest,
        decisions=tuple(SignOff.objects.filter(section=section, digest=digest).order_by("pk")),
        due_date=asked.due_date if asked else None,
    )


def _lines(ready: DraftSection, latest: Version | None) -> tuple[Line, ...]:
    rows = VersionParagraph.objects.filter(version=latest, section__section__page_id=ready.page_id).order_by("position")
    old = {row.paragraph_id: row for row in rows}
    lines = []
    for block in ready.blocks:
        before = old.pop(block.paragraph_id, None) if block.paragraph_id else None
        words = tuple(redline.words(before.plain if before else "", block.plain))
        lines.append(Line(number=block.number, is_heading=block.is_heading, segments=words))
    gone = [
        Line(number=0, is_heading=row.is_heading, segments=tuple(redline.words(row.plain, ""))) for row in old.values()
    ]
    return (*lines, *gone)
