# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations about texts, their windows and outcomes, as tests need them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from documents.consultations.enums import OutcomeKind
from documents.consultations.models import Consultation, Outcome, Window
from tests.factories.consultations_texts import TextFactory, VersionFactory
from tests.factories.core import PrivacyNoticeFactory

MOTIVATION = "Il trasporto dalle sette aiuta chi fa i turni: lo scriviamo nel testo."


class ConsultationFactory(factory.django.DjangoModelFactory):
    """A consultation open since ten days for twenty more; `is_closed`, `is_coming`, `is_preparing` change that."""

    class Meta:
        model = Consultation
        skip_postgeneration_save = True

    text = factory.SubFactory(TextFactory)
    version = factory.LazyAttribute(lambda made: made.text.versions.last() or VersionFactory(text=made.text))
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
