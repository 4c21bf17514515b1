# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sending an observation: once, in time, by who may."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.comments import enums, signals, targets, xtd
from portal.comments.models import Observation, ObservationRevision
from portal.comments.services import attachments, guards, receipts, tell
from portal.comments.targets import Target
from portal.core import audit
from portal.core.models import OfficeSettings, User

# Without letters that are mistaken for others when read from paper: 16 of 32 signs, 80 bits.
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 16


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a person wants to say."""

    text: str
    kind: str = enums.Kind.OBSERVATION
    category: str = ""
    name_choice: str = enums.NameChoice.INITIALS
    display_name: str = ""
    capacity: str = ""
    voice_id: int | None = None
    seat_id: int | None = None  # a collective seat; never with a partner
    parent_id: int | None = None
    chosen: tuple[int, int] | None = None  # some words of the paragraph, by characters
    proposed: str = ""  # the paragraph as it should be; the reason is `text`

    def __post_init__(self) -> None:
        """Take back as a pair what was kept as a list."""
        if self.chosen is not None:
            object.__setattr__(self, "chosen", tuple(self.chosen))


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """The observation that stands in the books, and whether this very call put it there."""

    observation: Observation
    is_new: bool


def submit(
    *, target: Target, draft: Draft, author: User, key: str, moment: datetime, sent_at: datetime | None = None
) -> Submitted:
    """Take an observation in; a second call with the same key by the same person gives back the first one.

    `sent_at` is when it was sent, for what waited for a code: the window is asked about that moment.

    :raises WindowClosed: nobody may write there at that moment.
    :raises NotReadable: the observation answered is not there to be read.
    :raises WriteRefused: banned, too many, not one's voice, too deep, or the key is somebody else's.
    """
    try:
        return _submit(target=target, draft=draft, author=author, key=key, moment=moment, sent_at=sent_at or moment)
    except IntegrityError:
        known = _same_key(key, author)
        if known is None:
            raise
        return known


@transaction.atomic
def _submit(*, target: Target, draft: Draft, author: User, key: str, moment: datetime, sent_at: datetime) -> Submitted:
    standing = guards.lock_writer(author, moment=moment)
    known = _same_key(key, author)  # the other half of a double click has waited for the lock
    if known is not None:
        return known
    guards.check_standing(author, standing, moment=moment)
    targets.check_gate(target, moment=sent_at)
    office = OfficeSettings.load()
    guards.check_rate(author, office=office, moment=moment)
    guards.check_voice(author, draft.voice_id, moment=moment)
    guards.check_directly(draft.voice_id, is_reply=draft.parent_id is not None, moment=moment)
    guards.check_passage(target, draft.chosen, proposed=draft.proposed, kind=draft.kind)
    observation = create_row(
        target=target,
        text=draft.text,
        proposed=draft.proposed,
        words_start=draft.chosen[0] if draft.chosen else None,
        words_end=draft.chosen[1] if draft.chosen else None,
        received_at=sent_at,
        moment=moment,
        parent_id=_checked_parent(target, draft),
        user=author,
        key=key,
        kind=draft.kind,
        category=draft.category,
        name_choice=draft.name_choice,
        display_name=draft.display_name,
        capacity=draft.capacity,
        voice_id=draft.voice_id,
        seat_id=draft.seat_id,
        seat_role=guards.check_seat(author, draft.seat_id, moment=moment),
    )
    attachments.take_in(observation, key=key, author=author, moment=moment, is_public=observation.is_published)
    record_arrival(observation, by=author, moment=moment)
    receipts.queue_receipt(observation, to=author.email, target=target, office=office, language=author.language)
    return Submitted(observation=observation, is_new=True)


def create_row(
    *,
    target: Target,
    text: str,
    received_at: datetime,
    moment: datetime,
    parent_id: int = 0,
    proposed: str = "",
    **fields: Any,
) -> Observation:
    """Add the row and its first revision, waiting for a moderator or published at once as the target says."""
    state = enums.State.PENDING if target.is_premoderated else enums.State.PUBLISHED
    model = targets.policy_for(target.kind).content_type_model()
    observation = Observation(
        **xtd.library_fields(model=model, identity=target.identity),
        comment=text,
        submit_date=received_at,
        parent_id=parent_id,
        is_public=state == enums.State.PUBLISHED,
        state=state,
        published_at=moment if state == enums.State.PUBLISHED else None,
        received_at=received_at,
        receipt_code=new_receipt_code(),
        scope=target.scope,
        target_kind=target.kind,
        target_id=target.identity,
        section_id=target.section_identity,
        target_label=target.label,
        version_number=target.version_number,
        quote=target.quote,
        notice=target.notice,
        **fields,
    )
    xtd.insert(observation)
    _first_revision(observation, text=text, proposed=proposed, is_read_first=target.is_premoderated)
    return observation


def _first_revision(observation: Observation, *, text: str, proposed: str, is_read_first: bool) -> None:
    ObservationRevision.objects.create(
        observation=observation,
        number=1,
        text=text,
        proposed=proposed,
        state=enums.RevisionState.PENDING if is_read_first else enums.RevisionState.APPROVED,
        created_at=observation.received_at,
    )


def record_arrival(observation: Observation, *, by: User, moment: datetime) -> None:
    """Write down that it came, and tell whoever must know."""
    audit.record(
        actor=by, action="observation.received", target=observation, partner_id=observation.voice_id,
        after={"seat": observation.seat_id} if observation.seat_id else None,
    )  # fmt: skip
    if observation.is_published:
        tell.refresh_branch(observation, signal=signals.observation_published)
        tell.tell_author_published(observation)
    else:
        tell.tell_moderators(observation, moment=moment)
        tell.refresh_one(observation)


def new_receipt_code() -> str:
    """Return a code that nobody can guess and anyone can read from paper: `K7QM-3XPD-92RA-T4WE`."""
    signs = "".join(secrets.choice(CODE_SIGNS) for _place in range(CODE_LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def _same_key(key: str, author: User) -> Submitted | None:
    known = Observation.objects.select_related("voice", "seat").filter(key=key).first()
    if known is None:
        return None
    if author.pk not in {known.user_id, known.entered_by_id}:
        raise guards.KeyTaken(_("Questo modulo è già stato usato. Aprine uno nuovo: il testo è qui sotto."))
    return Submitted(observation=known, is_new=False)


def _checked_parent(target: Target, draft: Draft) -> int:
    if draft.parent_id is None:
        return 0
    parent = guards.check_parent(
        draft.parent_id, scope=target.scope, target_kind=target.kind, target_id=target.identity
    )
    return int(parent.pk)
