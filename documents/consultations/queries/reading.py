# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader of a text needs on one page, in a constant number of queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Subquery
from django.urls import reverse

from documents.consultations import links
from documents.consultations.anchors import markup
from documents.consultations.models import Text, Version, VersionParagraph, VersionSection
from documents.consultations.queries import consultations, reasons, simple, texts
from documents.consultations.queries.consultations import Dated
from documents.consultations.queries.notes import ANCHOR, MarkedWords
from documents.consultations.queries.places import Places, places_in
from documents.consultations.queries.reading_frames import Reading, SectionReading
from documents.consultations.queries.reading_pieces import ReadParagraph
from documents.consultations.queries.reasons import Why
from portal.comments.queries import Counts, counts_for
from portal.core.exceptions import NotReadable

WORDS_A_MINUTE = 200
NOTHING_SAID = Counts(total=0, by_section={}, by_target={})


def reading_of(version: Version, *, moment: datetime, is_latest: bool) -> Reading:
    """Return a version with its sections and, for the latest, its consultation and counts (at most seven queries)."""
    dated = consultations.current_for(version.text_id, moment=moment) if is_latest else None
    sections = simple.marked(VersionSection.objects.filter(version=version)).select_related("section")
    places = _places(version, dated)
    return Reading(
        version=version,
        sections=tuple(sections.order_by("position")),
        dated=dated,
        counts=counts_for(dated.consultation.scope, places.spots if places else None) if dated else NOTHING_SAID,
        is_latest=is_latest,
        places=places,
    )


def _places(version: Version, dated: Dated | None) -> Places | None:
    """Where things are read now; while the version is the one that people were asked about, where they were said."""
    return places_in(version) if dated is not None and dated.consultation.version_id != version.pk else None


def section_of(reading: Reading, slug: str, *, marked: MarkedWords | None = None) -> SectionReading:
    """Return a section of what is read, with the words of an observation marked in it.

    :raises NotReadable: this version has none there.
    """
    section = next((one for one in reading.sections if one.slug == slug), None)
    if section is None:
        raise NotReadable
    twins = texts.paragraphs_of(section)
    number = reading.version.number
    is_open = reading.open_span(section.section_id) is not None
    whys = reasons.of_version(reading.version, [twin.paragraph_id for twin in twins]) if number > 1 else {}
    return SectionReading(
        reading=reading,
        section=section,
        paragraphs=tuple(
            _paragraph(twin, reading, whys.get(str(twin.paragraph_id)), marked, is_open=is_open) for twin in twins
        ),
        questions=_questions(reading, section),
        minutes=max(1, round(sum(len(twin.plain.split()) for twin in twins) / WORDS_A_MINUTE)),
    )


def in_simple_words(found: SectionReading, *, edition: int | None = None) -> SectionReading:
    """Return the same section in simple words, as they are now or in an earlier edition: two queries more.

    :raises NotReadable: this version has it in none, or has no such edition.
    """
    if not found.has_simple_words:
        raise NotReadable
    editions = simple.editions_of(found.section)
    chosen = simple.edition_among(editions, edition)
    told = simple.arranged(found.paragraphs, simple.said_in(chosen))
    return replace(found, simple=told, edition=chosen, editions=tuple(editions))


def section_alone(text_slug: str, slug: str, *, moment: datetime, needs_paragraphs: bool) -> SectionReading:
    """Return a section of the latest version with just what its threads need: at most seven queries.

    :raises NotReadable: there is none.
    """
    latest = Version.objects.filter(text__slug=text_slug).order_by("-number").values("pk")[:1]
    found = VersionSection.objects.filter(version=Subquery(latest), slug=slug).select_related("version__text").first()
    if found is None:
        raise NotReadable
    dated = consultations.current_for(found.version.text_id, moment=moment)
    read = Reading(
        version=found.version,
        sections=(found,),
        dated=dated,
        counts=NOTHING_SAID,
        is_latest=True,
        places=_places(found.version, dated),
    )
    twins = texts.paragraphs_of(found) if needs_paragraphs else []
    paragraphs = tuple(_paragraph(twin, read) for twin in twins)
    return SectionReading(reading=read, section=found, paragraphs=paragraphs, questions=(), minutes=1)


def address_now(text: Text, slug: str, latest: Version) -> str | None:
    """Return where a section with an old address is read now; none if no version ever had it."""
    old = VersionSection.objects.filter(version__text=text, slug=slug).order_by("-version__number").first()
    if old is None:
        return None
    now = texts.section_twin(latest, old.section_id)
    if now is not None:
        return links.section(text.slug, now.slug)
    version = Version.objects.get(pk=old.version_id)
    return reverse("consultations:version_section", args=[text.slug, version.number, old.slug])


def _paragraph(
    twin: VersionParagraph,
    reading: Reading,
    why: Why | None = None,
    marked: MarkedWords | None = None,
    *,
    is_open: bool = False,
) -> ReadParagraph:
    can_write = is_open and not twin.is_heading
    slug, number = reading.text.slug, reading.version.number
    return ReadParagraph(
        identity=twin.paragraph_id,
        number=twin.number,
        is_heading=twin.is_heading,
        html=_html(twin, marked),
        count=reading.counts.target(twin.paragraph_id),
        write_url=reverse("comments:write", args=["paragraph", str(twin.paragraph_id)]) if can_write else "",
        why=why,
        changed_in=number,
        redline_url=links.redline_paragraph(slug, number - 1, number, twin.paragraph_id) if why else "",
    )


def _html(twin: VersionParagraph, marked: MarkedWords | None) -> str:
    if marked is None or marked.identity != str(twin.paragraph_id):
        return twin.html
    return markup.marked(twin.html, marked.start, marked.end, name=ANCHOR)


def _questions(reading: Reading, section: VersionSection) -> tuple[str, ...]:
    if not reading.is_open or reading.dated is None:
        return ()
    return tuple(consultations.questions_for_section(reading.dated.consultation, section.section_id))
