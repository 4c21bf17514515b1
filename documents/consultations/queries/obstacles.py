# SPDX-License-Identifier: AGPL-3.0-or-later
"""What still stands between a consultation and its *proposta definitiva*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from documents.consultations.models import Consultation, Outcome
from documents.consultations.queries import causes, drafts, lineage, sign_offs
from documents.consultations.queries.causes import GivenPlace
from documents.consultations.queries.lineage import Became, Words
from documents.consultations.queries.outcomes import answerable, owed
from portal.comments.enums import RevisionState, State
from portal.comments.models import Observation, ObservationRevision
from portal.comments.models.observation import ObservationQuerySet
from portal.comments.queries import has_unexpired_waiting

MOST_LISTED = 50
# The observation itself waits for a moderator, or new words of a published one do.
_WAITS = Q(state=State.PENDING) | Q(
    Exists(ObservationRevision.objects.filter(observation=OuterRef("pk"), state=RevisionState.PENDING).order_by())
)


class Kind(StrEnum):
    """What is in the way."""

    OPEN = "aperta"
    WAITING = "in-attesa-del-codice"
    PENDING = "da-moderare"
    UNANSWERED = "senza-risposta"
    STALE = "da-rivedere"
    VANISHED = "paragrafo-sparito"
    UNCHANGED = "paragrafo-uguale"
    UNCAUSED = "senza-causa"
    UNSIGNED = "senza-firma"


# What the coordinator may pass over, for a reason that everybody reads.
OVERRIDABLE = (Kind.UNANSWERED, Kind.STALE)


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """One thing in the way: how many times, and the first observations it is about."""

    kind: Kind
    count: int
    observations: tuple[Observation, ...] = ()
    places: tuple[GivenPlace, ...] = ()
    sections: tuple[str, ...] = ()

    @property
    def others(self) -> int:
        """How many observations are not listed here."""
        return self.count - len(self.observations) if self.observations else 0


def obstacles(consultation: Consultation, *, moment: datetime) -> list[Obstacle]:
    """Return all that is in the way now, against the sections that editors declared ready."""
    draft = drafts.next_version(consultation.text)
    lacking = causes.standing(draft).unexplained if draft.has_changes else ()
    return [
        *before_freezing(consultation, moment=moment),
        *unkept(consultation, lineage.of_draft(draft)),
        *([without_cause(lacking)] if lacking else []),
        *without_signature(sign_offs.unsigned(consultation.text)),
    ]


def before_freezing(consultation: Consultation, *, moment: datetime) -> list[Obstacle]:
    """Return what is in the way whatever the new words are."""
    rows, living = owed(consultation), answerable(consultation)
    found = [
        Obstacle(kind=Kind.OPEN, count=consultation.windows.filter(closes_at__gt=moment).count()),
        Obstacle(kind=Kind.WAITING, count=int(has_unexpired_waiting(consultation.scope, moment))),
        _about(Kind.PENDING, living.filter(_WAITS)),
        _about(Kind.UNANSWERED, rows.filter(outcome__isnull=True)),
        _about(Kind.STALE, living.filter(outcome__in=Outcome.objects.stale().filter(consultation=consultation))),
    ]
    return [one for one in found if one.count]


def unanswered(consultation: Consultation) -> list[int]:
    """Return the contributions without an answer that can come out now: none, or one to words that have changed."""
    lacking = Q(outcome__isnull=True) | Q(
        outcome__in=Outcome.objects.prepared().stale().filter(consultation=consultation)
    )
    return list(owed(consultation).filter(lacking).order_by("pk").values_list("pk", flat=True))


def only_overridable(found: Sequence[Obstacle]) -> bool:
    """Return whether all that is in the way may be passed over."""
    return bool(found) and all(one.kind in OVERRIDABLE for one in found)


def unkept(consultation: Consultation, words: Words) -> list[Obstacle]:
    """Return the accepted observations whose paragraph is not among these words, or has the words of before.

    What flowed into another paragraph, or was divided, is looked for where it lives now.
    """
    named = _named(consultation)
    before = lineage.of_version(consultation.version) if named else words
    between = lineage.between(consultation.text, before.number, words.number)
    became = [(one, words.became(pk, before, between)) for one, pk in named]
    found = [
        _listed(Kind.VANISHED, [one for one, what in became if what == Became.GONE]),
        _listed(Kind.UNCHANGED, [one for one, what in became if what == Became.UNCHANGED]),
    ]
    return [one for one in found if one.count]


def without_signature(titles: Sequence[str]) -> list[Obstacle]:
    """Return the sections that wait for the Distretto della Salute."""
    return [Obstacle(kind=Kind.UNSIGNED, count=len(titles), sections=tuple(titles))] if titles else []


def without_cause(places: Sequence[GivenPlace]) -> Obstacle:
    """Return the changes that have no cause."""
    count = sum(len(place.lacking) for place in places)
    return Obstacle(kind=Kind.UNCAUSED, count=count, places=tuple(places[:MOST_LISTED]))


def _named(consultation: Consultation) -> list[tuple[Observation, UUID]]:
    """Return the paragraphs that a yes says it changes, each with its observation: the answers in hand."""
    rows = Outcome.objects.filter(consultation=consultation, observation__in=answerable(consultation).order_by())
    rows = rows.select_related("observation", "redraft").prefetch_related("outcomeparagraph_set").order_by("pk")
    named = []
    for outcome in rows:
        new = outcome.in_hand
        if not new.is_accepting:
            continue
        if isinstance(new, Outcome):
            named += [(outcome.observation, link.paragraph_id) for link in outcome.outcomeparagraph_set.all()]
        else:
            named += [(outcome.observation, UUID(pk)) for pk in new.paragraph_ids]
    return named


def _about(kind: Kind, rows: ObservationQuerySet) -> Obstacle:
    first = tuple(rows.order_by("received_at", "pk")[:MOST_LISTED])
    return Obstacle(kind=kind, count=rows.count() if len(first) == MOST_LISTED else len(first), observations=first)


def _listed(kind: Kind, found: Sequence[Observation]) -> Obstacle:
    once = list({one.pk: one for one in found}.values())
    return Obstacle(kind=kind, count=len(once), observations=tuple(once[:MOST_LISTED]))
