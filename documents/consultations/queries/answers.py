# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's answers as anybody reads them: a sentence, the reasons, what changed, who answers, never a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.consultations import links
from documents.consultations.enums import OutcomeKind
from documents.consultations.models import Commitment, FormerAnswer, Outcome, OutcomeParagraph, VersionParagraph
from documents.consultations.queries.anchors import Course
from documents.consultations.queries.descent import parentage_at
from documents.consultations.queries.left import overrides_of
from portal.comments.queries import Extra
from portal.comments.words import as_html

PIECE = "consultations/outcome_piece.html"
LEFT_PIECE = "consultations/left_piece.html"
LOOKS = {
    OutcomeKind.ACCEPTED: ("✓", "success"),
    OutcomeKind.PARTLY: ("◐", "success"),
    OutcomeKind.REJECTED: ("✕", "neutral"),
    OutcomeKind.ALREADY_THERE: ("=", "info"),
    OutcomeKind.OFF_TOPIC: ("→", "neutral"),
}


@dataclass(frozen=True, kw_only=True)
class ChangedParagraph:
    """A paragraph that an answer changed, as it stands in the *proposta definitiva*."""

    identity: UUID
    number: int
    section_title: str
    plain: str
    url: str
    redline_url: str


@dataclass(frozen=True, kw_only=True)
class PublicAnswer:
    """A published answer, ready to be read."""

    outcome: Outcome
    code: str
    changed: tuple[ChangedParagraph, ...]

    @property
    def kind_label(self) -> str:
        """The outcome in the reader's words."""
        return kind_label(self.outcome.kind, self.outcome.other_office)

    @property
    def symbol(self) -> str:
        """The sign beside the words, so that colour is never alone."""
        return LOOKS[OutcomeKind(self.outcome.kind)][0]

    @property
    def tone(self) -> str:
        """The tone of the badge."""
        return LOOKS[OutcomeKind(self.outcome.kind)][1]

    @property
    def sentence(self) -> str:
        """The outcome as one sentence."""
        return sentence(self.outcome, [paragraph.number for paragraph in self.changed], commitment=self.commitment)

    @property
    def motivation(self) -> SafeString:
        """The reasons, as paragraphs of escaped words."""
        return as_html(self.outcome.motivation)

    @property
    def office(self) -> str:
        """The office that answers; readers never meet the person."""
        return self.outcome.office

    @property
    def published_at(self) -> datetime | None:
        """Since when anyone may read it."""
        return self.outcome.published_at

    @cached_property
    def commitment(self) -> Commitment | None:
        """What the office will do, if it promised something."""
        return getattr(self.outcome, "commitment", None)

    @property
    def is_stale(self) -> bool:
        """Whether the author changed the words after it was written."""
        return self.outcome.revision_number != self.outcome.observation.revision_number

    @cached_property
    def former(self) -> tuple[FormerAnswer, ...]:
        """The answers that this one took the place of, the newest first."""
        return tuple(reversed(self.outcome.former.all()))

    @property
    def correction(self) -> str:
        """Why it corrects the one before; nothing when it does not."""
        return getattr(self.outcome, "corrected_because") or ""  # noqa: B009 -- an annotation

    @property
    def url(self) -> str:
        """The page that tells what became of the observation."""
        return links.observation(self.code)


def kind_label(kind: str, other_office: str = "") -> str:
    """Return an outcome in the reader's words; what concerns another office says which."""
    if kind == OutcomeKind.OFF_TOPIC:
        return _("riguarda un altro ufficio: %s") % other_office if other_office else _("fuori tema")
    return str(OutcomeKind(kind).label)


def sentence(outcome: Outcome, numbers: list[int], *, commitment: Commitment | None) -> str:
    """Return the outcome as a sentence: «Accolta in parte: abbiamo cambiato il paragrafo 12.»"""
    if outcome.is_accepting:
        label = str(OutcomeKind(outcome.kind).label).capitalize()
        return f"{label}: {_what_changed(numbers, commitment)}"
    if outcome.kind == OutcomeKind.REJECTED:
        return _("Non accolta: il motivo è qui sotto.")
    if outcome.kind == OutcomeKind.ALREADY_THERE:
        return _("Il testo lo prevede già.")
    if outcome.other_office:
        return _("Riguarda un altro ufficio: %s.") % outcome.other_office
    return _("Fuori tema: non riguarda questo testo.")


def published_answers(observation_ids: Iterable[int]) -> dict[int, PublicAnswer]:
    """Return the published answer of each observation that has one: two queries at most, however many they are."""
    outcomes = _with_everything(Outcome.objects.published().filter(observation_id__in=list(observation_ids)))
    twins = _twins(outcomes)
    return {outcome.observation_id: _public(outcome, twins) for outcome in outcomes}


def extras_for(observation_ids: Collection[int]) -> Mapping[int, Extra]:
    """Return what stands under each observation: the office's answer in public, or why it was left without one."""
    found = published_answers(observation_ids)
    left = overrides_of(pk for pk in observation_ids if pk not in found)
    return {
        **{pk: Extra(template=LEFT_PIECE, context={"override": override}) for pk, override in left.items()},
        **{pk: Extra(template=PIECE, context={"answer": answer}) for pk, answer in found.items()},
    }


def answered_ids() -> QuerySet[Any]:
    """Return the ids of the observations that have an answer anyone may read."""
    return Outcome.objects.published().order_by().values("observation_id")


