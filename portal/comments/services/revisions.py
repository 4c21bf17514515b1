# SPDX-License-Identifier: AGPL-3.0-or-later
"""Changing one's own words, or taking them back, while the window is open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.comments import enums, signals, targets, xtd
from portal.comments.models import Observation, ObservationRevision
from portal.comments.queries.rows import latest_revision
from portal.comments.services import attachments, guards, tell
from portal.comments.targets import Target
from portal.core import audit
from portal.core.models import OfficeSettings, User

LIVING = (enums.State.PENDING, enums.State.PUBLISHED)


class AlreadyGone(guards.WriteRefused):
    """It was withdrawn or hidden: it cannot be changed any more."""


@transaction.atomic
def revise(
    *, observation: Observation, target: Target, text: str, author: User, moment: datetime,
    proposed: str = "", removed_files: Collection[int] = (),
) -> ObservationRevision:  # fmt: skip
    """Keep new words. Where moderation comes first, the published ones stay until the new ones are approved.

    A double click changes nothing. Files held under `files_key` come, and wait, with the new words.

    :raises WindowClosed: nobody may write there at that moment.
    :raises WriteRefused: not the author, banned, too many, the observation is gone, or a proposal changes nothing.
    """
    guards.check_writer(author, moment=moment)
    current = _own_living(observation.pk, author)
    guards.check_voice_of(current, author, moment=moment)
    targets.check_gate(target, moment=moment)
    latest = latest_revision(current)
    proposed = proposed or latest.proposed
    is_same = (latest.text, latest.proposed) == (text, proposed)
    if is_same and not removed_files and not attachments.are_held(files_key(current)):
        return latest
    if proposed != latest.proposed:
        guards.check_proposal(targets.remembered(current), proposed, kind=current.kind)
    guards.check_rate(author, office=OfficeSettings.load(), moment=moment)
    waits = current.state == enums.State.PUBLISHED and target.is_premoderated
    revision = _add_revision(current, latest, text=text, proposed=proposed, waits=waits, moment=moment)
    if not waits:
        _put_in_force(current, revision)
    is_public = current.state == enums.State.PUBLISHED and not waits
    changed = _change_files(current, revision, removed_files, by=author, is_public=is_public)
    _record(current, revision, by=author, files=changed)
    if waits:
        tell.tell_moderators(current, moment=moment)
    else:
        tell.refresh_branch(current)
    return revision


@transaction.atomic
def withdraw(*, observation: Observation, target: Target, author: User, moment: datetime) -> None:
    """Take an observation back: a tombstone keeps the thread.

    :raises WindowClosed: the window is over, what was said stays.
    :raises WriteRefused: not the author, banned, or it was already gone.
    """
    guards.check_writer(author, moment=moment)
    current = _own_living(observation.pk, author)
    guards.check_voice_of(current, author, moment=moment)
    targets.check_gate(target, moment=moment)
    living = Observation.objects.filter(pk=current.pk, state__in=LIVING)
    if not living.update(state=enums.State.WITHDRAWN):
        raise AlreadyGone(_("Questa osservazione non c'è già più."))
    xtd.set_public(current.pk, is_public=False)
    current.revisions.filter(state=enums.RevisionState.PENDING).update(state=enums.RevisionState.SUPERSEDED)
    audit.record(
        actor=author,
        action="observation.withdrawn",
        target=current,
        partner_id=current.voice_id,
        before={"state": current.state},
        after={"state": enums.State.WITHDRAWN},
    )
    tell.refresh_branch(current, signal=signals.observation_withdrawn)


def _change_files(
    current: Observation, revision: ObservationRevision, removed: Collection[int], *, by: User, is_public: bool
) -> dict[str, int]:
    taken_away = attachments.remove(current, removed) if removed else 0
    added = attachments.take_in(
        current,
        key=files_key(current),
        author=by,
        revision_number=revision.number,
        is_public=is_public,
        moment=revision.created_at,
    )
    return {"files": added, "files_removed": taken_away}


def _record(current: Observation, revision: ObservationRevision, *, by: User, files: dict[str, int]) -> None:
    audit.record(
        actor=by,
        action="observation.revised",
        target=current,
        partner_id=current.voice_id,
        before={"revision": revision.number - 1},
        after={"revision": revision.number, "state": revision.state, **files},
    )


def files_key(observation: Observation) -> str:
    """Return the key under which files for new words of an observation are held."""
    return f"revision-of-{observation.pk}"


def _own_living(pk: int, author: User) -> Observation:
    current = Observation.objects.select_for_update(of=("self",)).get(pk=pk)
    if current.user_id != author.pk:
        raise guards.NotYours(_("Solo chi l'ha scritta può farlo."))
    if current.state not in LIVING:
        raise AlreadyGone(_("Questa osservazione è stata ritirata o non è pubblicata: non si può più cambiare."))
    return current


def _add_revision(
    current: Observation, latest: ObservationRevision, *, text: str, proposed: str, waits: bool, moment: datetime
) -> ObservationRevision:
    is_first_reading = current.state == enums.State.PENDING
    current.revisions.filter(state=enums.RevisionState.PENDING).update(state=enums.RevisionState.SUPERSEDED)
    if not waits:
        current.revisions.filter(state=enums.RevisionState.APPROVED).update(state=enums.RevisionState.SUPERSEDED)
    to_read = waits or is_first_reading
    return ObservationRevision.objects.create(
        observation=current,
        number=latest.number + 1,
        text=text,
        proposed=proposed,
        state=enums.RevisionState.PENDING if to_read else enums.RevisionState.APPROVED,
        created_at=moment,
    )


def _put_in_force(current: Observation, revision: ObservationRevision) -> None:
    Observation.objects.filter(pk=current.pk).update(revision_number=revision.number)
    xtd.set_words(current.pk, revision.text)
