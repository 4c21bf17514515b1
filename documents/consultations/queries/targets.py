# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding what a person wants to comment, as it stands in the version in consultation."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from documents.consultations.models import Consultation, Paragraph, Section, VersionParagraph, VersionSection, Window
from documents.consultations.models.consultation import SCOPE_PREFIX
from documents.consultations.queries import consultations
from documents.consultations.queries.consultations import Dated
from portal.core.exceptions import NotReadable

LONGEST_QUOTE = 4000

Row = TypeVar("Row")


def current(text_id: int | None, *, moment: datetime) -> Dated:
    """Return the consultation that a text is in.

    :raises NotReadable: there is no such text, or it was never put in consultation.
    """
    found = consultations.current_for(text_id, moment=moment) if text_id is not None else None
    if found is None:
        raise NotReadable
    return found


def text_of_paragraph(identity: str) -> int | None:
    """Return the text that a paragraph belongs to, if there is such a paragraph."""
    return Paragraph.objects.filter(pk=as_uuid(identity)).values_list("text_id", flat=True).first()


def text_of_section(identity: str) -> int | None:
    """Return the text that a section belongs to, if there is such a section."""
    return Section.objects.filter(pk=as_uuid(identity)).values_list("text_id", flat=True).first()


def paragraph_in(consultation: Consultation, identity: str) -> VersionParagraph:
    """Return the words of a paragraph in the version in consultation, with its section.

    :raises NotReadable: that version has no such paragraph, or it is a heading.
    """
    rows = VersionParagraph.objects.filter(version_id=consultation.version_id, paragraph_id=as_uuid(identity))
    return _found(rows.filter(is_heading=False).select_related("section").first())


def section_in(consultation: Consultation, identity: str) -> VersionSection:
    """Return a section as it stands in the version in consultation.

    :raises NotReadable: that version has no such section.
    """
    rows = VersionSection.objects.filter(version_id=consultation.version_id, section_id=as_uuid(identity))
    return _found(rows.first())


def words_of_section(section: VersionSection) -> str:
    """Return the beginning of a section's words, to stand above an observation about the whole of it."""
    words = section.paragraphs.order_by("position").values_list("plain", flat=True)
    return "\n\n".join(words)[:LONGEST_QUOTE]


def sections_of(consultation: Consultation) -> list[VersionSection]:
    """Return the sections of the version in consultation, in order."""
    return list(VersionSection.objects.filter(version_id=consultation.version_id).order_by("position"))


def paragraphs_of(section: VersionSection) -> list[VersionParagraph]:
    """Return the paragraphs of a section in order, sub-headings left out."""
    return list(section.paragraphs.filter(is_heading=False).order_by("position"))


def windows_of(scope: str) -> list[Window]:
    """Return the windows of the consultation that a scope names (`consultation:3`), first to last.

    :raises NotReadable: the scope names no consultation.
    """
    number = scope.removeprefix(SCOPE_PREFIX)
    if not scope.startswith(SCOPE_PREFIX) or not number.isdigit():
        raise NotReadable
    rows = Window.objects.filter(consultation_id=int(number)).select_related("consultation")
    return list(rows.prefetch_related("section_windows", "consultation__only_sections").order_by("opens_at"))


def as_uuid(identity: str) -> UUID:
    """Return an identity as the database keeps it.

    :raises NotReadable: it is not one.
    """
    try:
        return UUID(identity)
    except ValueError:
        raise NotReadable from None


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotReadable
    return row
