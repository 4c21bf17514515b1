# SPDX-License-Identifier: AGPL-3.0-or-later
"""A draft from outside becomes a text in the editor: first read and kept, then, when somebody says so, made."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from documents.consultations import permissions
from documents.consultations.imports.parsed import ParsedSection, ParsedText, from_json, to_json
from documents.consultations.models import ImportDraft, SectionPage, Text, TextPage
from documents.consultations.models.pages import body_of
from documents.consultations.services import identities
from documents.consultations.services.shelf import texts_root
from portal.core import audit
from portal.core.models import User
from portal.core.slugs import free_slug, stem_of

LONGEST_SLUG: Final = 60
KEPT_FOR: Final = timedelta(days=30)


class NotAllowed(Exception):  # noqa: N818 -- a fact about a person
    """Only those who write texts bring drafts in."""


class AlreadyMade(Exception):  # noqa: N818 -- a fact about a draft
    """The draft became a text before; `text` is that one."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.pk)
        self.text = text


@transaction.atomic
def keep(*, parsed: ParsedText, source_name: str, content: bytes, by: User | None) -> ImportDraft:
    """Keep what was understood of a draft until somebody says that it is right; return the row.

    :raises NotAllowed: the person does not write texts.
    """
    if by is not None and not permissions.can_write_texts(by):
        raise NotAllowed
    draft = ImportDraft.objects.create(
        created_by=by,
        source_name=source_name[:250],
        source_sha256=hashlib.sha256(content).hexdigest(),
        parsed=to_json(parsed),
    )
    audit.record(actor=by, action="text.read", target=draft, after={"sha256": draft.source_sha256})
    return draft


@transaction.atomic
def make_text(
    *,
    draft: ImportDraft,
    by: User | None,
    title: str,
    kind: str,
    summary: str = "",
    origin_note: str = "",
    area_id: int | None = None,
    are_ready: bool = False,
) -> Text:
    """Make a text with its sections out of a kept draft, for the editor; readers see nothing of it yet.

    `are_ready` declares every section ready for the first version, as «Pubblica» in the editor does.

    :raises NotAllowed: the person does not write texts.
    :raises AlreadyMade: it was made before (a button pressed twice).
    """
    if by is not None and not permissions.can_write_texts(by):
        raise NotAllowed
    draft = ImportDraft.objects.select_for_update(of=("self",)).select_related("text").get(pk=draft.pk)
    if draft.text is not None:
        raise AlreadyMade(draft.text)
    facts = {"kind": kind, "summary": summary, "origin_note": origin_note, "area_id": area_id}
    page = TextPage(title=title, slug=free_page_slug(title), live=False, owner=by, **facts)
    texts_root().add_child(instance=page)
    page.save_revision(user=by)
    text = identities.text_of(page)
    for section in from_json(draft.parsed).sections:
        add_section(page=page, section=section, by=by, is_ready=are_ready)
    draft.text = text
    draft.save(update_fields=["text"])
    audit.record(actor=by, action="text.imported", target=text, after={"from": draft.source_name})
    return text


def add_section(*, page: TextPage, section: ParsedSection, by: User | None, is_ready: bool) -> SectionPage:
    """Add a section to a text in the editor, as a draft or as ready; return its page."""
    made = SectionPage(
        title=section.title,
        slug=section_slug(page, section.title),
        body=body_of((block.kind, block.plain if block.is_heading else block.html, None) for block in section.blocks),
        live=False,
        owner=by,
    )
    page.add_child(instance=made)
    revision = made.save_revision(user=by)
    if is_ready:
        revision.publish(user=by)
    return made


def forget_waiting(moment: datetime) -> int:
    """Delete the drafts that were read a month ago and that nobody made a text of; return how many.

    Whole plans lie in them, names included. Safe to repeat.
    """
    deleted, _ = ImportDraft.objects.filter(text__isnull=True, created_at__lt=moment - KEPT_FOR).delete()
    return deleted


def free_page_slug(title: str) -> str:
    """Return an address in the editor's tree that no text there has."""
    taken = set(TextPage.objects.values_list("slug", flat=True))
    slug = free_slug(Text, title, max_length=LONGEST_SLUG)
    return slug if slug not in taken else f"{slug}-{uuid.uuid4().hex[:6]}"


def section_slug(page: TextPage, title: str) -> str:
    """Return an address that no other section of a text has in the editor."""
    stem = stem_of(title, max_length=LONGEST_SLUG) or "sezione"
    taken = set(SectionPage.objects.child_of(page).values_list("slug", flat=True))
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
