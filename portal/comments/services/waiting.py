# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write first, sign in last: what is sent waits for the code, and counts from the moment it was sent."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.comments import targets
from portal.comments.models import Observation, WaitingObservation
from portal.comments.services import attachments, guards, receipts
from portal.comments.services.submission import Draft, Submitted, submit
from portal.comments.targets import Target
from portal.core import codes, limits
from portal.core.accounts import SwitchedOff, account_for_verified_address
from portal.core.addresses import normalised
from portal.core.models import OfficeSettings

MOST_WAITING = 5
KEPT_AFTER_CONFIRMATION = timedelta(days=1)


class WrongCode(guards.WriteRefused):
    """Not the code that was mailed."""


class CodeExpired(guards.WriteRefused):
    """No code is good any more: a new one must be asked for."""


@transaction.atomic
def start_waiting(
    *, target: Target, draft: Draft, email: str, key: str, moment: datetime, language: str
) -> WaitingObservation:
    """Keep what was sent until the code is typed, and mail the code. The same for known and unknown addresses.

    A second call with the same key and address gives back the first row and mails nothing.

    :raises WindowClosed: nobody may write there at that moment.
    :raises NotReadable: the observation answered is not there to be read.
    :raises WriteRefused: too many wait for this address, or the key was used with another.
    """
    address = normalised(email)
    known = _same_key(key, address)
    if known is not None:
        return known
    targets.check_gate(target, moment=moment)
    if draft.parent_id is not None:
        guards.check_parent(draft.parent_id, scope=target.scope, target_kind=target.kind, target_id=target.identity)
    guards.check_passage(target, draft.chosen, proposed=draft.proposed, kind=draft.kind)
    _check_waiting(address, moment=moment)
    try:
        with transaction.atomic():
            waiting = _row(target=target, draft=draft, address=address, key=key, moment=moment)
    except IntegrityError:
        known = _same_key(key, address)
        if known is None:
            raise
        return known
    _mail_code(waiting, moment=moment, language=language)
    return waiting


@transaction.atomic
def send_new_code(*, waiting: WaitingObservation, moment: datetime, language: str, email: str = "") -> None:
    """Mail another code, to another address if one was mistyped; the earlier code opens nothing any more.

    :raises WriteRefused: too many were asked for, or it is no longer waiting.
    """
    address = normalised(email) or waiting.email
    mine = WaitingObservation.objects.filter(pk=waiting.pk, confirmed_at=None, expires_at__gt=moment)
    if not mine.update(email=address):
        raise CodeExpired(_("Il tempo per confermare è finito."))
    waiting.email = address
    _mail_code(waiting, moment=moment, language=language)


def confirm(*, waiting: WaitingObservation, code: str, moment: datetime) -> Submitted:
    """Take in what waited, as received when it was sent; its author is the account of the proved address.

    :raises WrongCode: it is not the code; the attempt is counted.
    :raises CodeExpired: no code is good any more.
    :raises WindowClosed: the window was not open when it was sent.
    :raises NotReadable: the observation answered is no longer there.
    :raises WriteRefused: banned, or too many.
    """
    submitted = _confirm(waiting=waiting, code=code, moment=moment)
    if submitted is None:
        raise WrongCode(_("Il codice non è giusto. Controlla le sei cifre e riprova."))
    return submitted


def erase_expired(moment: datetime) -> int:
    """Erase what nobody confirmed in time, and the traces of what was confirmed a day ago; return how many rows."""
    expired = WaitingObservation.objects.filter(confirmed_at=None, expires_at__lte=moment)
    confirmed = WaitingObservation.objects.filter(confirmed_at__lte=moment - KEPT_AFTER_CONFIRMATION)
    files = attachments.erase_held(moment)
    return files + expired.delete()[0] + confirmed.delete()[0]


