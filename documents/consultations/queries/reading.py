# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader of a text needs on one page, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Subquery
from django.urls import reverse

from documents.consultations import links
from documents.consultations.anchors import markup
from documents.consultations.enums import Stage
from documents.consultations.models import Text, Version, VersionParagraph, VersionSection, VersionStage
from documents.consultations.queries import consultations, reasons, simple, texts
from documents.consultations.queries.consultations import Dated
from documents.consultations.queries.notes import ANCHOR, MarkedWords
from documents.consultations.queries.places import Places, places_in
from documents.consultations.queries.reading_pieces import IndexEntry, ReadParagraph
from documents.consultations.queries.reasons import Why
from documents.consultations.queries.simple import SimpleRead
from documents.consultations.queries.spans import Span, open_now
from portal.comments.queries import Counts, counts_for
from portal.core.exceptions import NotReadable

WORDS_A_MINUTE = 200
STAGE_LOOKS = {
    Stage.CONSULTATION: ("✎", "info"),
    Stage.PROPOSAL: ("◆", "info"),
    Stage.ADOPTED: ("✓", "success"),
    Stage.APPROVED: ("✓", "success"),
}
NOTHING_SAID = Counts(total=0, by_section={}, by_target={})


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A version of a text, with the consultation it is in and how much was said."""

    version: Version
    sections: tuple[VersionSection, ...]
    dated: Dated | None
    counts: Counts
    is_latest: bool
    places: Places | None = None

    @property
    def text(self) -> Text:
        """The text that the version is one of."""
        return self.version.text

    @property
    def is_open(self) -> bool:
        """Whether one can write about this very version now."""
        return (
            self.is_latest
            and self.dated is not None
            and self.dated.is_open
            and self.dated.consultation.version_id == self.version.pk
        )

    def spans(self, section_identity: UUID | str) -> list[Span]:
        """Return from when to when one may write about a section of this very version."""
        if self.dated is None or not self.is_latest or self.dated.consultation.version_id != self.version.pk:
            return []
        return self.dated.spans(section_identity)

    def open_span(self, section_identity: UUID | str) -> Span | None:
        """Return the span in which one can write about a section now."""
        return open_now(self.spans(section_identity), self.dated.moment) if self.dated else None

    @property
    def scope(self) -> str:
        """What the observations shown count together under; empty where there are none."""
        return self.dated.consultation.scope if self.dated and self.is_latest else ""

    @property
    def stage(self) -> VersionStage | None:
        """How far the version has come."""
        return max(self.version.stages.all(), key=lambda stage: stage.pk, default=None)

    @property
    def stage_label(self) -> str:
        """The stage in the reader's words."""
        return str(self.stage.get_stage_display()).capitalize() if self.stage else ""

    @property
    def stage_symbol(self) -> str:
        """The sign beside those words."""
        return STAGE_LOOKS[Stage(self.stage.stage)][0] if self.stage else ""

    @property
    def stage_tone(self) -> str:
        """The tone of the badge."""
        return STAGE_LOOKS[Stage(self.stage.stage)][1] if self.stage else "neutral"

    @property
    def consulted_number(self) -> int | None:
        """The number of the version that people were asked about, when this one came after it."""
        if self.dated is None or self.dated.consultation.version_id == self.version.pk or not self.is_latest:
            return None
        consulted = self.dated.consultation.version.number
        return consulted if consulted < self.version.number else None

    @property
    def redline_url(self) -> str:
        """Where one sees what changed since people were asked."""
        old = self.consulted_number
        return links.redline(self.text.slug, old, self.version.number) if old else ""

    @property
    def write_url(self) -> str:
        """Where one writes about the whole text, while one can."""
        return reverse("comments:write", args=["text", str(self.text.pk)]) if self.open_span("") else ""

    def section_url(self, section: VersionSection) -> str:
        """Return where a section of this version is read."""
        if self.is_latest:
            return links.section(self.text.slug, section.slug)
        return reverse("consultations:version_section", args=[self.text.slug, self.version.number, section.slug])

    def index(self, current: VersionSection | None = None) -> list[IndexEntry]:
        """Return the sections in their order, each with how many observations there are."""
        return [
            IndexEntry(
                title=section.title,
                url=self.section_url(section),
                count=self.counts.section(section.section_id),
                is_current=section == current,
            )
            for section in self.sections
        ]


