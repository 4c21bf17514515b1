# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the search may find of consultations and observations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.consultations.models import Consultation, Section
from documents.consultations.models.consultation import ConsultationQuerySet
from portal.comments.models import Observation
from portal.comments.models.observation import ObservationQuerySet


def consultations(pks: Sequence[int | str] | None = None) -> ConsultationQuerySet:
    """Return the announced consultations (all, or these), with their text and windows."""
    rows = Consultation.objects.announced().select_related("text__area").prefetch_related("windows").order_by("pk")
    return rows if pks is None else rows.filter(pk__in=list(pks))


def consultations_named(words: Sequence[str]) -> ConsultationQuerySet:
    """Return the announced consultations whose title holds all the words."""
    rows = Consultation.objects.announced()
    for word in words:
        rows = rows.filter(title__icontains=word)
    return rows


def observations(pks: Sequence[int | str] | None = None) -> ObservationQuerySet:
    """Return the published observations (all, or these) of announced consultations, with voice and answer."""
    rows = Observation.objects.published().select_related("voice", "seat", "outcome").order_by("pk")
    return rows if pks is None else rows.filter(pk__in=list(pks))


def observations_named(words: Sequence[str]) -> ObservationQuerySet:
    """Return the published observations whose place in the text holds all the words."""
    rows = Observation.objects.published().order_by("-received_at")
    for word in words:
        rows = rows.filter(target_label__icontains=word)
    return rows


def areas_of_sections(found: Iterable[Observation]) -> dict[str, str]:
    """Return the area's address of each section that these observations are about, by the section's identity."""
    ids = {one.section_id for one in found if one.section_id}
    rows = Section.objects.filter(pk__in=ids, area__isnull=False).values_list("pk", "area__slug")
    return {str(pk): slug for pk, slug in rows}
