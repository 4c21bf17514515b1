# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Sono d'accordo» (not a vote), and asking the moderators to look."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.comments import targets
from portal.comments.models import Observation, Report, Support
from portal.comments.services import guards, tell
from portal.comments.targets import Target
from portal.core import audit, copies
from portal.core.models import User


@transaction.atomic
def support(*, observation: Observation, target: Target, user: User, moment: datetime) -> bool:
    """Say «sono d'accordo»; return whether this call said it (twice is once).

    :raises WindowClosed: the window is over.
    :raises WriteRefused: banned, or one's own observation.
    """
    _check_opinion(observation, target, user, moment=moment)
    _row, is_new = Support.objects.get_or_create(observation_id=observation.pk, user=user)
    if is_new:
        audit.record(actor=user, action="observation.supported", target=observation)
        copies.forget()
    return is_new


@transaction.atomic
def take_back_support(*, observation: Observation, target: Target, user: User, moment: datetime) -> bool:
    """Say no more «sono d'accordo»; return whether this call took it back.

    :raises WindowClosed: the window is over.
    :raises WriteRefused: banned, or one's own observation.
    """
    _check_opinion(observation, target, user, moment=moment)
    deleted, _by_model = Support.objects.filter(observation_id=observation.pk, user=user).delete()
    if deleted:
        audit.record(actor=user, action="observation.support_taken_back", target=observation)
        copies.forget()
    return bool(deleted)


@transaction.atomic
def report(*, observation: Observation, user: User, reason: str, text: str, moment: datetime) -> bool:
    """Ask the moderators to look at a published observation; return whether this call asked (once for each person).

    :raises WriteRefused: banned, or one's own observation.
    """
    guards.check_writer(user, moment=moment)
    if observation.user_id == user.pk:
        raise guards.OwnObservation(_("È una tua osservazione: se non la vuoi più puoi ritirarla."))
    row, is_new = Report.objects.get_or_create(
        observation_id=observation.pk, user=user, defaults={"reason": reason, "text": text}
    )
    if is_new:
        audit.record(actor=user, action="observation.reported", target=observation, after={"report": row.pk})
        tell.tell_of_report(observation)
    return is_new


def _check_opinion(observation: Observation, target: Target, user: User, *, moment: datetime) -> None:
    guards.check_writer(user, moment=moment)
    targets.check_gate(target, moment=moment)
    if observation.user_id == user.pk:
        raise guards.OwnObservation(_("È una tua osservazione: chi l'ha scritta è già d'accordo."))
