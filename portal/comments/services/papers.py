# SPDX-License-Identifier: AGPL-3.0-or-later
"""What came by other doors: paper, PEC, telephone, counter, tavolo. Staff type it in, nobody is impersonated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.comments import scopes, targets
from portal.comments.models import Observation
from portal.comments.services import guards
from portal.comments.services.submission import Submitted, create_row, record_arrival
from portal.comments.targets import Target, WindowClosed
from portal.core import uploads
from portal.core.clock import ROME
from portal.core.models import User

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

NOON = time(12, 0)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What staff copied from a letter, a call, a conversation. `received_at` is when it came, not when it was typed."""

    channel: str
    received_at: datetime
    text: str
    kind: str
    category: str = ""
    display_name: str = ""
    voice_id: int | None = None
    seat_id: int | None = None  # a collective seat; never with a partner
    seat_role: str = ""
    registry_number: str = ""
    file: UploadedFile[bytes] | None = None
    chosen: tuple[int, int] | None = None  # from which character to which of the paragraph; none: all of it
    proposed: str = ""  # the paragraph as the letter would have it


def enter_paper(*, target: Target, paper: Paper, by: User, key: str, moment: datetime) -> Submitted:
    """Take in what came by another door; the window is asked about the moment it came.

    A second call with the same key by the same person gives back the first one.

    What came after the close is taken in and says so: it is answered like the others, and counted apart.

    :raises WindowClosed: it came before the consultation opened.
    :raises uploads.FileRefused: the scan cannot be taken.
    :raises WriteRefused: the key is somebody else's, the words are not in the paragraph, nobody held the seat.
    """
    known = _same_key(key, by)
    if known is not None:
        return known
    try:
        return _enter(target=target, paper=paper, by=by, key=key, moment=moment)
    except IntegrityError:
        known = _same_key(key, by)
        if known is None:
            raise
        return known


@transaction.atomic
def _enter(*, target: Target, paper: Paper, by: User, key: str, moment: datetime) -> Submitted:
    observation = enter_one(target=target, paper=paper, by=by, key=key, moment=moment)
    return Submitted(observation=observation, is_new=True)


def enter_one(*, target: Target, paper: Paper, by: User, key: str, moment: datetime) -> Observation:
    """Add the row of a letter, in the transaction of who calls.

    :raises WindowClosed: it came before the consultation opened.
    :raises WordsNotThere: what it points to is not in the paragraph, or what it proposes is no other paragraph.
    :raises NotYourVoice: nobody held the seat that it comes from, in that role, when it came.
    """
    guards.check_seat_then(paper.seat_id, paper.seat_role, moment=paper.received_at)
    guards.check_passage(target, paper.chosen, proposed=paper.proposed, kind=paper.kind)
    is_late = came_late(target, paper.received_at)
    scan = uploads.store(file=paper.file, by=by) if paper.file else None
    observation = create_row(
        target=target,
        text=paper.text,
        proposed=paper.proposed,
        words_start=paper.chosen[0] if paper.chosen else None,
        words_end=paper.chosen[1] if paper.chosen else None,
        received_at=paper.received_at,
        moment=moment,
        key=key,
        kind=paper.kind,
        category=paper.category,
        channel=paper.channel,
        display_name=paper.display_name,
        name_choice="CHOSEN",
        voice_id=paper.voice_id,
        seat_id=paper.seat_id,
        seat_role=paper.seat_role,
        registry_number=paper.registry_number,
        received_date=paper.received_at.astimezone(ROME).date(),
        scan=scan,
        entered_by=by,
        is_late=is_late,
    )
    record_arrival(observation, by=by, moment=moment)
    return observation


def supposed(day: date, *, scope: str, moment: datetime) -> datetime:
    """Return when a letter came that day, if nobody wrote down the hour.

    Noon; on the day of the opening not before it, today not later than now. Of a day to come, noon of that day.
    """
    found = datetime.combine(day, NOON, tzinfo=ROME)
    known = scopes.told([scope], moment=moment).get(scope)
    if known is not None and known.opens_at.astimezone(ROME).date() == day:
        found = max(found, known.opens_at)
    return min(found, moment) if day == moment.astimezone(ROME).date() else found


def came_late(target: Target, received_at: datetime) -> bool:
    """Return whether a letter came after the close.

    :raises WindowClosed: it came before the consultation opened.
    """
    try:
        targets.check_gate(target, moment=received_at)
    except WindowClosed:
        scope = scopes.told([target.scope], moment=received_at).get(target.scope)
        if scope is None or received_at < scope.opens_at:
            raise
        return True
    return False


def _same_key(key: str, by: User) -> Submitted | None:
    known = Observation.objects.filter(key=key).first()
    if known is None:
        return None
    if known.entered_by_id != by.pk:
        raise guards.KeyTaken(_("Questo modulo è già stato usato. Aprine uno nuovo: il testo è qui sotto."))
    return Submitted(observation=known, is_new=False)
