# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole demo site, loaded in one transaction: all of it is there, or none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from partners.models import Partner
from portal.core import copies
from portal.core.models import User
from portal.demo.loaders import (
    adhesion,
    answering,
    charter,
    consultations,
    library,
    people,
    register,
    seat_voice,
    simple,
    together,
    windows,
    words,
)
from portal.demo.loaders.consultations import Place
from portal.demo.loaders.texts import Staff
from portal.pages.services import install_standing_pages

Tell = Callable[[str], object]


def is_loaded() -> bool:
    """Return whether the demo site is already there."""
    return Partner.objects.filter(slug="aps-il-filo-di-lana").exists()


@transaction.atomic
def load(*, moment: datetime, tell: Tell) -> None:
    """Load the demo site; every date in it is counted from the day of this moment."""
    today = timezone.localdate(moment)
    tell("Le pagine di base e l'ufficio…")
    install_standing_pages()
    people.load_office()
    notice = people.load_notice()
    areas = people.load_areas()
    tell("I partner e le persone…")
    partners = people.load_partners(areas, today=today)
    persons = people.load_people(partners, today=today)
    tell("I tavoli, i documenti, le buone pratiche…")
    tavoli = library.load_tavoli(areas, partners, persons, today=today)
    documents = library.load_documents(areas, partners, tavoli, today=today)
    library.load_protocols(areas, partners, today=today)
    library.load_practices(areas, partners, today=today)
    tell("I testi, le consultazioni, le voci…")
    place = Place(
        areas=areas,
        partners=partners,
        people=persons,
        tavoli=tavoli,
        documents=documents,
        notice=notice,
        staff=_staff(persons),
        moment=moment,
    )
    _load_texts(place)
    tell("Il resto del registro…")
    register.load_register(areas, partners, persons, today=today)
    tell("L'adesione al Distretto: domande, seggi, mandati, inviti…")
    adhesion.load(areas=areas, partners=partners, people=persons, moment=moment)
    together.load(place)
    windows.load(place)
    answering.load(place)
    charter.load(place)
    seat_voice.load(place)
    copies.forget()


def _staff(persons: dict[str, User]) -> Staff:
    return Staff(drafter=persons["redazione"], coordinator=persons["coordinamento"], moderator=persons["moderazione"])


def _load_texts(place: Place) -> None:
    consultations.load_piano(place)
    consultations.load_regolamento(place)
    consultations.load_compartecipazione(place)
    words.load(place)
    simple.load(place)
