# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for a moderator: new observations, new words of published ones, reports of readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from portal.comments import enums, scopes, words
from portal.comments.models import Ban, ModerationDecision, Observation, ObservationRevision, Report
from portal.core.clock import ROME
from portal.core.exceptions import NotReadable
from portal.core.models import OfficeSettings

PER_PAGE = 50
FIRST_DAY_OF_WEEKEND = 5


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a moderator wants to see of the queue."""

    scope: str = ""
    kind: str = ""
    reason: str = ""  # "new", "revised", "reported"


@dataclass(frozen=True, kw_only=True)
class QueueItem:
    """One line of the queue."""

    pk: int
    code: str
    author: str
    label: str
    kind_label: str
    excerpt: str
    received_at: datetime
    days_waiting: int
    is_late: bool
    is_new: bool
    has_new_words: bool
    open_reports: int
    ticked_value: str  # what a ticked box says was seen


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that a moderator looks at before deciding."""

    observation: Observation
    parent: Observation | None
    waiting: ObservationRevision | None
    reports: Sequence[Report]
    decisions: Sequence[ModerationDecision]
    ban: Ban | None
    seen_revision: int
    latest_revision: int

    @property
    def is_new(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.observation.state == enums.State.PENDING

    @property
    def is_hidden(self) -> bool:
        """Whether a moderator did not publish it."""
        return self.observation.state == enums.State.HIDDEN

    @property
    def can_be_hidden(self) -> bool:
        """Whether it can be kept from readers or taken from them."""
        return self.observation.state in {enums.State.PENDING, enums.State.PUBLISHED}

    @property
    def has_open_reports(self) -> bool:
        """Whether readers asked to look and nobody has said that they did."""
        return any(report.resolved_at is None for report in self.reports)


def waiting_count() -> int:
    """Return how many observations wait for a moderator, for whatever reason."""
    return _waiting().count()


def late_count(*, moment: datetime) -> int:
    """Return how many new ones wait longer than the office promised."""
    limit = moment - timedelta(days=OfficeSettings.load().moderation_days)
    old = Observation.objects.pending().filter(received_at__lte=limit).order_by("pk")
    days = OfficeSettings.load().moderation_days
    return sum(working_days(since, moment) > days for since in old.values_list("received_at", flat=True))


def queue(filters: Filters, *, page: int | str, moment: datetime) -> tuple[Page[Observation], list[QueueItem]]:
    """Return a page of the queue, oldest first, with its lines."""
    found = _narrowed(_waiting(), filters).select_related("voice", "seat").order_by("received_at", "pk")
    current = Paginator(found, PER_PAGE).get_page(page)
    rows = list(current.object_list)
    new_words = _waiting_words([row.pk for row in rows])
    days = OfficeSettings.load().moderation_days
    return current, [_item(row, new_words.get(row.pk), days=days, moment=moment) for row in rows]


def case(pk: int, *, moment: datetime) -> Case:
    """Return what is to be decided.

    :raises NotReadable: there is no such observation.
    """
    observation = (
        Observation.objects.select_related("voice", "seat", "user", "entered_by", "scan").filter(pk=pk).first()
    )
    if observation is None:
        raise NotReadable
    revisions = list(observation.revisions.order_by("-number"))
    waiting = next((row for row in revisions if row.state == enums.RevisionState.PENDING), None)
    return Case(
        observation=observation,
        parent=Observation.objects.filter(pk=observation.parent_id).first() if observation.is_reply else None,
        waiting=waiting if observation.is_published else None,
        reports=list(observation.reports.order_by("pk")),
        decisions=list(observation.decisions.select_related("decided_by").order_by("pk")),
        ban=Ban.objects.active_at(moment).filter(user_id=observation.user_id).first() if observation.user_id else None,
        seen_revision=observation.revision_number,
        latest_revision=revisions[0].number,
    )


def scope_labels(moment: datetime) -> dict[str, str]:
    """Return the consultations that observations name, the closed ones too, with their titles."""
    named = list(Observation.objects.order_by("scope").values_list("scope", flat=True).distinct())
    known = scopes.told(named, moment=moment)
    return {scope: known[scope].title if scope in known else scope for scope in named}


def working_days(since: datetime, moment: datetime) -> int:
    """Return how many working days have passed, Saturdays and Sundays left out."""
    first, last = since.astimezone(ROME).date(), moment.astimezone(ROME).date()
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(day.weekday() < FIRST_DAY_OF_WEEKEND for day in days)


def name_of_decider(decision: ModerationDecision | None) -> str:
    """Return who decided, as colleagues know them."""
    if decision is None or decision.decided_by is None:
        return _("un'altra persona")
    return decision.decided_by.get_full_name() or decision.decided_by.email or _("un'altra persona")


def _waiting() -> QuerySet[Observation]:
    new_words = ObservationRevision.objects.filter(
        observation_id=OuterRef("pk"), state=enums.RevisionState.PENDING
    ).order_by()
    reported = Report.objects.filter(observation_id=OuterRef("pk"), resolved_at=None).order_by()
    rows = Observation.objects.annotate(has_new_words=Exists(new_words), is_reported=Exists(reported))
    is_published = Q(state=enums.State.PUBLISHED)
    return rows.filter(
        Q(state=enums.State.PENDING) | is_published & Q(has_new_words=True) | is_published & Q(is_reported=True)
    )


def _narrowed(found: QuerySet[Observation], filters: Filters) -> QuerySet[Observation]:
    if filters.scope:
        found = found.filter(scope=filters.scope)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.reason == "new":
        return found.filter(state=enums.State.PENDING)
    if filters.reason == "revised":
        return found.filter(state=enums.State.PUBLISHED, has_new_words=True)
    if filters.reason == "reported":
        return found.filter(is_reported=True)
    return found


def _waiting_words(pks: list[int]) -> dict[int, tuple[str, int]]:
    rows = ObservationRevision.objects.filter(observation_id__in=pks, state=enums.RevisionState.PENDING)
    reports = dict(
        Report.objects.filter(observation_id__in=pks, resolved_at=None)
        .values_list("observation_id")
        .annotate(total=Count("pk"))
    )
    texts = dict(rows.order_by("number").values_list("observation_id", "text"))
    return {pk: (texts.get(pk, ""), reports.get(pk, 0)) for pk in pks}


def _item(row: Observation, told: tuple[str, int] | None, *, days: int, moment: datetime) -> QueueItem:
    new_words, open_reports = told or ("", 0)
    is_new = row.state == enums.State.PENDING
    waited = working_days(row.received_at, moment)
    voice = f", {_('per')} {row.voice_name}" if row.voice_name else ""
    return QueueItem(
        pk=row.pk,
        code=row.code,
        author=f"{row.display_name or _('Partecipante')}{voice}",
        label=row.target_label,
        kind_label=_("risposta") if row.is_reply else row.get_kind_display(),
        excerpt=words.excerpt(new_words or row.comment, 220),
        received_at=row.received_at,
        days_waiting=waited,
        is_late=is_new and waited > days,
        is_new=is_new,
        has_new_words=bool(new_words) and not is_new,
        open_reports=open_reports,
        ticked_value=f"{row.pk}:{row.revision_number}" if is_new else "",
    )
