# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a partner said, what a person said, which sections a tavolo or an area has: for panels on pages of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from documents.consultations import links
from documents.consultations.models import Consultation, Section, VersionSection
from documents.consultations.models.consultation import SCOPE_PREFIX
from documents.consultations.queries import front
from documents.consultations.queries.answers import PublicAnswer, published_answers
from documents.consultations.queries.report import Line, lines_of
from partners.models import Partner
from portal.comments.models import Observation
from portal.core.models import Area, User
from tavoli.models import Tavolo


@dataclass(frozen=True, kw_only=True)
class SectionLink:
    """A section as people read it now."""

    title: str
    text_title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Own:
    """What a person said, with its answer if there is one."""

    observation: Observation
    answer: PublicAnswer | None
    consultation: Consultation | None


def of_partner(partner: Partner, *, most: int) -> tuple[int, list[Line]]:
    """Return how many published observations speak for a partner, and the newest with their answers."""
    rows = Observation.objects.published().first_level().filter(voice=partner).order_by("-received_at", "-pk")
    first = list(rows.select_related("voice", "seat")[:most])
    return rows.count(), lines_of(first)


def of_person(person: User, *, most: int) -> tuple[int, list[Own]]:
    """Return how many things a person said, in whatever state, and the newest with their answers."""
    rows = Observation.objects.filter(user=person).order_by("-received_at", "-pk")
    first = list(rows.select_related("voice", "seat")[:most])
    answers = published_answers([one.pk for one in first])
    consultations = _consultations(first)
    own = [Own(observation=one, answer=answers.get(one.pk), consultation=consultations.get(one.scope)) for one in first]
    return rows.count(), own


def sections_of_tavolo(tavolo: Tavolo) -> list[SectionLink]:
    """Return the sections that a tavolo cares for, as they stand in the latest version of their text."""
    return _as_read(Section.objects.filter(tavolo=tavolo, retired_at=None))


def sections_of_area(area: Area) -> list[SectionLink]:
    """Return the sections of an area, as they stand in the latest version of their text."""
    return _as_read(Section.objects.filter(area=area, retired_at=None))


def open_in_area(area: Area, *, moment: datetime) -> list[front.Told]:
    """Return the open consultations about a text of this area, or with sections of it."""
    texts = set(Section.objects.filter(area=area, retired_at=None).values_list("text_id", flat=True))
    return [
        told
        for told in front.open_now(moment=moment)
        if told.consultation.text_id in texts or told.consultation.text.area_id == area.pk
    ]


def _as_read(sections: Iterable[Section]) -> list[SectionLink]:
    ids = [section.pk for section in sections]
    rows = VersionSection.objects.filter(section_id__in=ids).annotate(last=Max("version__text__versions__number"))
    found = [row for row in rows.select_related("version__text") if row.version.number == row.last]
    found.sort(key=lambda row: (row.version.text.title, row.position))
    return [
        SectionLink(
            title=row.title,
            text_title=row.version.text.title,
            url=links.section(row.version.text.slug, row.slug),
        )
        for row in found
    ]


def _consultations(observations: Sequence[Observation]) -> dict[str, Consultation]:
    numbers = {one.scope.removeprefix(SCOPE_PREFIX) for one in observations}
    rows = Consultation.objects.filter(pk__in=[int(number) for number in numbers if number.isdigit()])
    return {row.scope: row for row in rows}
