# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drafts that were read and wait, and texts as staff manage them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from documents.consultations.models import ImportDraft, Section, SectionPage, Text, Version
from documents.consultations.queries.drafts import Vanished
from documents.consultations.redline import likeness
from portal.comments.models import Observation
from portal.core.exceptions import NotReadable


def kept_draft(pk: UUID) -> ImportDraft:
    """Return a draft that was read.

    :raises NotReadable: there is none.
    """
    found = ImportDraft.objects.select_related("text").filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def waiting_drafts() -> QuerySet[ImportDraft]:
    """Return the drafts that nobody made a text of yet, the newest first."""
    return ImportDraft.objects.filter(text__isnull=True).order_by("-created_at")[:20]


def managed_texts() -> QuerySet[Text]:
    """Return every text for staff, with `latest_number` and whether it `needs_sign_off` somewhere, by title."""
    flagged = Section.objects.filter(text=OuterRef("pk"), needs_sign_off=True, retired_at=None)
    rows = Text.objects.annotate(latest_number=Max("versions__number"), needs_sign_off=Exists(flagged))
    return rows.order_by("title")


def managed_text(pk: int) -> Text:
    """Return a text for staff.

    :raises NotReadable: there is none.
    """
    found = managed_texts().select_related("page").filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def section_of_page(page_id: int) -> Section | None:
    """Return the section that a page of the editor is, once it was saved."""
    return Section.objects.filter(page_id=page_id).first()


def section_counts() -> dict[str, int]:
    """Return how many sections each text has in the editor, by the path of its page."""
    rows = SectionPage.objects.values_list("path", flat=True)
    counts: dict[str, int] = {}
    for path in rows:
        counts[path[: -SectionPage.steplen]] = counts.get(path[: -SectionPage.steplen], 0) + 1
    return counts


def latest_version_for_staff(text: Text) -> Version | None:
    """Return the latest version of a text, with its stages."""
    return text.versions.prefetch_related("stages").order_by("-number").first()


def said_about(identities: list[str]) -> dict[str, int]:
    """Return how many published observations speak of each of these paragraphs (one query)."""
    rows = Observation.objects.published().filter(target_id__in=identities).order_by().values_list("target_id")
    return dict(rows.annotate(total=Count("pk")))


def texts_like(title: str) -> list[Text]:
    """Return the texts that a draft may be a redraft of, the one whose title is most like it first."""
    return sorted(managed_texts().filter(page__isnull=False), key=lambda text: -likeness(text.title, title))


def with_voices(vanished: Sequence[Vanished]) -> list[tuple[Vanished, int]]:
    """Return what would be retired, each with how many published observations speak of it (one query)."""
    said = said_about([str(gone.paragraph_id) for gone in vanished]) if vanished else {}
    return [(gone, said.get(str(gone.paragraph_id), 0)) for gone in vanished]
