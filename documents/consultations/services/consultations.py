# SPDX-License-Identifier: AGPL-3.0-or-later
"""Preparing a consultation, opening its window, moving its closing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.consultations import links
from documents.consultations.models import (
    Category,
    Consultation,
    GuidingQuestion,
    Material,
    Section,
    SectionWindow,
    Text,
    Window,
    WindowChange,
)
from documents.consultations.models.consultation import SHORTEST_REASON
from documents.consultations.queries import people
from documents.consultations.queries.categories import uses_of
from documents.consultations.search_kinds import CONSULTATION
from portal.core import audit, copies
from portal.notifications.services import notify
from portal.ui.dates import day_in_rome
from search import feed

if TYPE_CHECKING:
    from documents.library.models import Document
    from portal.core.models import User


class AlreadyAnnounced(Exception):  # noqa: N818 -- a fact about the consultation
    """The public already knows it: its text and version cannot change any more."""


class ClosesBeforeOpening(Exception):  # noqa: N818 -- a fact about two dates
    """The closing does not come after the opening."""


class ClosesInThePast(Exception):  # noqa: N818 -- a fact about a date
    """The closing is already over: nobody could write."""


class OverlappingWindows(Exception):  # noqa: N818 -- a fact about the calendar
    """Another window of the same text is open in that time."""


class AnswersBeforeClosing(Exception):  # noqa: N818 -- a fact about two dates
    """The answers are promised before the last person could write."""


class AlreadyOver(Exception):  # noqa: N818 -- a fact about the consultation
    """The window has closed, somebody moved it first, or the results are published."""


class SectionLeftOut(Exception):  # noqa: N818 -- a fact about two dates
    """A section has dates of its own that begin after the new closing."""


class ReasonTooShort(Exception):  # noqa: N818 -- a fact about what was typed
    """Whoever wanted to write must be told why the time changed."""


@transaction.atomic
def save(
    *,
    consultation: Consultation,
    questions: Sequence[tuple[Section | None, str]],
    materials: Iterable[Document],
    by: User,
    categories: Sequence[tuple[str, str]] | None = None,
    only_sections: Iterable[Section] | None = None,
) -> Consultation:
    """Keep a consultation as it was written, with its guiding questions and materials in order; return it.

    `categories` are slugs with their labels, in order; without them those of before stay.

    :raises AlreadyAnnounced: text or version differ from what the public was asked about.
    """
    is_new = consultation.pk is None
    before = None if is_new else _frozen_facts(consultation)
    consultation.save()
    consultation.questions.all().delete()
    GuidingQuestion.objects.bulk_create(
        GuidingQuestion(consultation=consultation, section=section, question=question, position=position)
        for position, (section, question) in enumerate(questions)
    )
    _keep_materials(consultation, materials)
    if only_sections is not None:
        consultation.only_sections.set(only_sections)
    if categories is not None:
        _keep_categories(consultation, categories)
    audit.record(
        actor=by,
        action="consultation.created" if is_new else "consultation.edited",
        target=consultation,
        before=before,
        after=_facts(consultation),
    )
    tell_pages(consultation)
    return consultation


@transaction.atomic
def open_window(
    *, consultation: Consultation, opens_at: datetime, closes_at: datetime, by: User, moment: datetime
) -> Window:
    """Announce a consultation: from the opening instant to the closing one anybody may write.

    :raises ClosesBeforeOpening: the dates are inverted.
    :raises ClosesInThePast: the closing is over.
    :raises AlreadyOver: the results are already published.
    :raises OverlappingWindows: the same text is already open in that time.
    :raises AnswersBeforeClosing: the answers are promised for a day that comes before the closing.
    """
    if closes_at <= opens_at:
        raise ClosesBeforeOpening
    if closes_at <= moment:
        raise ClosesInThePast
    due = consultation.answers_due_date
    if due is not None and due <= day_in_rome(closes_at):
        raise AnswersBeforeClosing
    lock_text(consultation)
    if Consultation.objects.filter(pk=consultation.pk, results_published_at__isnull=False).exists():
        raise AlreadyOver
    _refuse_overlap(consultation, opens_at, closes_at)
    window = Window.objects.create(consultation=consultation, opens_at=opens_at, closes_at=closes_at)
    audit.record(
        actor=by,
        action="consultation.opened",
        target=consultation,
        after={"opens_at": opens_at, "closes_at": closes_at},
    )
    tell_pages(consultation)
    return window


@transaction.atomic
def move_closing(*, window: Window, closes_at: datetime, reason: str, by: User, moment: datetime) -> WindowChange:
    """Give more time, or less, for a reason that everybody may read; tell who has written.

    :raises ReasonTooShort: the reason has fewer than fifteen characters.
    :raises ClosesBeforeOpening: the new closing does not come after the opening.
    :raises ClosesInThePast: the new closing is before this moment.
    :raises AlreadyOver: the window has closed, or somebody moved it first.
    :raises OverlappingWindows: another window of the same text is open then.
    :raises SectionLeftOut: a section was to open only after the new closing.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShort
    if closes_at <= window.opens_at:
        raise ClosesBeforeOpening
    if closes_at < moment:
        raise ClosesInThePast
    consultation = window.consultation
    lock_text(consultation)
    _refuse_overlap(consultation, window.opens_at, closes_at, besides=window.pk)
    old = window.closes_at
    same = Window.objects.filter(pk=window.pk, closes_at=old, closes_at__gt=moment)
    if not same.update(closes_at=closes_at):
        raise AlreadyOver
    _cut_sections(window, closes_at)
    due = consultation.answers_due_date
    if due is not None and due <= day_in_rome(closes_at):
        raise AnswersBeforeClosing
    change = WindowChange.objects.create(
        window=window,
        old_closes_at=old,
        new_closes_at=closes_at,
        reason=reason.strip(),
        decided_by=by,
        decided_at=moment,
    )
    record_and_tell(change, consultation, by)
    return change


