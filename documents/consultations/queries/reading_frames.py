# SPDX-License-Identifier: AGPL-3.0-or-later
"""A version as it is read, and a section of it: what the pages ask of them, without a query of their own."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from documents.consultations import links
from documents.consultations.enums import Stage
from documents.consultations.models import SimpleSection, Text, Version, VersionSection, VersionStage
from documents.consultations.queries.consultations import Dated
from documents.consultations.queries.places import Places
from documents.consultations.queries.reading_pieces import IndexEntry, ReadParagraph
from documents.consultations.queries.simple import SimpleRead
from documents.consultations.queries.spans import Span, open_now
from portal.comments.queries import Counts

STAGE_LOOKS = {
    Stage.CONSULTATION: ("✎", "info"),
    Stage.PROPOSAL: ("◆", "info"),
    Stage.ADOPTED: ("✓", "success"),
    Stage.APPROVED: ("✓", "success"),
}


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
    edition: SimpleSection | None = None
    editions: tuple[SimpleSection, ...] = ()

    @property
    def has_simple_words(self) -> bool:
        """Whether the section can be read in simple words too; asked of sections that `simple.marked` has marked."""
        return getattr(self.section, "simple_edition", None) is not None

    @property
    def is_earlier_edition(self) -> bool:
        """Whether what is read was corrected by a later edition."""
        return self.edition is not None and self.edition != self.editions[0]

    @property
    def other_editions(self) -> list[tuple[SimpleSection, str]]:
        """The editions that are not the one that is read, the newest first, each with its address."""
        slug, number = self.reading.text.slug, self.reading.version.number
        return [
            (one, links.simple_edition(slug, number, self.section.slug, one.edition))
            for one in self.editions
            if one != self.edition
        ]

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
