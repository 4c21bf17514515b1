# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why words changed, as anybody reads it: frozen causes, in order, each with where it leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from documents.consultations import links
from documents.consultations.enums import CauseKind, ChangeKind
from documents.consultations.models import Cause, OutcomeParagraph, SignOff, Version, VersionParagraph
from documents.consultations.queries import sign_offs
from documents.consultations.queries.answers import kind_label
from portal.comments.models import Observation
from portal.ui.dates import in_full_day

OFFICE = "Ufficio"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One cause: what it is called, where it leads, the words of the decision; `author` signs a tracked change."""

    label: str
    url: str = ""
    note: str = ""
    words: str = ""
    author: str = OFFICE


@dataclass(frozen=True, kw_only=True)
class Told:
    """One change with its causes."""

    key: str
    version: int
    change: str
    old: str
    new: str
    reasons: tuple[Reason, ...]

    @property
    def label(self) -> str:
        """What changed, in words."""
        return str(ChangeKind(self.change).label) if self.change else ""


@dataclass(frozen=True, kw_only=True)
class Why:
    """All that is told of why a paragraph or a title changed."""

    told: tuple[Told, ...]

    @property
    def shared(self) -> tuple[Reason, ...]:
        """The reasons, where one version changed it and everything has the same ones."""
        first = self.told[0]
        is_one = all((one.reasons, one.version) == (first.reasons, first.version) for one in self.told)
        return first.reasons if is_one else ()


@dataclass(frozen=True, kw_only=True)
class ChangedWords:
    """Words that an observation changed, with where they are read."""

    version: int
    where: str
    told: str
    old: str
    new: str
    url: str


def between(old: Version, new: Version, identities: Iterable[str] | None = None) -> dict[str, Why]:
    """Return why each paragraph, section or the title (under nothing) changed from one version to another.

    One query; one more for what was published before causes were kept: the accepted answers that name the paragraph.
    """
    rows = _rows(
        Cause.objects.filter(
            version__text_id=new.text_id, version__number__gt=old.number, version__number__lte=new.number
        )
    )
    found = _by_identity(rows)
    missing = [one for one in identities or () if one not in found and _is_uuid(one)]
    return {**found, **_answers(missing, new.number)} if missing else found


def of_version(version: Version, paragraphs: Iterable[UUID]) -> dict[str, Why]:
    """Return why these paragraphs of a version are not as before: one query."""
    return _by_identity(_rows(Cause.objects.filter(version=version, paragraph_id__in=list(paragraphs))))


def words_changed_by(observation: Observation) -> list[ChangedWords]:
    """Return the words that an observation changed, in every version: two queries."""
    return _words_changed(Cause.objects.filter(observation=observation))


def words_changed_by_sign_off(row: SignOff) -> list[ChangedWords]:
    """Return the words that changed because of an answer of the Distretto della Salute: two queries."""
    return _words_changed(Cause.objects.filter(sign_off=row))


def _words_changed(causes: QuerySet[Cause]) -> list[ChangedWords]:
    rows = list(_rows(causes))
    ids = {row.paragraph_id for row in rows if row.paragraph_id}
    numbers = {row.version.number for row in rows} | {row.version.number - 1 for row in rows}
    twins = VersionParagraph.objects.filter(
        paragraph_id__in=ids, version__text_id__in={row.version.text_id for row in rows}, version__number__in=numbers
    ).select_related("section", "version")
    here = {(twin.paragraph_id, twin.version.number): twin for twin in twins} if ids else {}
    return [_changed(row, here) for row in rows]


def _changed(row: Cause, here: Mapping[tuple[UUID, int], VersionParagraph]) -> ChangedWords:
    number = row.version.number
    twin = (
        here.get((row.paragraph_id, number)) or here.get((row.paragraph_id, number - 1)) if row.paragraph_id else None
    )
    where = _("titolo")
    if twin is not None:
        shown = {"number": twin.number, "section": twin.section.title}
        where = _("paragrafo %(number)d, «%(section)s»") % shown if twin.number else _("«%(section)s»") % shown
    identity = str(row.paragraph_id or row.section_id or "")
    slug = row.version.text.slug
    return ChangedWords(
        version=number,
        where=where,
        told=str(ChangeKind(row.change).label),
        old=row.old_words.strip(),
        new=row.new_words.strip(),
        url=links.redline_paragraph(slug, number - 1, number, identity),
    )


def _rows(rows: QuerySet[Cause]) -> QuerySet[Cause]:
    return rows.select_related("version__text", "observation__outcome", "meeting__tavolo", "sign_off").order_by("pk")


def _by_identity(rows: Iterable[Cause]) -> dict[str, Why]:
    held: dict[str, dict[str, list[Cause]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        held[str(row.paragraph_id or row.section_id or "")][f"{row.version_id}:{row.stretch}"].append(row)
    return {
        identity: Why(told=tuple(_told(stretch) for stretch in stretches.values()))
        for identity, stretches in held.items()
    }


def _told(rows: list[Cause]) -> Told:
    first = rows[0]
    return Told(
        key=first.stretch,
        version=first.version.number,
        change=first.change,
        old=first.old_words.strip(),
        new=first.new_words.strip(),
        reasons=tuple(_reason(row) for row in rows),
    )


def _reason(row: Cause) -> Reason:
    if row.kind == CauseKind.OBSERVATION and row.observation is not None:
        outcome = getattr(row.observation, "outcome", None)
        is_public = outcome is not None and outcome.published_at is not None
        return _of_observation(row.observation, kind_label(outcome.kind) if outcome and is_public else "")
    if row.kind == CauseKind.TAVOLO and row.meeting is not None:
        tavolo = row.meeting.tavolo
        if tavolo.is_reserved:
            return Reason(label=_("decisione di un tavolo"), words=row.words, author=_("Tavolo"))
        label = _("decisione del %(tavolo)s, %(day)s") % {
            "tavolo": tavolo.name, "day": in_full_day(row.meeting.starts_at),
        }  # fmt: skip
        return Reason(label=label, url=tavolo.url, words=row.words, author=tavolo.name)
    if row.kind == CauseKind.SIGN_OFF:
        return _of_sign_off(row)
    return Reason(label=_("d'ufficio"), words=row.words, author=OFFICE)


def _of_sign_off(row: Cause) -> Reason:
    if row.sign_off is None:
        return Reason(label=_("visto: %s") % row.reference, words=row.words, author=row.reference)
    whose = sign_offs.told(row.sign_off)
    url = links.sign_off(row.version.text.slug, row.sign_off.pk)
    return Reason(label=_("visto: %s") % whose, url=url, words=row.words, author=whose)


def _of_observation(observation: Observation, note: str) -> Reason:
    code = observation.code
    return Reason(label=_("osservazione %s") % code, url=links.observation(code), note=note, author=code)


def _answers(identities: list[str], number: int) -> dict[str, Why]:
    rows = OutcomeParagraph.objects.filter(paragraph_id__in=identities, outcome__published_at__isnull=False)
    found: dict[str, list[Reason]] = defaultdict(list)
    for row in rows.select_related("outcome__observation").order_by("pk"):
        found[str(row.paragraph_id)].append(_of_observation(row.outcome.observation, kind_label(row.outcome.kind)))
    return {
        identity: Why(told=(Told(key="", version=number, change="", old="", new="", reasons=tuple(reasons)),))
        for identity, reasons in found.items()
    }


def _is_uuid(identity: str) -> bool:
    try:
        UUID(identity)
    except ValueError:
        return False
    return True
