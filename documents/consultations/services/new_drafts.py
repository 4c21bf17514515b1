# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole new draft takes the place of the sections in the editor; every paragraph that is an old one stays itself."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from documents.consultations import permissions
from documents.consultations.enums import OriginKind
from documents.consultations.imports.parsed import ParsedSection, from_json
from documents.consultations.matching import Decision
from documents.consultations.models import (
    BlockIdentity,
    BlockOrigin,
    ImportDraft,
    Section,
    SectionPage,
    Text,
    TextPage,
)
from documents.consultations.models.pages import body_of, stored_in
from documents.consultations.queries.new_draft import NewDraft, beside
from documents.consultations.services.imports import AlreadyMade, NotAllowed, section_slug
from portal.core import audit
from portal.core.models import User

__all__ = ["AlreadyMade", "NotAllowed", "StillOpen", "redraft"]


class StillOpen(Exception):  # noqa: N818 -- a fact about a draft
    """Some paragraphs are not recognised yet, and nobody said what they are."""


@transaction.atomic
def redraft(
    *,
    draft: ImportDraft,
    text: Text,
    by: User,
    choices: Mapping[str, str],
    sections: Mapping[int, str] | None = None,
    accepts: bool = False,
    are_ready: bool = False,
) -> list[str]:
    """Write a kept draft over the sections of a text in the editor; return the titles of those that are not ready.

    `choices` say what the paragraphs in doubt are, `sections` the sections; `accepts` takes the likeliest elsewhere.
    A section that was ready for the next version stays so, one that was not does not become so; the new ones are as
    `are_ready` says. Sections that the draft has not are no longer ready. Readers see nothing of it until a version
    is published.

    :raises NotAllowed: the person does not write texts.
    :raises AlreadyMade: the draft was taken before (a button pressed twice).
    :raises StillOpen: something is in doubt, and nobody said what it is.
    """
    if not permissions.can_write_texts(by):
        raise NotAllowed
    text = Text.objects.select_for_update(of=("self",)).select_related("page").get(pk=text.pk)
    draft = ImportDraft.objects.select_for_update(of=("self",)).select_related("text").get(pk=draft.pk)
    if draft.text is not None:
        raise AlreadyMade(draft.text)
    new = beside(text, from_json(draft.parsed))
    decision = new.decided(choices, accepts=accepts)
    if decision.open or text.page is None:
        raise StillOpen
    unready = _Writer(new, decision, text.page, by, are_ready).write(new.sections(sections or {}))
    draft.text = text
    draft.save(update_fields=["text"])
    after = {"from": draft.source_name, "same": len(decision.same), "splits": len(decision.splits)}
    audit.record(actor=by, action="text.redrafted", target=text, after=after)
    return unready


@dataclass
class _Writer:
    """Writes the pages of one redraft."""

    new: NewDraft
    decision: Decision
    root: TextPage
    by: User
    are_ready: bool
    blocks: dict[str, tuple[int, str]] = field(default_factory=dict)  # key → page, block

    def write(self, sections: Mapping[int, str]) -> list[str]:
        """Write every page; return the titles of those that are not ready."""
        kept = dict(Section.objects.filter(pk__in=list(sections.values())).values_list("pk", "page_id"))
        pages, unready = [], []
        for place, section in enumerate(self.new.parsed.sections):
            page_id = kept.get(UUID(sections[place])) if place in sections else None
            found = SectionPage.objects.child_of(self.root).filter(pk=page_id).first()
            page, is_ready = (found, found.live) if found else (self._added(section), self.are_ready)
            self._fill(page, place, section, is_ready=is_ready)
            pages.append(page.pk)
            unready += [] if is_ready else [section.title]
        for page in SectionPage.objects.child_of(self.root).filter(live=True).exclude(pk__in=pages):
            page.unpublish(user=self.by)
        self._put_in_order(pages)
        self._origins()
        return unready

    def _put_in_order(self, pages: list[int]) -> None:
        before = SectionPage.objects.child_of(self.root).order_by("path").values_list("pk", flat=True)
        if list(before)[-len(pages) :] == pages:
            return
        for pk in pages:
            SectionPage.objects.get(pk=pk).move(TextPage.objects.get(pk=self.root.pk), pos="last-child")

    def _added(self, section: ParsedSection) -> SectionPage:
        root = TextPage.objects.get(pk=self.root.pk)
        page = SectionPage(title=section.title, slug=section_slug(root, section.title), live=False, owner=self.by)
        root.add_child(instance=page)
        return page

    def _fill(self, page: SectionPage, place: int, section: ParsedSection, *, is_ready: bool) -> None:
        """Write a page; each block that is an old paragraph has the id that this page knows it by."""
        known = {
            str(paragraph): block
            for block, paragraph in BlockIdentity.objects.filter(page_id=page.pk).values_list(
                "block_id", "paragraph_id"
            )
        }
        made = []
        for at, block in enumerate(section.blocks):
            key = f"{place}-{at}"
            paragraph = self.decision.same.get(key)
            block_id = known.get(paragraph or "") or str(uuid.uuid4())
            if paragraph and paragraph not in known:
                BlockIdentity.objects.create(page_id=page.pk, block_id=block_id, paragraph_id=UUID(paragraph))
            self.blocks[key] = page.pk, block_id
            made.append((block.kind, block.plain if block.is_heading else block.html, block_id))
        page = page.get_latest_revision_as_object()
        if page.title == section.title and list(stored_in(page.body)) == made and page.live == is_ready:
            return
        page.title, page.body = section.title, body_of(made)
        revision = page.save_revision(user=self.by)
        if is_ready:
            revision.publish(user=self.by)

    def _origins(self) -> None:
        """Remember until the version what was decided and words alone would not tell again."""
        pages = {page for page, _ in self.blocks.values()}
        BlockOrigin.objects.filter(page_id__in=pages).delete()
        rows: list[tuple[str, OriginKind, str | None]] = []
        rows += [(key, OriginKind.SPLIT, parent) for key, parent in self.decision.splits.items()]
        rows += [(key, OriginKind.MERGE, old) for key, olds in self.decision.merges.items() for old in olds]
        told = {*self.decision.same, *self.decision.splits}
        rows += [(key, OriginKind.NEW, None) for key in self.blocks if key not in told]
        BlockOrigin.objects.bulk_create(
            BlockOrigin(
                page_id=self.blocks[key][0],
                block_id=self.blocks[key][1],
                kind=kind,
                paragraph_id=UUID(parent) if parent else None,
            )
            for key, kind, parent in rows
        )
