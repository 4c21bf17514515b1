# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts frozen in a version, consultations about them, windows and outcomes, as tests need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

import factory
from django.utils import timezone
from django.utils.text import slugify

from documents.consultations.enums import OutcomeKind, Stage, TextKind
from documents.consultations.models import (
    Consultation,
    Outcome,
    Paragraph,
    Section,
    Text,
    Version,
    VersionParagraph,
    VersionSection,
    VersionStage,
    Window,
)
from tests.factories.core import PrivacyNoticeFactory

SECTIONS: Mapping[str, Sequence[str]] = {
    "Disabilità": ("Il centro diurno apre cinque giorni.", "Il trasporto parte alle otto."),
    "Anziani": ("L'assistenza a casa dura due ore.",),
}
MOTIVATION = "Il trasporto dalle sette aiuta chi fa i turni: lo scriviamo nel testo."


class TextFactory(factory.django.DjangoModelFactory):
    """A Piano."""

    class Meta:
        model = Text
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda number: f"piano-{number}")
    title = factory.Sequence(lambda number: f"Piano sociale numero {number}")
    kind = TextKind.PIANO
    summary = "Che cosa fa il Distretto nei prossimi tre anni."


def freeze(
    text: Text,
    sections: Mapping[str, Sequence[str]] = SECTIONS,
    *,
    stage: Stage = Stage.CONSULTATION,
    same_as: Version | None = None,
) -> Version:
    """Return a new frozen version with these sections and paragraphs.

    With `same_as`, sections and paragraphs keep the identities they have there, by title and by place.
    """
    number = text.versions.count() + 1
    digest = sha256(repr((text.pk, number, sections)).encode()).hexdigest()
    version = Version.objects.create(
        text=text, number=number, title=text.title, published_at=timezone.now(), sha256=digest
    )
    VersionStage.objects.create(version=version, stage=stage, reached_at=version.published_at)
    running = 0
    for position, (title, words) in enumerate(sections.items(), start=1):
        twin = same_as.sections.filter(title=title).first() if same_as else None
        section = twin.section if twin else Section.objects.create(text=text)
        row = VersionSection.objects.create(
            version=version, section=section, position=position, slug=slugify(title), title=title
        )
        for place, plain in enumerate(words, start=1):
            running += 1
            old = twin.paragraphs.filter(position=place).first() if twin else None
            VersionParagraph.objects.create(
                section=row,
                version=version,
                paragraph=old.paragraph if old else Paragraph.objects.create(text=text),
                position=place,
                number=running,
                html=f"<p>{plain}</p>",
                plain=plain,
            )
    return version


class ConsultationFactory(factory.django.DjangoModelFactory):
    """A consultation open since ten days for twenty more; `is_closed`, `is_coming`, `is_preparing` change that."""

    class Meta:
        model = Consultation
        skip_postgeneration_save = True

    text = factory.SubFactory(TextFactory)
    version = factory.LazyAttribute(lambda made: made.text.versions.last() or freeze(made.text))
    slug = factory.Sequence(lambda number: f"consultazione-{number}")
    title = factory.LazyAttribute(lambda made: f"Consultazione su {made.text.title}")
    purpose = "Vogliamo sapere che cosa manca."
    negotiable = "Orari, luoghi e modi dei servizi."
    not_negotiable = "Le somme che arrivano dalla Regione."
    who_decides = "Decide il Consiglio comunale, entro l'anno."
    responsible_officer = "Marta Serra"
    responsible_contact = "piano@ambito.example, 0971 000000"
    office = "Ufficio di Piano"
    notice = factory.SubFactory(PrivacyNoticeFactory)

    @classmethod
    def _create(cls, model_class: type[Consultation], *args: Any, **kwargs: Any) -> Consultation:
        days = {"is_closed": (-40, -10), "is_coming": (14, 44), "is_preparing": None}
        chosen: tuple[int, int] | None = (-10, 20)
        for name, span in days.items():
            if kwargs.pop(name, False):
                chosen = span
        made: Consultation = super()._create(model_class, *args, **kwargs)
        if chosen is not None:
            now = timezone.now()
            WindowFactory(
                consultation=made,
                opens_at=now + timedelta(days=chosen[0]),
                closes_at=now + timedelta(days=chosen[1]),
            )
        return made


class WindowFactory(factory.django.DjangoModelFactory):
    """A window open since yesterday for a month."""

    class Meta:
        model = Window

    consultation = factory.SubFactory(ConsultationFactory, is_preparing=True)
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class OutcomeFactory(factory.django.DjangoModelFactory):
    """A prepared answer that says no, with its reasons; `is_published` shows it to everybody."""

    class Meta:
        model = Outcome

    class Params:
        is_published = factory.Trait(published_at=factory.LazyFunction(timezone.now))

    observation: Any = None
    consultation = factory.LazyAttribute(
        lambda made: Consultation.objects.get(pk=made.observation.scope.partition(":")[2])
    )
    revision_number = factory.LazyAttribute(lambda made: made.observation.revision_number)
    kind = OutcomeKind.REJECTED
    motivation = MOTIVATION
    office = "Ufficio di Piano"
    prepared_at = factory.LazyFunction(timezone.now)
