# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words chosen and words proposed, then and now, for the page of one observation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.consultations.anchors import Found
from documents.consultations.queries.notes import course_of, notes_for, words_url
from documents.consultations.queries.texts import latest_version_of
from portal.comments.passages import Passage, passage
from portal.comments.queries import Origin
from portal.comments.queries.rows import proposals_in_force
from portal.comments.targets import Segment, compared

if TYPE_CHECKING:
    from documents.consultations.models import Consultation
    from portal.comments.models import Observation


@dataclass(frozen=True, kw_only=True)
class WordsFate:
    """What became of the words chosen and of those proposed. `version_number` 0: no later version yet."""

    version_number: int
    number: int
    now: Passage | None
    is_same: bool
    url: str
    proposal: tuple[Segment, ...]
    proposal_text: str
    proposal_now: tuple[Segment, ...]

    @property
    def is_gone(self) -> bool:
        """Whether the words chosen are no longer in the text."""
        return bool(self.version_number) and self.now is None


def words_fate(observation: Observation, consultation: Consultation) -> WordsFate | None:
    """Return what became of the words that an observation chooses or proposes; none if it does neither."""
    proposed = proposals_in_force([observation]).get(observation.pk, "")
    if not (observation.chosen or proposed) or observation.is_reply:
        return None
    version = latest_version_of(consultation.text)
    origin = Origin(
        pk=observation.pk,
        target_kind=observation.target_kind,
        target_id=observation.target_id,
        version_number=observation.version_number,
        quote=observation.quote,
        chosen=observation.chosen,
        proposed=proposed,
    )
    proposal = tuple(compared(observation.quote, proposed)) if proposed else ()
    course = course_of(version, [origin]) if version and version.number > observation.version_number else None
    if version is None or course is None:
        return WordsFate(
            version_number=0, number=0, now=None, is_same=True, url="", proposal=proposal, proposal_text="",
            proposal_now=(),
        )  # fmt: skip
    note = notes_for(version, [origin])[observation.pk]
    now, number, is_same, url = None, 0, False, ""
    if observation.chosen:
        found = course.find(
            observation.target_id, observation.chosen, since=observation.version_number, to=version.number
        )
        stand = course.stand(found.identity, version.number) if isinstance(found, Found) else None
        if isinstance(found, Found) and stand is not None:
            now, number, is_same = passage(stand.plain, (found.start, found.end)), stand.number, found.is_same
            url = words_url(version, found, course, observation.pk)
    return WordsFate(
        version_number=version.number,
        number=number,
        now=now,
        is_same=is_same,
        url=url,
        proposal=proposal,
        proposal_text=note.proposal_text,
        proposal_now=tuple(note.proposal),
    )
