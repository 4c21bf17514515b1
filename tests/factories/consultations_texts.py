# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts with frozen versions, made at once: what somebody would have published."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import factory

from documents.consultations import enums
from documents.consultations.models import (
    Paragraph,
    Section,
    Text,
    Version,
    VersionParagraph,
    VersionSection,
    VersionStage,
)

PUBLISHED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class TextFactory(factory.django.DjangoModelFactory):
    """A Piano without any version."""

    class Meta:
        model = Text

    title = factory.Sequence(lambda number: f"Piano sociale numero {number}")
    slug = factory.Sequence(lambda number: f"piano-sociale-{number}")
    kind = enums.TextKind.PIANO
    summary = "Che cosa faremo insieme nei prossimi tre anni."


class VersionFactory(factory.django.DjangoModelFactory):
    """A frozen version; `VersionFactory(sections=2, paragraphs=3)` gives it that many, all readable.

    `VersionFactory(text=text, number=2, like=first, words={paragraph_id: "…"}, without=[…])` keeps the identities
    of another version, with some words changed and some paragraphs left out.
    """

    class Meta:
        model = Version

    text = factory.SubFactory(TextFactory)
    number = 1
    title = factory.LazyAttribute(lambda made: made.text.title)
    published_at = PUBLISHED_AT
    sha256 = factory.Sequence(lambda number: f"{number:064x}")

    @classmethod
    def _create(cls, model_class: type[Version], *args: Any, **kwargs: Any) -> Version:
        sections, paragraphs = kwargs.pop("sections", 2), kwargs.pop("paragraphs", 3)
        stage, like = kwargs.pop("stage", enums.Stage.CONSULTATION), kwargs.pop("like", None)
        words, without = kwargs.pop("words", {}), set(kwargs.pop("without", ()))
        version: Version = super()._create(model_class, *args, **kwargs)
        VersionStage.objects.create(version=version, stage=stage, reached_at=version.published_at)
        if like is None:
            _fill(version, sections, paragraphs)
        else:
            _fill_like(version, like, words, without)
        return version


def _fill(version: Version, sections: int, paragraphs: int) -> None:
    position = 0
    for number in range(1, sections + 1):
        section = VersionSection.objects.create(
            version=version,
            section=Section.objects.create(text=version.text),
            position=number,
            slug=f"articolo-{number}",
            title=f"Articolo {number}",
        )
        for _ in range(paragraphs):
            position += 1
            plain = f"Parole del paragrafo {position}."
            _paragraph(section, Paragraph.objects.create(text=version.text), position, plain)


def _fill_like(version: Version, like: Version, words: dict[Any, str], without: set[Any]) -> None:
    position = 0
    for old in like.sections.order_by("position"):
        section = VersionSection.objects.create(
            version=version, section=old.section, position=old.position, slug=old.slug, title=old.title
        )
        for twin in old.paragraphs.order_by("position").select_related("paragraph"):
            if twin.paragraph_id in without:
                continue
            position += 1
            _paragraph(section, twin.paragraph, position, words.get(twin.paragraph_id, twin.plain))


def _paragraph(section: VersionSection, paragraph: Paragraph, position: int, plain: str) -> None:
    VersionParagraph.objects.create(
        section=section,
        version=section.version,
        paragraph=paragraph,
        position=position,
        number=position,
        html=f"<p>{plain}</p>",
        plain=plain,
    )
