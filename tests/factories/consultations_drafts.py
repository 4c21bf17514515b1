# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts as editors hold them, made through the same import that people use."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from documents.consultations.imports.reading import read_file
from documents.consultations.models import Consultation, SectionPage, Text, Version
from documents.consultations.models.pages import body_of
from documents.consultations.services import imports, versions
from portal.core import roles
from portal.core.models import User
from tests.factories.consultations import ConsultationFactory
from tests.factories.core import StaffFactory

MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DRAFT = """# Piano di prova

## Il contesto

La popolazione invecchia.

I giovani partono.

## Gli obiettivi

Ridurre le attese.
"""


def coordinator() -> User:
    """Return a person who may publish versions."""
    person: User = StaffFactory(roles=[roles.COORDINATOR])
    return person


def drafter() -> User:
    """Return a person who writes texts and publishes none."""
    person: User = StaffFactory(roles=[roles.DRAFTER])
    return person


def imported(source: str = DRAFT, *, are_ready: bool = True, **fields: Any) -> Text:
    """Return a text out of a Markdown draft, in the editor, its sections ready unless told otherwise."""
    parsed = read_file("bozza.md", source.encode())
    by = fields.pop("by", None) or drafter()
    draft = imports.keep(parsed=parsed, source_name="bozza.md", content=source.encode(), by=by)
    values = {"title": parsed.title, "kind": "PIANO", **fields}
    return imports.make_text(draft=draft, by=by, are_ready=are_ready, **values)


def published(text: Text, *, by: User | None = None, moment: datetime = MOMENT, **choices: Any) -> Version:
    """Return the next version of a text, published by a coordinator; what has no cause changes d'ufficio."""
    choices = {"left": "Correzione della prova, decisa d'ufficio.", **choices}
    return versions.publish(text=text, by=by or coordinator(), moment=moment, **choices)


def pages_of(text: Text) -> list[SectionPage]:
    """Return the section pages of a text, fresh from the database."""
    return list(SectionPage.objects.child_of(text.page).order_by("path"))


def edit(page: SectionPage, *blocks: tuple[str, str, str | None], is_ready: bool = True) -> SectionPage:
    """Save a page with these blocks (kind, value, id), as the editor does; «Pubblica» it unless told otherwise."""
    page = page.get_latest_revision_as_object()
    page.body = body_of(blocks)
    revision = page.save_revision()
    if is_ready:
        revision.publish()
    return SectionPage.objects.get(pk=page.pk)


def blocks_of(page: SectionPage) -> list[tuple[str, str, str]]:
    """Return kind, value and id of each block of the latest revision of a page."""
    latest = page.get_latest_revision_as_object()
    return [
        (block.block_type, block.value.source if block.block_type == "paragraph" else block.value, block.id)
        for block in latest.body
    ]


def closed_and_changed() -> Consultation:
    """Return a closed consultation on a text whose first paragraph the drafter has since changed."""
    text = imported()
    made: Consultation = ConsultationFactory(text=text, version=published(text), is_closed=True)
    page = pages_of(text)[0]
    first, *others = blocks_of(page)
    edit(page, (first[0], "<p>La popolazione invecchia e chiede trasporti.</p>", first[2]), *others)
    return made
