# SPDX-License-Identifier: AGPL-3.0-or-later
"""«È mia»: who brought a letter takes it as one's own with the code on the slip. The words stay as they are."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.comments import enums, xtd
from portal.comments.models import ClaimCode, Observation
from portal.comments.services import guards
from portal.comments.services.submission import CODE_LENGTH, CODE_SIGNS, new_receipt_code
from portal.core import audit, copies
from portal.core.models import User


class CodeNotGood(guards.WriteRefused):
    """Wrong, used, revoked: whoever types it is told the same."""


class NotClaimable(guards.WriteRefused):
    """It came from the site, or somebody has already taken it as one's own."""


@transaction.atomic
def issue_code(*, observation: Observation, by: User, moment: datetime) -> str:
    """Return a new code for the slip of a letter; an earlier one that was not used is good no more.

    :raises NotClaimable: it did not come by another door, or it has its author.
    """
    row = Observation.objects.select_for_update(of=("self",)).get(pk=observation.pk)
    if row.channel == enums.Channel.WEB or row.user_id is not None or row.state == enums.State.WITHDRAWN:
        raise NotClaimable(_("Chi l'ha scritta è già conosciuto: non serve un codice."))
    _in_force(row).update(revoked_at=moment)
    code = new_receipt_code()
    made = ClaimCode.objects.create(observation=row, code_hash=hash_of(code), issued_by=by, issued_at=moment)
    audit.record(actor=by, action="claim.issued", target=row, after={"claim": made.pk})
    return code


@transaction.atomic
def revoke_code(*, observation: Observation, by: User, moment: datetime) -> bool:
    """Make the code of a letter good no more; return whether there was one in force."""
    row = Observation.objects.select_for_update(of=("self",)).get(pk=observation.pk)
    if not _in_force(row).update(revoked_at=moment):
        return False
    audit.record(actor=by, action="claim.revoked", target=row)
    return True


def claim(*, code: str, by: User, moment: datetime) -> Observation:
    """Give a letter its author; a second press by the same person gives back the same letter.

    :raises CodeNotGood: it is wrong, used or revoked.
    :raises Banned: the person's account is switched off.
    """
    try:
        return _claim(code=code, by=by, moment=moment)
    except IntegrityError as error:
        raise _not_good() from error


@transaction.atomic
def _claim(*, code: str, by: User, moment: datetime) -> Observation:
    if not by.is_active:
        raise guards.Banned(_("Il tuo accesso è stato disattivato."))
    found = ClaimCode.objects.filter(code_hash=hash_of(code)).first()
    if found is None:
        raise _not_good()
    free = ClaimCode.objects.filter(pk=found.pk, used_at__isnull=True, revoked_at__isnull=True)
    if not free.update(used_at=moment, used_by=by):
        mine = ClaimCode.objects.filter(pk=found.pk, used_by=by).select_related("observation").first()
        if mine is None:
            raise _not_good()
        taken: Observation = mine.observation
        return taken
    if not xtd.set_author(found.observation_id, by.pk):
        raise _not_good()
    observation: Observation = Observation.objects.get(pk=found.observation_id)
    audit.record(actor=by, action="claim.used", target=observation, after={"claim": found.pk})
    copies.forget()
    return observation


def hash_of(code: str) -> str:
    """Return what is kept of a code: 80 bits of chance need no salt. Dashes, spaces and case do not count."""
    signs = "".join(sign for sign in code.upper() if sign in CODE_SIGNS)
    return hashlib.sha256(f"claim:{signs[: CODE_LENGTH * 2]}".encode()).hexdigest()


def _in_force(observation: Observation) -> QuerySet[ClaimCode]:
    return ClaimCode.objects.filter(observation=observation, used_at__isnull=True, revoked_at__isnull=True)


def _not_good() -> CodeNotGood:
    return CodeNotGood(_("Questo codice non vale. Ricontrolla lettere e numeri, o chiedine uno nuovo all'ufficio."))