def _with_everything(rows: QuerySet[Outcome]) -> list[Outcome]:
    former = FormerAnswer.objects.filter(outcome=OuterRef("pk")).order_by("-pk")
    named = OutcomeParagraph.objects.filter(outcome=OuterRef("pk")).order_by().values("outcome")
    return list(
        rows.select_related(
            "observation", "commitment", "consultation__text", "consultation__version", "consultation__closed_version"
        ).annotate(
            corrected_because=Subquery(former.values("reason")[:1]),
            named=Subquery(named.annotate(total=Count("pk")).values("total")),
        )
    )


def _twins(outcomes: Iterable[Outcome]) -> Mapping[int, list[VersionParagraph]]:
    """Return the paragraphs that each answer changed, as the *proposta definitiva* has them.

    One query, or none; where a paragraph flowed into others, those: three more, however many there are.
    """
    closed = F("paragraph__outcomeparagraph__outcome__consultation__closed_version_id")
    closed_ones = [outcome for outcome in outcomes if outcome.consultation.closed_version_id]
    asking = {outcome.pk: total for outcome in closed_ones if (total := getattr(outcome, "named"))}  # noqa: B009 -- annotated
    if not asking:
        return {}
    rows = VersionParagraph.objects.filter(paragraph__outcomeparagraph__outcome_id__in=asking, version_id=closed)
    named = rows.annotate(outcome_id=F("paragraph__outcomeparagraph__outcome_id")).select_related("section")
    found: defaultdict[int, list[VersionParagraph]] = defaultdict(list)
    for row in named.order_by("number"):
        found[row.outcome_id].append(row)
    joined = [outcome for outcome in closed_ones if len(found[outcome.pk]) < asking.get(outcome.pk, 0)]
    for pk, heirs in _joined(joined, found).items() if joined else ():
        found[pk] += heirs
    return found


def _joined(
    outcomes: Sequence[Outcome], known: Mapping[int, list[VersionParagraph]]
) -> Mapping[int, list[VersionParagraph]]:
    """Return the paragraphs of the *proposta definitiva* that took in those that answers name and that it has not."""
    named: defaultdict[int, set[str]] = defaultdict(set)
    for link in OutcomeParagraph.objects.filter(outcome__in=[outcome.pk for outcome in outcomes]):
        named[link.outcome_id].add(str(link.paragraph_id))
    wanted: dict[int, set[str]] = {}
    by_consultation: defaultdict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_consultation[outcome.consultation_id].append(outcome)
    for together in by_consultation.values():
        wanted |= _heirs(together, named, known)
    rows = VersionParagraph.objects.filter(
        version__in={outcome.consultation.closed_version_id for outcome in outcomes},
        paragraph__in={identity for identities in wanted.values() for identity in identities},
    )
    twins = {str(row.paragraph_id): row for row in rows.select_related("section").order_by("number")}
    return {pk: [twin for one, twin in twins.items() if one in identities] for pk, identities in wanted.items()}


def _heirs(
    outcomes: Sequence[Outcome], named: Mapping[int, set[str]], known: Mapping[int, list[VersionParagraph]]
) -> dict[int, set[str]]:
    """Return where what the answers of one consultation name lives, if it stands there no longer: one query."""
    consultation = outcomes[0].consultation
    closed, since = consultation.closed_version, consultation.version.number
    if closed is None:
        return {}
    here = {outcome.pk: {str(twin.paragraph_id) for twin in known[outcome.pk]} for outcome in outcomes}
    lost = {outcome.pk: named[outcome.pk] - here[outcome.pk] for outcome in outcomes}
    identities = {identity for many in lost.values() for identity in many}
    course = Course(closed.text_id, identities, first=since, last=closed.number, links=parentage_at(closed))
    heirs = {identity: set(course.heirs(identity, closed.number, since=since)) for identity in identities}
    return {pk: {one for identity in many for one in heirs[identity]} - here[pk] for pk, many in lost.items()}


def _public(outcome: Outcome, twins: Mapping[int, list[VersionParagraph]]) -> PublicAnswer:
    changed = tuple(_changed(outcome, twin) for twin in twins.get(outcome.pk, ()))
    return PublicAnswer(outcome=outcome, code=outcome.observation.code, changed=changed)


def _changed(outcome: Outcome, twin: VersionParagraph) -> ChangedParagraph:
    consultation = outcome.consultation
    closed = consultation.closed_version
    slug, number = consultation.text.slug, closed.number if closed else 0
    return ChangedParagraph(
        identity=twin.paragraph_id,
        number=twin.number,
        section_title=twin.section.title,
        plain=twin.plain,
        url=links.version_paragraph(slug, number, twin.section.slug, twin.paragraph_id),
        redline_url=links.redline_paragraph(slug, consultation.version.number, number, twin.paragraph_id),
    )


def _what_changed(numbers: list[int], commitment: Commitment | None) -> str:
    if numbers:
        listed = ", ".join(str(number) for number in numbers)
        return ngettext(
            "abbiamo cambiato il paragrafo %(numbers)s.", "abbiamo cambiato i paragrafi %(numbers)s.", len(numbers)
        ) % {"numbers": listed}
    if commitment is not None:
        return _("abbiamo preso un impegno.")
    return _("il testo cambia nella proposta definitiva.")