@dataclass(frozen=True, kw_only=True)
class SectionReading:
    """One section, ready to be read."""

    reading: Reading
    section: VersionSection
    paragraphs: tuple[ReadParagraph, ...]
    questions: tuple[str, ...]
    minutes: int

    simple: tuple[SimpleRead, ...] = ()

    @property
    def has_simple_words(self) -> bool:
        """Whether the section can be read in simple words too."""
        return hasattr(self.section, "simple")

    @property
    def official_url(self) -> str:
        """Where the section is read in the words that decide."""
        return self.reading.section_url(self.section)

    @property
    def simple_url(self) -> str:
        """Where it is read in simple words; empty where there are none."""
        if not self.has_simple_words:
            return ""
        slug, version = self.reading.text.slug, self.reading.version
        if self.reading.is_latest:
            return links.simple(slug, self.section.slug)
        return links.version_simple(slug, version.number, self.section.slug)

    @property
    def total(self) -> int:
        """How many sections the text has."""
        return len(self.reading.sections)

    @property
    def count(self) -> int:
        """How many observations there are here."""
        return self.reading.counts.section(self.section.section_id)

    @property
    def write_url(self) -> str:
        """Where one writes about the whole section, while one can."""
        identity = str(self.section.section_id)
        return reverse("comments:write", args=["section", identity]) if self.is_open else ""

    @property
    def spans(self) -> list[Span]:
        """From when to when one may write about this section."""
        return self.reading.spans(self.section.section_id)

    @property
    def is_open(self) -> bool:
        """Whether one can write about this section now."""
        return self.open_span is not None

    @property
    def open_span(self) -> Span | None:
        """The span in which one can write now."""
        return self.reading.open_span(self.section.section_id)

    @property
    def coming_span(self) -> Span | None:
        """The next span in which one will be able to write, while one cannot."""
        moment = self.reading.dated.moment if self.reading.dated else None
        coming = [span for span in self.spans if moment and span.opens_at > moment]
        return coming[0] if coming and not self.is_open else None

    @property
    def is_left_out(self) -> bool:
        """Whether people are asked about other sections of this text, not about this one."""
        return self.reading.is_open and not self.spans

    @property
    def previous(self) -> IndexEntry | None:
        """The section before this one."""
        return self._beside(-1)

    @property
    def following(self) -> IndexEntry | None:
        """The section after this one."""
        return self._beside(1)

    @property
    def commented(self) -> list[ReadParagraph]:
        """The paragraphs that somebody spoke about."""
        return [paragraph for paragraph in self.paragraphs if paragraph.count]

    def _beside(self, step: int) -> IndexEntry | None:
        at = self.reading.sections.index(self.section) + step
        return self.reading.index()[at] if 0 <= at < self.total else None


def reading_of(version: Version, *, moment: datetime, is_latest: bool) -> Reading:
    """Return a version with its sections and, for the latest, its consultation and counts (at most seven queries)."""
    dated = consultations.current_for(version.text_id, moment=moment) if is_latest else None
    sections = VersionSection.objects.filter(version=version).select_related("section", "simple").order_by("position")
    places = _places(version, dated)
    return Reading(
        version=version,
        sections=tuple(sections),
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


def in_simple_words(found: SectionReading) -> SectionReading:
    """Return the same section in simple words: one query more.

    :raises NotReadable: this version has it in none.
    """
    if not found.has_simple_words:
        raise NotReadable
    return replace(found, simple=simple.of_section(found.section, found.paragraphs))


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