def _keep_materials(consultation: Consultation, materials: Iterable[Document]) -> None:
    Material.objects.filter(consultation=consultation).delete()
    Material.objects.bulk_create(
        Material(consultation=consultation, document=document, position=position)
        for position, document in enumerate(materials)
    )


def _keep_categories(consultation: Consultation, categories: Sequence[tuple[str, str]]) -> None:
    in_use = uses_of(consultation)
    slugs = {slug for slug, _label in categories}
    consultation.categories.exclude(slug__in=slugs | in_use.keys()).delete()
    for position, (slug, label) in enumerate(categories):
        Category.objects.update_or_create(
            consultation=consultation, slug=slug, defaults={"label": label, "position": position}
        )


def _cut_sections(window: Window, closes_at: datetime) -> None:
    """A section never outlives its window: those that would are cut; those that would never open stop everything."""
    sections = SectionWindow.objects.filter(window=window)
    if sections.filter(opens_at__gte=closes_at).exists():
        raise SectionLeftOut
    sections.filter(closes_at__gt=closes_at).update(closes_at=closes_at)


def record_and_tell(change: WindowChange, consultation: Consultation, by: User) -> None:
    """Write down that a closing moved and tell who wrote and who follows, once."""
    is_longer = change.is_extension
    event = "consultation.extended" if is_longer else "consultation.shortened"
    audit.record(
        actor=by,
        action=event,
        target=consultation,
        before={"closes_at": change.old_closes_at},
        after={"closes_at": change.new_closes_at},
        reason=change.reason,
    )
    subject = _("C'è più tempo per scrivere") if is_longer else _("La consultazione si chiude prima")
    notify(
        recipients=people.who_is_told(consultation),
        event=event,
        subject=subject,
        url=links.stored(links.consultation, consultation),
        context={"consultation": consultation.pk, "change": change.pk},
        key=f"window-change:{change.pk}",
    )
    tell_pages(consultation)


def tell_pages(consultation: Consultation) -> None:
    """Have the index and the copies of pages look again."""
    feed.refresh(CONSULTATION, [consultation.pk])
    copies.forget()


def lock_text(consultation: Consultation) -> None:
    """Lock the text, so that two changes of its calendar wait for each other."""
    Text.objects.select_for_update().get(pk=consultation.text_id)


def _refuse_overlap(consultation: Consultation, opens_at: datetime, closes_at: datetime, *, besides: int = 0) -> None:
    others = Window.objects.filter(consultation__text_id=consultation.text_id).exclude(pk=besides)
    if others.filter(opens_at__lt=closes_at, closes_at__gt=opens_at).exists():
        raise OverlappingWindows


def _frozen_facts(consultation: Consultation) -> dict[str, object]:
    old = Consultation.objects.select_for_update().get(pk=consultation.pk)
    asked_something_else = (old.text_id, old.version_id) != (consultation.text_id, consultation.version_id)
    if asked_something_else and old.windows.exists():
        raise AlreadyAnnounced
    return _facts(old)


def _facts(consultation: Consultation) -> dict[str, object]:
    names = (
        "text_id", "version_id", "title", "answers_due_date", "purpose", "negotiable", "not_negotiable", "who_decides",
        "office",
        "responsible_officer", "responsible_contact", "notice_id", "is_premoderated", "evaluation",
    )  # fmt: skip
    return {name: getattr(consultation, name) for name in names}
