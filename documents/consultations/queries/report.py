# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Ci avete detto, abbiamo fatto»: what a consultation asked and what came of it. Only what anyone may read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from documents.consultations.enums import ACCEPTING, OutcomeKind
from documents.consultations.models import Consultation, Override
from documents.consultations.queries.answers import PublicAnswer, kind_label, published_answers
from documents.consultations.queries.categories import category_choices
from documents.consultations.queries.heard import Invited, invited_kinds
from documents.consultations.queries.left import overrides_of
from documents.consultations.queries.outcomes import first_level, section_choices
from partners.enums import PartnerKind
from portal.comments import queries as comments
from portal.comments.enums import Channel, Kind, State
from portal.comments.models import Observation
from portal.comments.models.observation import ObservationQuerySet
from portal.comments.queries.rows import proposals_in_force

ROWS_AT_ONCE = 500
BAR_WIDTH = 400
SEATS = "SEGGI"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A row of a table that is also a bar of a chart."""

    key: str
    label: str
    count: int
    width: int  # of BAR_WIDTH, in the drawing
    percent: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """An observation with its answer, its category and the words that it proposes, as the report lists it."""

    observation: Observation
    answer: PublicAnswer | None
    override: Override | None = None
    category: str = ""
    proposed: str = ""


@dataclass(frozen=True, kw_only=True)
class SectionReport:
    """What people asked about a section, and what changed."""

    identity: str
    title: str
    count: int
    accepted: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """The numbers of a consultation; each can be counted again by hand from the downloads."""

    total: int
    accepted: int
    answered: int
    awaited: int
    people: int
    replies: int
    hidden: int
    withdrawn: int
    late: int
    categories: tuple[Bar, ...]
    outcomes: tuple[Bar, ...]
    participants: tuple[Bar, ...]
    channels: tuple[Bar, ...]
    kinds: tuple[Bar, ...]
    sections: tuple[Bar, ...]
    times: tuple[Bar, ...]
    invited: tuple[Invited, ...]

    @property
    def silent(self) -> tuple[Invited, ...]:
        """The kinds of organisations that were invited and did not speak."""
        return tuple(one for one in self.invited if one.is_silent)

    @property
    def are_all_answered(self) -> bool:
        """Whether every observation that asks for something has its answer."""
        return self.awaited == 0


def published(consultation: Consultation) -> ObservationQuerySet:
    """Return the first-level observations that anyone may read, oldest first."""
    rows = first_level(consultation).published().select_related("voice", "seat")
    return rows.order_by("received_at", "pk")


def report(consultation: Consultation) -> Report:
    """Return the numbers of a consultation: the same queries, however many took part."""
    rows = first_level(consultation).filter(state=State.PUBLISHED).order_by()
    apart = dict(first_level(consultation).order_by().values_list("state").annotate(total=Count("pk")))
    outcomes = Counter(dict(_count(rows.filter(outcome__published_at__isnull=False), "outcome__kind")))
    replies = Observation.objects.published().in_scope(consultation.scope).filter(level__gt=0).count()
    return Report(
        total=apart.get(State.PUBLISHED, 0),
        accepted=sum(outcomes[kind] for kind in ACCEPTING),
        answered=outcomes.total(),
        awaited=rows.asking().exclude(outcome__published_at__isnull=False).count(),
        people=comments.people_count(consultation.scope),
        replies=replies,
        hidden=apart.get(State.HIDDEN, 0),
        withdrawn=apart.get(State.WITHDRAWN, 0),
        late=rows.filter(is_late=True).count(),
        outcomes=_bars([(kind, _outcome_label(kind)) for kind in OutcomeKind], outcomes),
        participants=_participants(rows),
        channels=_bars(Channel.choices, Counter(dict(_count(rows, "channel"))), hide_empty=True),
        categories=_by_category(consultation, rows),
        kinds=_bars(Kind.choices, Counter(dict(_count(rows, "kind")))),
        sections=_by_section(consultation, rows),
        times=_by_time(rows),
        invited=tuple(invited_kinds(consultation)),
    )


def fingerprint(consultation: Consultation) -> str:
    """Return what changes whenever something in the downloads does: two queries, light in each row."""
    facts = (
        first_level(consultation)
        .order_by("pk")
        .values_list(
            "pk",
            "state",
            "is_late",
            "revision_number",
            "category",
            "display_name",
            "voice__name",
            "seat__name",
            "seat_role",
            "outcome__edition",
            "outcome__published_at",
        )
    )
    labels = [(slug, str(label)) for slug, label in category_choices(consultation)]
    names = (consultation.pk, consultation.title, consultation.office, consultation.closed_version_id, labels)
    return sha256(repr((names, list(facts))).encode()).hexdigest()


def lines(consultation: Consultation) -> Iterator[Line]:
    """Yield every published first-level observation with its answer, in order: memory stays flat."""
    pks = list(published(consultation).values_list("pk", flat=True))
    labels = dict(category_choices(consultation))
    for start in range(0, len(pks), ROWS_AT_ONCE):
        chunk = pks[start : start + ROWS_AT_ONCE]
        yield from lines_of(list(published(consultation).filter(pk__in=chunk)), labels=labels)


def lines_of(observations: Sequence[Observation], *, labels: Mapping[str, str] | None = None) -> list[Line]:
    """Return these observations with answer, or why they were left without one, and category as `labels` name it."""
    pks = [one.pk for one in observations]
    answers, left, proposals = published_answers(pks), overrides_of(pks), proposals_in_force(observations)
    return [
        Line(
            observation=one,
            answer=answers.get(one.pk),
            override=left.get(one.pk),
            category=(labels or {}).get(one.category, ""),
            proposed=proposals.get(one.pk, ""),
        )
        for one in observations
    ]


def what_changed(consultation: Consultation, *, most: int = 5) -> list[SectionReport]:
    """Return, section by section, how many spoke and the accepted observations with what they changed."""
    accepted = published(consultation).filter(outcome__published_at__isnull=False, outcome__kind__in=ACCEPTING)
    by_section: defaultdict[str, list[Observation]] = defaultdict(list)
    for observation in accepted:
        by_section[observation.section_id].append(observation)
    shown = [one.pk for found in by_section.values() for one in found[:most]]
    answers = published_answers(shown)
    counts = dict(_count(first_level(consultation).published().order_by(), "section_id"))
    return [
        SectionReport(
            identity=identity,
            title=title,
            count=counts.get(identity, 0),
            accepted=len(by_section[identity]),
            lines=tuple(Line(observation=one, answer=answers.get(one.pk)) for one in by_section[identity][:most]),
        )
        for identity, title in _sections(consultation)
        if counts.get(identity)
    ]


def _sections(consultation: Consultation) -> list[tuple[str, str]]:
    return [*section_choices(consultation), ("", _("Tutto il testo"))]


def _by_time(rows: QuerySet[Observation]) -> tuple[Bar, ...]:
    """Nothing to tell where all came in time."""
    counts = Counter({str(late): total for late, total in _count(rows, "is_late")})
    choices = [("False", _("Prima della chiusura")), ("True", _("Dopo la chiusura"))]
    return _bars(choices, counts) if counts["True"] else ()


def _by_section(consultation: Consultation, rows: QuerySet[Observation]) -> tuple[Bar, ...]:
    counts = Counter(dict(_count(rows, "section_id")))
    return _bars(_sections(consultation), counts)


def _by_category(consultation: Consultation, rows: QuerySet[Observation]) -> tuple[Bar, ...]:
    choices = category_choices(consultation)
    if not choices:
        return ()
    counts = Counter(dict(_count(rows, "category")))
    return _bars([*choices, ("", _("Senza categoria"))], counts)


def _participants(rows: QuerySet[Observation]) -> tuple[Bar, ...]:
    by_seat = rows.order_by().annotate(is_of_seat=Q(seat__isnull=False)).values_list("voice__kind", "is_of_seat")
    counts: Counter[str] = Counter()
    for kind, is_of_seat, total in by_seat.annotate(total=Count("pk")):
        counts[SEATS if is_of_seat else kind or ""] += total
    choices: list[tuple[str, object]] = [
        ("", _("Persone singole")),
        *PartnerKind.choices,
        (SEATS, _("Seggi collettivi")),
    ]
    return _bars(choices, counts, hide_empty=True)


def _count(rows: QuerySet[Observation], field: str) -> Sequence[tuple[str, int]]:
    return list(rows.order_by().values_list(field).annotate(total=Count("pk")))


def _bars(choices: Sequence[tuple[str, object]], counts: Counter[str], *, hide_empty: bool = False) -> tuple[Bar, ...]:
    top = max(counts.values(), default=0) or 1
    total = counts.total() or 1
    return tuple(
        Bar(
            key=str(key),
            label=str(label),
            count=counts[key],
            width=round(BAR_WIDTH * counts[key] / top),
            percent=round(100 * counts[key] / total),
        )
        for key, label in choices
        if counts[key] or not hide_empty
    )


def _outcome_label(kind: OutcomeKind) -> str:
    return str(OutcomeKind(kind).label) if kind == OutcomeKind.OFF_TOPIC else kind_label(kind)
