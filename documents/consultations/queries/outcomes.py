# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of contributions as staff read it: what was said, what was answered, what is still owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, F, Q, QuerySet

from documents.consultations.models import Consultation, Outcome, VersionParagraph, VersionSection
from documents.consultations.queries.answers import answered_ids, extras_for
from portal.comments.enums import ASKING, State
from portal.comments.models import Observation
from portal.comments.models.observation import ObservationQuerySet
from portal.core.exceptions import NotReadable

__all__ = [
    "AnswerState",
    "Numbers",
    "RegisterFilter",
    "answerable",
    "answered_ids",
    "extras_for",
    "first_level",
    "first_unanswered",
    "in_register",
    "numbers",
    "numbers_by_consultation",
    "one_in_register",
    "owed",
    "prepared",
    "register",
    "section_choices",
]


CITIZENS, PARTNERS = "persone", "partner"
NOBODY = "nessuno"
LATE, ON_TIME = "si", "no"


class AnswerState(StrEnum):
    """How far the answer to an observation is."""

    NONE = "nessuna"
    IN_HAND = "in-esame"
    PREPARED = "preparata"
    PUBLISHED = "pubblicata"
    STALE = "da-rivedere"


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """Which contributions to show; what is empty does not narrow."""

    section: str = ""
    state: str = ""
    answer: str = ""
    kind: str = ""
    channel: str = ""
    category: str = ""
    words: str = ""
    paragraph: str = ""
    outcome: str = ""
    voice: str = ""
    assignee: str = ""
    late: str = ""
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """How many contributions of a consultation are owed an answer, and how far the answers are.

    Agreements are owed none: they count among those `shown` and, if the office answers them, among those answered.
    """

    shown: int
    owed: int
    pending: int
    unanswered: int
    prepared: int
    published: int
    missing: int
    awaited: int
    stale: int
    accepted: int

    @property
    def are_all_answered(self) -> bool:
        """Whether nothing that is owed an answer lacks a published one."""
        return self.missing == 0


_ASKS = Q(kind__in=ASKING)
_UNPUBLISHED = Q(outcome__published_at__isnull=True)
_IN_HAND = Q(outcome__isnull=False) & (Q(outcome__published_at__isnull=True) | Q(outcome__redraft__isnull=False))
_STALE = (
    Q(outcome__isnull=False)
    & ~Q(outcome__revision_number=F("revision_number"))
    & ~Q(outcome__redraft__revision_number=F("revision_number"), outcome__redraft__isnull=False)
)
_BY_ANSWER: Mapping[str, Q] = {
    AnswerState.NONE: Q(outcome__isnull=True),
    AnswerState.IN_HAND: Q(outcome__isnull=True, handling__isnull=False),
    AnswerState.PREPARED: _IN_HAND,
    AnswerState.PUBLISHED: Q(outcome__published_at__isnull=False),
    AnswerState.STALE: _STALE,
}


def first_level(consultation: Consultation) -> ObservationQuerySet:
    """Return everything said at the first level in a consultation, whatever became of it."""
    return Observation.objects.in_scope(consultation.scope).first_level()


def owed(consultation: Consultation) -> ObservationQuerySet:
    """Return what is owed an answer: at the first level, neither hidden nor withdrawn, no mere agreement."""
    return Observation.objects.in_scope(consultation.scope).owed_an_outcome()


def answerable(consultation: Consultation) -> ObservationQuerySet:
    """Return what the office may answer: what is owed an answer, and the agreements."""
    return Observation.objects.in_scope(consultation.scope).answerable()


def register(consultation: Consultation, wanted: RegisterFilter) -> ObservationQuerySet:
    """Return the contributions that match, oldest first, each with its voice and answer at hand."""
    rows = first_level(consultation).select_related("voice", "seat", "outcome__redraft", "handling__assignee")
    exact = {
        "section_id": wanted.section,
        "state": wanted.state,
        "kind": wanted.kind,
        "channel": wanted.channel,
        "category": wanted.category,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value}).filter(_who_and_how(wanted))
    if wanted.paragraph:
        rows = rows.filter(target_kind="paragraph", target_id__in=_numbered(consultation, wanted.paragraph))
    if wanted.answer in _BY_ANSWER:
        rows = rows.filter(_BY_ANSWER[wanted.answer])
        if wanted.answer == AnswerState.NONE:
            rows = rows.asking().filter(state__in=(State.PENDING, State.PUBLISHED))
    for word in wanted.words.split():
        in_number = Q(pk=int(word.rpartition("-")[2])) if _is_number(word) else Q()
        rows = rows.filter(Q(comment__icontains=word) | Q(target_label__icontains=word) | in_number)
    return rows.order_by("received_at", "pk")


