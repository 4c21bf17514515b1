# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sections with dates of their own, categories, a file, a follower, a signature: on the consultation that is open."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from documents.consultations.models import Consultation, Section, SectionPage, Text
from documents.consultations.queries import sign_offs as waiting
from documents.consultations.services import consultations, following, section_windows, sign_offs
from portal.comments.models import Observation
from portal.comments.services import attachments
from portal.demo.loaders.consultations import Place
from portal.demo.loaders.texts import at

OPEN = "regolamento-ufficio-di-piano"
COMING = "accesso-e-compartecipazione"
CATEGORIES = [("trasporti", "Trasporti"), ("tempi", "Tempi di risposta"), ("costi", "Costi"), ("accesso", "Accesso")]
REASON = "Il tavolo che segue questa sezione si riunisce la settimana prossima: chiude prima delle altre."
REMARKS = "Prima della firma servono gli orari di apertura concordati con il distretto."


def load(place: Place) -> None:
    """Load all of it through the services that people use."""
    found = Consultation.objects.get(slug=OPEN)
    _categories(found, place)
    _section_dates(found, place)
    _file(found, place)
    coming = Consultation.objects.get(slug=COMING)
    for name in ("marta", "elena"):
        following.follow(consultation=coming, person=place.people[name], moment=place.moment)
    _signatures(place)


def _categories(found: Consultation, place: Place) -> None:
    questions = [(one.section, one.question) for one in found.questions.select_related("section")]
    materials = list(found.materials.order_by("material__position"))
    consultations.save(
        consultation=found, questions=questions, materials=materials, categories=CATEGORIES, by=place.staff.coordinator
    )
    rows = Observation.objects.in_scope(found.scope).first_level().order_by("pk")
    for number, pk in enumerate(list(rows.values_list("pk", flat=True))):
        Observation.objects.filter(pk=pk).update(category=CATEGORIES[number % len(CATEGORIES)][0])


def _section_dates(found: Consultation, place: Place) -> None:
    window = found.windows.get()
    section = Section.objects.filter(twins__version=found.version).order_by("twins__position").last()
    assert section is not None  # noqa: S101 -- the text has sections
    section_windows.set_dates(
        window=window,
        section=section,
        opens_at=window.opens_at,
        closes_at=at(place.moment, days=8, hour=18),
        reason=REASON,
        by=place.staff.coordinator,
        moment=place.moment,
    )


def _file(found: Consultation, place: Place) -> None:
    rows = Observation.objects.published().in_scope(found.scope).first_level().filter(user__isnull=False)
    observation = rows.select_related("user").order_by("pk").first()
    if observation is None or observation.user is None:
        return
    key = f"demo-{observation.pk}"
    photo = SimpleUploadedFile("la-fermata-senza-pensilina.jpg", _photo(), content_type="image/jpeg")
    attachments.hold(key=key, files=[photo], by=observation.user, moment=place.moment)
    attachments.take_in(observation, key=key, author=observation.user, moment=place.moment, is_public=True)


def _photo() -> bytes:
    picture = Image.new("RGB", (640, 420), "#cfd8dc")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 300, 640, 420), fill="#607d8b")
    draw.rectangle((300, 120, 312, 300), fill="#37474f")
    draw.rectangle((270, 90, 342, 130), fill="#0a4a7a")
    packed = BytesIO()
    picture.save(packed, "JPEG", quality=80)
    return packed.getvalue()


def _signatures(place: Place) -> None:
    """Two sections of the text that opens soon are socio-sanitarie: one is signed, one given back."""
    text = Text.objects.get(pk=Consultation.objects.values_list("text_id", flat=True).get(slug=COMING))
    if text.page is None:
        return
    for page in SectionPage.objects.child_of(text.page).live().order_by("path")[:2]:
        draft = page.get_latest_revision_as_object()
        draft.needs_sign_off = True
        draft.save_revision(user=place.staff.drafter).publish(user=place.staff.drafter)
    referent = place.people.get("salute")
    if referent is None:
        return
    first, second = waiting.standing(text)[:2]
    sign_offs.sign(section_pk=first.section.pk, digest=first.digest, by=referent, moment=place.moment)
    sign_offs.give_back(
        section_pk=second.section.pk, digest=second.digest, remarks=REMARKS, by=referent, moment=place.moment
    )