@transaction.atomic
def _confirm(*, waiting: WaitingObservation, code: str, moment: datetime) -> Submitted | None:
    """Nothing is raised for a wrong code: the attempt that was counted must be committed."""
    row = WaitingObservation.objects.select_for_update(of=("self",)).filter(pk=waiting.pk).first()
    if row is None or row.confirmed_at is not None or row.expires_at <= moment:
        raise CodeExpired(_("Il tempo per confermare è finito."))
    try:
        if not codes.verify(row.email, _purpose(row), code, moment=moment):
            return None
    except codes.Refused as error:
        raise CodeExpired(_("Questo codice non vale più. Chiedine uno nuovo.")) from error
    try:
        author = account_for_verified_address(row.email)
    except SwitchedOff as error:
        raise guards.Banned(_("Il tuo accesso è stato disattivato: non puoi scrivere.")) from error
    submitted = submit(
        target=stored_target(row),
        draft=stored_draft(row),
        author=author,
        key=row.key,
        moment=moment,
        sent_at=row.sent_at,
    )
    WaitingObservation.objects.filter(pk=row.pk).update(
        confirmed_at=moment, observation=submitted.observation, payload={}
    )
    return submitted


def stored_draft(waiting: WaitingObservation) -> Draft:
    """Return what the person wrote."""
    return Draft(**waiting.payload["draft"])


def stored_target(waiting: WaitingObservation) -> Target:
    """Return what it was written about, as it was read then."""
    fields: dict[str, Any] = dict(waiting.payload["target"])
    closes_at = fields.pop("closes_at")
    return Target(**fields, notice=waiting.notice, closes_at=datetime.fromisoformat(closes_at) if closes_at else None)


def _row(*, target: Target, draft: Draft, address: str, key: str, moment: datetime) -> WaitingObservation:
    lasts = timedelta(minutes=OfficeSettings.load().waiting_minutes)
    return WaitingObservation.objects.create(
        key=key,
        token=secrets.token_urlsafe(32),
        email=address,
        scope=target.scope,
        payload={"draft": asdict(draft), "target": _as_stored(target)},
        notice=target.notice,
        sent_at=moment,
        expires_at=moment + lasts,
    )


def _as_stored(target: Target) -> dict[str, Any]:
    names = [name for name in Target.__dataclass_fields__ if name not in {"notice", "closes_at"}]
    stored: dict[str, Any] = {name: getattr(target, name) for name in names}
    stored["kinds"] = list(target.kinds)
    stored["categories"] = [[slug, str(label)] for slug, label in target.categories]
    stored["questions"] = [str(question) for question in target.questions]
    stored["closes_at"] = target.closes_at.isoformat() if target.closes_at else None
    return stored


def _mail_code(waiting: WaitingObservation, *, moment: datetime, language: str) -> None:
    try:
        code = codes.issue(waiting.email, _purpose(waiting), moment=moment)
    except limits.TooMany as error:
        raise guards.TooMany(_("Hai chiesto troppi codici. Riprova fra un quarto d'ora.")) from error
    receipts.queue_code(waiting, code=code, language=language)


def _purpose(waiting: WaitingObservation) -> str:
    return f"observation:{waiting.pk}"


def _check_waiting(address: str, *, moment: datetime) -> None:
    waiting = WaitingObservation.objects.filter(email=address, confirmed_at=None, expires_at__gt=moment)
    if waiting.count() >= MOST_WAITING:
        raise guards.TooMany(
            _("Ci sono già %(most)d testi che aspettano il codice mandato a questo indirizzo. Conferma prima quelli.")
            % {"most": MOST_WAITING}
        )


def _same_key(key: str, address: str) -> WaitingObservation | None:
    known = WaitingObservation.objects.filter(key=key).first()
    is_taken = (known is not None and known.email != address) or (
        known is None and Observation.objects.filter(key=key).exists()
    )
    if is_taken:
        raise guards.KeyTaken(_("Questo testo è già stato inviato. Per inviarne un altro apri una pagina nuova."))
    return known
