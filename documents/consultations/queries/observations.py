# SPDX-License-Identifier: AGPL-3.0-or-later
"""One observation for ever («che fine ha fatto»), and all those of a consultation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.consultations import links, redline
from documents.consultations.enums import Stage
from documents.consultations.models import (
    Consultation,
    Handling,
    Outcome,
    Override,
    VersionSection,
    VersionStage,
)
from documents.consultations.models.consultation import SCOPE_PREFIX
from documents.consultations.queries import left, report
from documents.consultations.queries.anchors import Course
from documents.consultations.queries.answers import PublicAnswer, kind_label, published_answers
from documents.consultations.queries.categories import category_choices
from documents.consultations.queries.descent import parentage_at
from documents.consultations.queries.passages import WordsFate, words_fate
from documents.consultations.queries.reasons import ChangedWords, words_changed_by
from documents.consultations.redline import Segment
from portal.comments.enums import State
from portal.comments.models import Observation
from portal.comments.models.observation import ObservationQuerySet
from portal.comments.permissions import can_read
from portal.comments.queries.attachments import FileLink, links_of, read_with_files
from portal.comments.queries.responses import role_label
from portal.comments.queries.rows import support_count
from portal.comments.words import as_html
from portal.core.exceptions import NotReadable

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

WITHOUT_ANSWER = "senza"
CODE = re.compile(r"(\d{4})-(\d{4,9})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class WordsNow:
    """What has become of the words that were commented."""

    version_number: int
    number: int
    segments: tuple[Segment, ...]
    url: str
    redline_url: str
    is_removed: bool = False
    also: tuple[int, ...] = ()  # the other paragraphs that hold its words, where it was split
    is_joined: bool = False  # whether another paragraph took its words in

    @property
    def is_changed(self) -> bool:
        """Whether the words are not those of then."""
        return any(segment.is_added or segment.is_removed for segment in self.segments)


@dataclass(frozen=True, kw_only=True)
class Fate:
    """An observation and all that came of it, as this visitor may see it."""

    observation: Observation
    consultation: Consultation
    answer: PublicAnswer | None
    override: Override | None
    is_in_hand: bool
    words_now: WordsNow | None
    changed: tuple[ChangedWords, ...]
    chosen_words: WordsFate | None
    approval: VersionStage | None
    parent: Observation | None
    reply_count: int
    support_count: int
    thread_url: str
    category: str = ""
    files: tuple[FileLink, ...] = ()

    @property
    def is_tombstone(self) -> bool:
        """Whether it was public and is no more: its words are not shown."""
        return self.observation.is_tombstone

    @property
    def is_waiting(self) -> bool:
        """Whether only its author and the moderators may see it yet."""
        return self.observation.state == State.PENDING

    @property
    def text(self) -> SafeString:
        """What was said, as paragraphs of escaped words."""
        return as_html(self.observation.comment)

    @property
    def author(self) -> str:
        """The name that the author chose to show."""
        return self.observation.display_name or _("Partecipante")

    @property
    def sender_role(self) -> str:
        """In what role an official response was sent, in words."""
        found = self.observation.response
        return role_label(found.sender_role) if found is not None else ""

    @property
    def door(self) -> str:
        """By which door it came, unless it was the site."""
        return self.observation.door_label


def fate(code: str, *, viewer: User | AnonymousUser) -> Fate:
    """Return an observation by its public number, with all that came of it.

    :raises NotReadable: it does not exist, or was never public and the visitor is neither its author nor a moderator.
    """
    observation = _by_code(code)
    was_public = observation.is_tombstone and observation.published_at is not None
    if not was_public and (observation.is_tombstone or not can_read(viewer, observation)):
        raise NotReadable
    consultation = _consultation_of(observation)
    parent = Observation.objects.filter(pk=observation.parent_id).first() if observation.is_reply else None
    is_shown = not observation.is_tombstone
    return Fate(
        observation=observation,
        consultation=consultation,
        answer=published_answers([observation.pk]).get(observation.pk) if is_shown else None,
        is_in_hand=_is_in_hand(observation, viewer),
        override=left.overrides_of([observation.pk]).get(observation.pk) if is_shown else None,
        words_now=_words_now(observation, consultation) if is_shown else None,
        changed=tuple(words_changed_by(observation)) if is_shown and not observation.is_reply else (),
        chosen_words=words_fate(observation, consultation) if is_shown else None,
        approval=_approval(consultation),
        parent=parent,
        reply_count=Observation.objects.published().filter(thread_id=observation.thread_id, level__gt=0).count(),
        support_count=support_count(observation) if is_shown else 0,
        thread_url=_thread_url(observation, consultation),
        files=links_of(observation, viewer=viewer) if is_shown else (),
        category=dict(category_choices(consultation)).get(observation.category, "") if observation.category else "",
    )


def all_of(
    consultation: Consultation,
    *,
    section: str = "",
    kind: str = "",
    category: str = "",
    outcome: str = "",
    words: str = "",
) -> ObservationQuerySet:
    """Return the published first-level observations that match, oldest first."""
    rows = report.published(consultation)
    if section:
        rows = rows.filter(section_id=section)
    if kind:
        rows = rows.filter(kind=kind)
    if category:
        rows = rows.filter(category=category)
    if outcome == WITHOUT_ANSWER:
        rows = rows.exclude(outcome__published_at__isnull=False)
    elif outcome:
        rows = rows.filter(outcome__kind=outcome, outcome__published_at__isnull=False)
    for word in words.split():
        rows = rows.filter(
            Q(comment__icontains=word)
            | Q(display_name__icontains=word)
            | Q(voice__name__icontains=word)
            | Q(seat__name__icontains=word)
        )
    return rows


def outcome_label(kind: str) -> str:
    """Return the name of an outcome in a list of choices."""
    return _("Non ancora risposta") if kind == WITHOUT_ANSWER else kind_label(kind)


def _is_in_hand(observation: Observation, viewer: User | AnonymousUser) -> bool:
    """Return whether the office is looking into it, as far as this visitor may know: the author, and the office."""
    may_know = viewer.is_authenticated and (viewer.pk == observation.user_id or viewer.is_staff)
    if observation.is_tombstone or not may_know:
        return False
    return (
        Handling.objects.filter(observation=observation).exists()
        or Outcome.objects.filter(observation=observation).exists()
    )


def _by_code(code: str) -> Observation:
    match = CODE.fullmatch(code)
    rows = Observation.objects.select_related("voice", "seat", "response").filter(pk=int(match[2])) if match else None
    found = read_with_files(rows) if rows is not None else []
    if not found or found[0].code != code:
        raise NotReadable
    return found[0]


def _consultation_of(observation: Observation) -> Consultation:
    number = observation.scope.removeprefix(SCOPE_PREFIX)
    rows = Consultation.objects.announced().select_related("text", "version", "closed_version")
    found = rows.filter(pk=int(number)).first() if number.isdigit() else None
    if found is None:
        raise NotReadable
    return found


def _approval(consultation: Consultation) -> VersionStage | None:
    if consultation.closed_version_id is None:
        return None
    stages = VersionStage.objects.filter(version_id=consultation.closed_version_id)
    return stages.filter(stage__in=(Stage.APPROVED, Stage.ADOPTED)).order_by("-pk").first()


def _thread_url(observation: Observation, consultation: Consultation) -> str:
    slug, number, anchor = consultation.text.slug, observation.version_number, f"#osservazione-{observation.pk}"
    rows = VersionSection.objects.filter(version__text_id=consultation.text_id, version__number=number)
    section = rows.filter(section_id=observation.section_id).first() if observation.section_id else None
    page = links.version_section(slug, number, section.slug) if section else links.text(slug)
    return f"{page}{anchor}"


def _words_now(observation: Observation, consultation: Consultation) -> WordsNow | None:
    closed = consultation.closed_version
    if observation.target_kind != "paragraph" or observation.is_reply or closed is None or not consultation.has_results:
        return None
    slug, old, target = consultation.text.slug, observation.version_number, observation.target_id
    course = Course(closed.text_id, {target}, first=old, last=closed.number, links=parentage_at(closed))
    itself = course.stand(target, closed.number)
    heirs = course.heirs(target, closed.number, since=old)
    here = sorted(({target: itself} if itself else {}).items() | heirs.items(), key=lambda one: one[1].number)
    identity, first = here[0] if here else ("", None)
    return WordsNow(
        version_number=closed.number,
        number=first.number if first else 0,
        segments=tuple(redline.words(observation.quote, " ".join(stand.plain for _, stand in here))),
        url=links.version_paragraph(slug, closed.number, first.section_slug, identity) if first else "",
        redline_url=links.redline_paragraph(slug, old, closed.number, target),
        is_removed=first is None,
        also=tuple(stand.number for _, stand in here[1:]),
        is_joined=first is not None and itself is None,
    )
