# SPDX-License-Identifier: AGPL-3.0-or-later
"""Simple words as editors write them, through the same services that people use."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from documents.consultations.models import SimpleParagraph, SimpleSection, Text, Version
from documents.consultations.queries import simple_sheets
from documents.consultations.queries.simple_sheets import Sheet
from documents.consultations.services import simple_editions, simple_words
from documents.consultations.services.simple_words import Typed
from tests.factories.consultations_drafts import MOMENT, blocks_of, coordinator, drafter, edit, pages_of

EASY = "Ci sono sempre più persone anziane.\n\n- meno bambini\n- più nonni"


def sheet_of(text: Text, number: int = 0) -> Sheet:
    """Return a section of a text, to be written in simple words."""
    return simple_sheets.sheets(text)[number]


def save(text: Text, words: list[str | Typed], *, number: int = 0, are_ready: bool = True, **more: Any) -> None:
    """Save these simple words, one for each paragraph of a section, as a drafter does."""
    sheet = sheet_of(text, number)
    typed = {
        line.identity: one if isinstance(one, Typed) else Typed(words=one)
        for line, one in zip(sheet.paragraphs, words, strict=False)
    }
    values = {"expected": sheet.digest, "are_ready": are_ready, "by": more.pop("by", None) or drafter(), **more}
    simple_words.save(text=text, section_id=sheet.section.pk, typed=typed, moment=MOMENT, **values)


def beside(text: Text, number: int = 0, **more: Any) -> SimpleSection:
    """Put what is ready beside the version that people read, as the coordinator does."""
    values = {"by": coordinator(), "moment": MOMENT, **more}
    return simple_editions.publish_beside(text=text, section_id=sheet_of(text, number).section.pk, **values)


def told(version: Version) -> list[tuple[int, str, int]]:
    """Return number, simple words and number of the paragraph that it is told with, as a version is read now."""
    rows = SimpleParagraph.objects.filter(section__in=SimpleSection.objects.current(), twin__version=version)
    return [
        (row.twin.number, row.words, row.said_with.number if row.said_with else 0)
        for row in rows.order_by("twin__position")
    ]


def reword(text: Text, words: str) -> None:
    """Give the first paragraph of a text other official words, ready for the next version."""
    page = pages_of(text)[0]
    (kind, _, one), *rest = blocks_of(page)
    edit(page, (kind, f"<p>{words}</p>", one), *rest)


def simple_url(version: Version, slug: str = "il-contesto") -> str:
    """Return where a section is read in simple words."""
    return reverse("consultations:section_simple", args=[version.text.slug, slug])


def official_url(version: Version, slug: str = "il-contesto") -> str:
    """Return where it is read in the words that decide."""
    return reverse("consultations:section", args=[version.text.slug, slug])


def staff_url(name: str, text: Text, number: int = 0) -> str:
    """Return a page of the office about a section in simple words."""
    return reverse(f"texts_admin:simple_{name}", args=[text.pk, sheet_of(text, number).section.pk])


def posted(sheet: Sheet, words: list[str], **more: str) -> dict[str, str]:
    """Return what the sheet sends when these words are typed."""
    boxes = {f"parole-{line.identity}": one for line, one in zip(sheet.paragraphs, words, strict=False)}
    return {"expected": sheet.digest, **boxes, **more}