def _who_and_how(wanted: RegisterFilter) -> Q:
    narrowed = Q()
    if wanted.outcome:
        narrowed &= Q(outcome__kind=wanted.outcome)
    if wanted.voice:
        alone = Q(voice__isnull=True, seat__isnull=True)
        narrowed &= alone if wanted.voice == CITIZENS else ~alone
    if wanted.assignee == NOBODY:
        narrowed &= Q(handling__isnull=True) | Q(handling__assignee__isnull=True)
    elif wanted.assignee:
        narrowed &= Q(handling__assignee_id=int(wanted.assignee))
    if wanted.late:
        narrowed &= Q(is_late=wanted.late == LATE)
    return narrowed


def _numbered(consultation: Consultation, number: str) -> list[str]:
    """Return the identity of the paragraph with this number in the version in consultation."""
    rows = VersionParagraph.objects.filter(version_id=consultation.version_id, number=int(number), is_heading=False)
    return [str(pk) for pk in rows.values_list("paragraph_id", flat=True)]


def in_register(consultation: Consultation, pks: Iterable[int]) -> list[Observation]:
    """Return these contributions that may be answered, with voice and answer, oldest first."""
    rows = (
        answerable(consultation)
        .filter(pk__in=list(pks))
        .select_related("voice", "seat", "outcome__commitment", "outcome__redraft")
    )
    return list(rows.prefetch_related("outcome__outcomeparagraph_set").order_by("received_at", "pk"))


def one_in_register(consultation: Consultation, pk: int) -> Observation:
    """Return one first-level contribution of a consultation, for whoever answers.

    :raises NotReadable: there is none there.
    """
    rows = (
        first_level(consultation)
        .filter(pk=pk)
        .select_related("voice", "seat", "outcome__commitment", "outcome__redraft")
    )
    found = rows.prefetch_related("outcome__outcomeparagraph_set", "outcome__former").first()
    if found is None:
        raise NotReadable
    return found


def first_unanswered(consultation: Consultation, *, after: Observation) -> int | None:
    """Return the next contribution without any answer, from this one on and then from the beginning."""
    waiting = owed(consultation).filter(outcome__isnull=True).order_by("received_at", "pk")
    later = Q(received_at__gt=after.received_at) | Q(received_at=after.received_at, pk__gt=after.pk)
    pks = waiting.values_list("pk", flat=True)
    return pks.filter(later).first() or pks.first()


def prepared(consultation: Consultation) -> QuerySet[Outcome]:
    """Return the answers that wait in private, for observations that may still have one."""
    living = answerable(consultation).order_by().values("pk")
    rows = Outcome.objects.waiting().filter(consultation=consultation, observation_id__in=living)
    return rows.select_related("redraft")


def numbers(consultation: Consultation) -> Numbers:
    """Return how many contributions there are and how far the answers are, with one query."""
    return numbers_by_consultation([consultation])[consultation.pk]


def numbers_by_consultation(consultations: Iterable[Consultation]) -> dict[int, Numbers]:
    """Return the numbers of several consultations, with one query."""
    scopes = {consultation.scope: consultation.pk for consultation in consultations}
    published = Q(outcome__published_at__isnull=False)
    rows = (
        Observation.objects.answerable()
        .filter(scope__in=list(scopes))
        .order_by()
        .values("scope")
        .annotate(
            shown=Count("pk", filter=Q(state=State.PUBLISHED)),
            owed=Count("pk", filter=_ASKS),
            pending=Count("pk", filter=Q(state=State.PENDING)),
            unanswered=Count("pk", filter=_ASKS & Q(outcome__isnull=True)),
            prepared=Count("pk", filter=_IN_HAND),
            published=Count("pk", filter=published),
            missing=Count("pk", filter=_ASKS & _UNPUBLISHED),
            awaited=Count("pk", filter=_ASKS & _UNPUBLISHED & Q(state=State.PUBLISHED)),
            stale=Count("pk", filter=_STALE),
            accepted=Count("pk", filter=published & Q(outcome__kind__in=("ACCEPTED", "PARTLY"))),
        )
    )
    found = {scopes[row.pop("scope")]: Numbers(**row) for row in rows}
    nothing = Numbers(**dict.fromkeys(Numbers.__dataclass_fields__, 0))
    return {pk: found.get(pk, nothing) for pk in scopes.values()}


def section_choices(consultation: Consultation) -> list[tuple[str, str]]:
    """Return the sections of the version in consultation, for a list of choices: identity and title."""
    rows = VersionSection.objects.filter(version_id=consultation.version_id).order_by("position")
    return [(str(section_id), title) for section_id, title in rows.values_list("section_id", "title")]


def oldest_unanswered(consultation: Consultation) -> datetime | None:
    """Return when the contribution that has waited longest for an answer came in."""
    waiting = owed(consultation).filter(outcome__isnull=True).order_by("received_at")
    return waiting.values_list("received_at", flat=True).first()


def _is_number(word: str) -> bool:
    digits = word.rpartition("-")[2]
    return digits.isascii() and digits.isdigit() and len(digits) < 10  # noqa: PLR2004 -- what a key holds
