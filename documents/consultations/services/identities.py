# SPDX-License-Identifier: AGPL-3.0-or-later
"""Identities of sections and paragraphs, kept in step with what editors save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from documents.consultations.enums import OriginKind, ParentKind
from documents.consultations.matching import Decision
from documents.consultations.models import (
    BlockIdentity,
    BlockOrigin,
    Paragraph,
    ParagraphParent,
    Section,
    SectionPage,
    SimpleDraft,
    Text,
    TextPage,
)
from portal.comments.models import Observation
from portal.core.slugs import free_slug


def text_of(page: TextPage) -> Text:
    """Return the text that a page of the editor belongs to, made if the page is new."""
    found = Text.objects.filter(page=page).first()
    if found is not None:
        return found
    return Text.objects.create(
        page=page,
        slug=free_slug(Text, page.title),
        title=page.title,
        kind=page.kind,
        summary=page.summary,
        origin_note=page.origin_note,
        area_id=page.area_id,
    )


@transaction.atomic
def sync_page(page: SectionPage, *, saved: SectionPage | None = None) -> None:
    """Give an identity to a section and to each of its blocks, as saved and as ready; drop those that nobody names.

    The mapping is by page and block: a copied page repeats the ids of its blocks, and gets identities of its own.
    `saved` is what has just been saved, where Wagtail does not yet know it for the latest.
    """
    text = _text_above(page)
    if text is None:
        return
    section = _section_of(page, text)
    wanted = _block_ids(page, saved)
    Section.objects.select_for_update().get(pk=section.pk)  # two editors may save at once
    known = set(BlockIdentity.objects.filter(page_id=page.pk).values_list("block_id", flat=True))
    fresh = [block_id for block_id in wanted if block_id not in known]
    if fresh:
        paragraphs = Paragraph.objects.bulk_create([Paragraph(text=text) for _ in fresh])
        BlockIdentity.objects.bulk_create(
            [
                BlockIdentity(page_id=page.pk, block_id=block_id, paragraph=paragraph)
                for block_id, paragraph in zip(fresh, paragraphs, strict=True)
            ]
        )
    if left := known - set(wanted):
        drop_unnamed(page.pk, left)


def drop_unnamed(page_id: int, block_ids: Iterable[str]) -> None:
    """Forget the identities of these blocks, unless a version, an observation, an outcome or simple words name them."""
    rows = BlockIdentity.objects.filter(page_id=page_id, block_id__in=list(block_ids))
    ids = set(rows.values_list("paragraph_id", flat=True))
    if ids:
        _unnamed(ids).delete()


def rebind(*, page_id: int, block_id: str, paragraph_id: UUID) -> None:
    """Say that a block of the editor is a paragraph that already lives; its own fresh identity gives way."""
    row = BlockIdentity.objects.filter(page_id=page_id, block_id=block_id).first()
    if row is None:
        BlockIdentity.objects.create(page_id=page_id, block_id=block_id, paragraph_id=paragraph_id)
        return
    fresh, row.paragraph_id = row.paragraph_id, paragraph_id
    row.save(update_fields=["paragraph"])
    _keep_simple_words(fresh, paragraph_id)
    _unnamed({fresh}).delete()


def record_parentage(decision: Decision, identities: Mapping[str, str]) -> None:
    """Write where the paragraphs of a version came from; `identities` says which paragraph each block is.

    What editors said of them before the version has had its effect, and is forgotten.
    """
    rows = [(key, parent, ParentKind.SPLIT) for key, parent in decision.splits.items()]
    rows += [(key, parent, ParentKind.MERGE) for key, parents in decision.merges.items() for parent in parents]
    ParagraphParent.objects.bulk_create(
        [
            ParagraphParent(child_id=identities[key], parent_id=parent, kind=kind)
            for key, parent, kind in rows
            if key in identities and identities[key] != parent
        ],
        ignore_conflicts=True,
    )
    pages = {int(key.split(":", 1)[0]) for key in identities}
    texts = Text.objects.filter(paragraphs__in=list(identities.values())).values("pk")
    BlockOrigin.objects.filter(Q(page_id__in=pages) | Q(kind=OriginKind.GONE, paragraph__text__in=texts)).delete()


def retire_missing(*, text: Text, paragraphs: Iterable[UUID], sections: Iterable[UUID], moment: datetime) -> None:
    """Retire what a version that was just frozen does not have any more; what came back is no longer retired."""
    kept_paragraphs, kept_sections = list(paragraphs), list(sections)
    once_read = Paragraph.objects.filter(text=text, twins__isnull=False).values("pk")
    lost = Paragraph.objects.filter(pk__in=once_read, retired_at__isnull=True).exclude(pk__in=kept_paragraphs)
    lost.update(retired_at=moment)
    Paragraph.objects.filter(pk__in=kept_paragraphs, retired_at__isnull=False).update(retired_at=None)
    seen = Section.objects.filter(text=text, twins__isnull=False).values("pk")
    gone = Section.objects.filter(pk__in=seen, retired_at__isnull=True).exclude(pk__in=kept_sections)
    gone.update(retired_at=moment)
    Section.objects.filter(pk__in=kept_sections, retired_at__isnull=False).update(retired_at=None)


def _text_above(page: SectionPage) -> Text | None:
    """Return the text that a section stands in, made if its page is new; none where it stands elsewhere."""
    found = Text.objects.filter(page__path=page.path[: -page.steplen]).first()
    if found is not None:
        return found
    parent = page.get_parent().specific
    return text_of(parent) if isinstance(parent, TextPage) else None


def _section_of(page: SectionPage, text: Text) -> Section:
    found = Section.objects.filter(page_id=page.pk).first()
    if found is not None and found.text_id != text.pk:
        _let_go(found, page.pk)
        found = None
    if found is None:
        found, _ = Section.objects.get_or_create(
            page_id=page.pk, defaults={"text": text, "area_id": page.area_id, "tavolo_id": page.tavolo_id}
        )
    return found


def _let_go(section: Section, page_id: int) -> None:
    """The page moved to another text: what it was stays with the old one, and here it begins anew."""
    drop_unnamed(page_id, BlockIdentity.objects.filter(page_id=page_id).values_list("block_id", flat=True))
    BlockIdentity.objects.filter(page_id=page_id).delete()
    section.page_id = None
    section.save(update_fields=["page_id"])


def _block_ids(page: SectionPage, saved: SectionPage | None) -> list[str]:
    """Return the ids of the blocks that are saved, and of those that are ready, each once."""
    bodies = [SectionPage.objects.get(pk=page.pk).body] if page.live else []
    if saved is not None:
        bodies.insert(0, saved.body)
    elif not page.live or page.has_unpublished_changes:
        bodies.insert(0, page.get_latest_revision_as_object().body)
    return list(dict.fromkeys(str(block.id) for body in bodies for block in body if block.id))


def _keep_simple_words(fresh: UUID, paragraph_id: UUID) -> None:
    """What was written in simple words beside a block goes with the paragraph that the block turned out to be."""
    if fresh == paragraph_id:
        return
    for row in SimpleDraft.objects.filter(paragraph_id=fresh):
        SimpleDraft.objects.filter(paragraph_id=paragraph_id, is_ready=row.is_ready).delete()
    SimpleDraft.objects.filter(paragraph_id=fresh).update(paragraph_id=paragraph_id)
    SimpleDraft.objects.filter(said_with_id=fresh).update(said_with_id=paragraph_id)


def _unnamed(paragraph_ids: set[UUID]) -> QuerySet[Paragraph]:
    spoken_of = Observation.objects.filter(target_id__in=[str(pk) for pk in paragraph_ids])
    named = {UUID(pk) for pk in spoken_of.values_list("target_id", flat=True)}
    return Paragraph.objects.filter(
        pk__in=paragraph_ids - named,
        twins__isnull=True,
        outcomes__isnull=True,
        simple_drafts__isnull=True,
        parents__isnull=True,
        children__isnull=True,
    )
