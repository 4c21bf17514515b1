# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office chooses from while it prepares a consultation."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Max, QuerySet

from documents.consultations.models import Consultation, Section, Version, Window
from documents.consultations.models.consultation import ConsultationQuerySet
from documents.consultations.queries.outcomes import section_choices
from documents.library.models import Document
from portal.core.audiences import EVERYBODY
from portal.core.exceptions import NotReadable
from portal.core.models import OfficeSettings, PrivacyNotice


def managed(pk: int) -> Consultation:
    """Return a consultation for staff, in preparation or not.

    :raises NotReadable: there is none.
    """
    found = _with_its_text().prefetch_related("windows").filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def answered_one(pk: int) -> Consultation:
    """Return a consultation for whoever answers: one query.

    :raises NotReadable: there is none.
    """
    found = _with_its_text().filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def _with_its_text() -> ConsultationQuerySet:
    return Consultation.objects.select_related("text__page", "version", "notice", "closed_version")


def window_of(consultation: Consultation, pk: int) -> Window:
    """Return one window of a consultation.

    :raises NotReadable: it has none like that.
    """
    found = Window.objects.filter(consultation=consultation, pk=pk).select_related("consultation").first()
    if found is None:
        raise NotReadable
    return found


def all_for_staff() -> QuerySet[Consultation]:
    """Return every consultation, the newest first, with what a list shows."""
    return Consultation.objects.select_related("text", "version").prefetch_related("windows").order_by("-pk")


def last_one() -> Consultation | None:
    """Return the consultation made last, to start the next one from."""
    return Consultation.objects.order_by("-pk").first()


def of_this_office() -> dict[str, object]:
    """Return what a new consultation most likely says: the office, how to reach it, the notice if there is only one."""
    office = OfficeSettings.load()
    start: dict[str, object] = {"office": office.office_name, "responsible_contact": office.email or office.phone}
    notices = PrivacyNotice.objects.all()[:2]
    return start | ({"notice": notices[0]} if len(notices) == 1 else {})


def versions_to_consult(consultation: Consultation) -> QuerySet[Version]:
    """Return the latest version of each text, and the one that this consultation already has."""
    latest = Version.objects.annotate(last=Max("text__versions__number")).filter(number=F("last"))
    chosen = {consultation.version_id} if consultation.pk else set()
    return Version.objects.filter(pk__in={*latest.values_list("pk", flat=True), *chosen}).select_related("text")


def possible_materials() -> QuerySet[Document]:
    """Return the documents that anybody may open, by title."""
    return Document.objects.for_audience(EVERYBODY).order_by("title")


def chosen_materials(consultation: Consultation) -> list[int]:
    """Return the materials that a consultation has, in order."""
    return list(consultation.materials.order_by("material__position").values_list("pk", flat=True))


def is_announced(consultation: Consultation) -> bool:
    """Return whether the public knows it."""
    return consultation.windows.exists()


def last_closing(consultation: Consultation) -> datetime | None:
    """Return when the last window of a consultation closes, if it has one."""
    if not consultation.pk:
        return None
    return consultation.windows.order_by("-closes_at").values_list("closes_at", flat=True).first()


def sections_to_ask(consultation: Consultation) -> list[tuple[str, str]]:
    """Return the sections that may have a guiding question of their own."""
    return section_choices(consultation)


def section_rows(consultation: Consultation) -> dict[str, Section]:
    """Return the sections of the version in consultation, by identity."""
    if not consultation.version_id:
        return {}
    rows = Section.objects.filter(twins__version_id=consultation.version_id)
    return {str(row.pk): row for row in rows}


def questions_by_section(consultation: Consultation) -> dict[str, str]:
    """Return the first guiding question of each section; under nothing, the one asked of all."""
    if not consultation.pk:
        return {}
    rows = consultation.questions.order_by("-position", "-pk")
    return {str(row.section_id or ""): row.question for row in rows}
