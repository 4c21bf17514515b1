# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words as they would be in the next version, beside the words that were commented: for whoever answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from documents.consultations import redline
from documents.consultations.models import Consultation, VersionParagraph
from documents.consultations.queries import drafts, lineage
from documents.consultations.queries.anchors import Course, Stand
from documents.consultations.queries.descent import parentage
from documents.consultations.queries.drafts import NextVersion
from documents.consultations.redline import Segment
from portal.comments.models import Observation
from portal.comments.words import excerpt

REACH = 4
EXCERPT = 90


class NoSuchNumber(ValueError):  # noqa: N818 -- a fact about what was typed
    """No paragraph of the next version has this number."""


@dataclass(frozen=True, kw_only=True)
class NextParagraph:
    """A paragraph that an answer may name: as it was commented, as it would be."""

    identity: UUID
    number: int
    section_identity: str
    section_title: str
    was: str | None
    plain: str
    parents: frozenset[str] = frozenset()  # the paragraphs, besides itself, that it has words of

    @property
    def is_changed(self) -> bool:
        """Whether readers would find other words."""
        return self.was != self.plain

    @property
    def segments(self) -> list[Segment]:
        """How the old words became the new ones."""
        return redline.words(self.was or "", self.plain)

    @property
    def label(self) -> str:
        """Its number and first words, to choose it by."""
        return f"{self.number} · {self.section_title} · {excerpt(self.plain, EXCERPT)}"


def paragraphs(consultation: Consultation) -> list[NextParagraph]:
    """Return the paragraphs of the next version, in reading order, as editors have declared them ready.

    A text that was never opened in the editor gives those of the version in consultation.
    """
    old = list(
        VersionParagraph.objects.filter(version_id=consultation.version_id, is_heading=False)
        .select_related("section")
        .order_by("position")
    )
    before = {twin.paragraph_id: twin.plain for twin in old}
    draft = drafts.next_version(consultation.text)
    parents = _parents(consultation, draft, old)
    found = [
        NextParagraph(
            identity=block.paragraph_id,
            number=block.number,
            section_identity=section.identity,
            section_title=section.title,
            was=before.get(block.paragraph_id),
            plain=block.plain,
            parents=frozenset(parents[block.identity]),
        )
        for section in draft.sections
        for block in section.blocks
        if block.paragraph_id is not None and not block.is_heading
    ]
    return found or [_as_it_is(twin) for twin in old]


def near(found: Sequence[NextParagraph], observation: Observation) -> list[NextParagraph]:
    """Return the paragraphs around the commented one; for a section or a text, those of the section, or the first."""
    living = lives_in(found, observation)
    places = [at for at, one in enumerate(found) if one in living]
    if places:
        start = max(places[0] - REACH, 0)
        return list(found[start : places[0] + REACH + 1])
    in_section = [one for one in found if observation.section_id and one.section_identity == observation.section_id]
    return (in_section or list(found))[: 2 * REACH + 1]


def commented(found: Iterable[NextParagraph], observation: Observation) -> NextParagraph | None:
    """Return the commented paragraph as it would be; none when it vanished, or a section or text was commented."""
    return next((one for one in found if str(one.identity) == observation.target_id), None)


def lives_in(found: Iterable[NextParagraph], observation: Observation) -> list[NextParagraph]:
    """Return where the words of the commented paragraph would be: itself, its parts, or what it flowed into."""
    target = observation.target_id
    return [one for one in found if target in {str(one.identity), *one.parents}]


def by_numbers(found: Iterable[NextParagraph], typed: str) -> list[UUID]:
    """Return the paragraphs named as «12, 14-16».

    :raises NoSuchNumber: one of them is not there, or is no number; its argument is what was not understood.
    """
    known = {one.number: one.identity for one in found}
    chosen: list[UUID] = []
    for piece in typed.replace(";", ",").replace(" ", ",").split(","):
        if not piece:
            continue
        for number in _numbers(piece):
            if number not in known:
                raise NoSuchNumber(str(number))
            chosen.append(known[number])
    return chosen


def _parents(consultation: Consultation, draft: NextVersion, old: Sequence[VersionParagraph]) -> Mapping[str, set[str]]:
    """Return which paragraphs in consultation each of the next version has words of, besides itself.

    Two queries where another version lies between, else none.
    """
    found: dict[str, set[str]] = defaultdict(set)
    ahead, since = lineage.links_ahead(draft), consultation.version.number
    if draft.number - since <= 1:
        for parent, child, _kind in ahead:
            found[child].add(parent)
        return found
    links = parentage(consultation.text_id) | ahead
    commented = {str(twin.paragraph_id) for twin in old} & {parent for parent, _, _ in links}
    course = Course(consultation.text_id, commented, first=since, last=draft.number - 1, links=links)
    stands = ((section, block) for section in draft.sections for block in section.blocks if not block.is_heading)
    course.put(
        draft.number,
        {block.identity: Stand(block.number, block.position, block.plain, section.slug) for section, block in stands},
    )
    for identity in commented:
        for heir in course.heirs(identity, draft.number, since=since):
            found[heir].add(identity)
    return found


def _numbers(piece: str) -> range:
    first, _dash, last = piece.partition("-")
    if not (first.isascii() and first.isdigit()) or (last and not (last.isascii() and last.isdigit())):
        raise NoSuchNumber(piece)
    start, end = int(first[:6]), int((last or first)[:6])
    if end < start or end - start > 1000:  # noqa: PLR2004 -- nobody changes a thousand paragraphs with one answer
        raise NoSuchNumber(piece)
    return range(start, end + 1)


def _as_it_is(twin: VersionParagraph) -> NextParagraph:
    return NextParagraph(
        identity=twin.paragraph_id,
        number=twin.number,
        section_identity=str(twin.section.section_id),
        section_title=twin.section.title,
        was=twin.plain,
        plain=twin.plain,
    )
