# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words chosen and words proposed, then and now, for the page of one observation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from documents.consultations.anchors import Found
from documents.consultations.queries.notes import course_of, notes_for
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

    version_number: int = 0
    number: int = 0
    now: Passage | None = None
    is_same: bool = False
    url: str = ""
    proposal: tuple[Segment, ...] = ()
    proposal_text: str = ""
    proposal_now: tuple[Segment, ...] = ()

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
    origin = _origin(observation, proposed)
    fate = WordsFate(proposal=tuple(compared(observation.quote, proposed)) if proposed else ())
    course = course_of(version, [origin]) if version and version.number > observation.version_number else None
    if version is None or course is None:
        return fate
    note = notes_for(version, [origin])[observation.pk]
    fate = replace(
        fate,
        version_number=version.number,
        proposal_text=note.proposal_text,
        proposal_now=tuple(note.proposal),
        url=note.words_url,
    )
    if not observation.chosen:
        return fate
    found = course.find(observation.target_id, observation.chosen, since=observation.version_number, to=version.number)
    stand = course.stand(found.identity, version.number) if isinstance(found, Found) else None
    if not isinstance(found, Found) or stand is None:
        return fate
    now = passage(stand.plain, (found.start, found.end))
    return replace(fate, now=now, number=stand.number, is_same=found.is_same)


def _origin(observation: Observation, proposed: str) -> Origin:
    return Origin(
        pk=observation.pk,
        target_kind=observation.target_kind,
        target_id=observation.target_id,
        version_number=observation.version_number,
        quote=observation.quote,
        chosen=observation.chosen,
        proposed=proposed,
    )
