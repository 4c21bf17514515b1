# SPDX-License-Identifier: AGPL-3.0-or-later
"""What whoever answers has before the eyes, beside the form: words in their place, the thread, notes, the next one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from documents.consultations.models import Consultation, Handling, Note, VersionParagraph
from documents.consultations.queries.groups import Grouped, accepted_with
from documents.consultations.queries.outcomes import owed
from portal.comments.models import Observation
from portal.comments.queries.attachments import FileLink, links_of
from portal.core.models import User


@dataclass(frozen=True, kw_only=True)
class Context:
    """The commented paragraph between its neighbours, with the words that were pointed at."""

    number: int
    section_title: str
    before: str
    start: str
    marked: str
    end: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Beside:
    """All that stands beside the answer: six queries, whatever there is."""

    context: Context | None
    replies: tuple[Observation, ...]
    notes: tuple[Note, ...]
    handling: Handling | None
    previous_pk: int | None
    next_pk: int | None
    grouped: Grouped | None
    files: tuple[FileLink, ...]


def beside(consultation: Consultation, observation: Observation, *, viewer: User) -> Beside:
    """Return what stands beside the answer to one observation."""
    replies = Observation.objects.published().filter(thread_id=observation.thread_id, level__gt=0)
    return Beside(
        context=in_context(consultation, observation),
        replies=tuple(replies.select_related("voice", "seat").order_by("order")),
        notes=tuple(Note.objects.filter(observation=observation).select_related("author").order_by("pk")),
        handling=Handling.objects.filter(observation=observation).select_related("assignee").first(),
        previous_pk=_unanswered(consultation, observation, is_before=True),
        next_pk=_unanswered(consultation, observation, is_before=False),
        grouped=accepted_with(observation),
        files=links_of(observation, viewer=viewer),
    )


def in_context(consultation: Consultation, observation: Observation) -> Context | None:
    """Return the commented paragraph between the one before and the one after; none for a section or a text."""
    if observation.target_kind != "paragraph":
        return None
    rows = VersionParagraph.objects.filter(
        version__text_id=consultation.text_id, version__number=observation.version_number
    ).select_related("section")
    twin = rows.filter(paragraph_id=observation.target_id).first()
    if twin is None:
        return None
    near = rows.filter(section_id=twin.section_id, position__in=(twin.position - 1, twin.position + 1))
    plain = {one.position: one.plain for one in near}
    start, end = _pointed(observation, twin.plain)
    return Context(
        number=twin.number,
        section_title=twin.section.title,
        before=plain.get(twin.position - 1, ""),
        start=twin.plain[:start],
        marked=twin.plain[start:end],
        end=twin.plain[end:],
        after=plain.get(twin.position + 1, ""),
    )


def _pointed(observation: Observation, plain: str) -> tuple[int, int]:
    start, end = observation.words_start, observation.words_end
    if start is None or end is None or not start < end <= len(plain):
        return 0, len(plain)
    return start, end


def _unanswered(consultation: Consultation, observation: Observation, *, is_before: bool) -> int | None:
    waiting = owed(consultation).filter(outcome__isnull=True).exclude(pk=observation.pk)
    moment, pk = observation.received_at, observation.pk
    if is_before:
        rows = waiting.filter(Q(received_at__lt=moment) | Q(received_at=moment, pk__lt=pk))
        return rows.order_by("-received_at", "-pk").values_list("pk", flat=True).first()
    rows = waiting.filter(Q(received_at__gt=moment) | Q(received_at=moment, pk__gt=pk))
    return rows.order_by("received_at", "pk").values_list("pk", flat=True).first()
