# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write first, sign in last: an application sent by who has not signed in waits for the code mailed to the address."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.models import Application, Call, WaitingApplication
from partners.services.application_mail import queue_code
from partners.services.applications import ApplicationRefused, DocumentMissing, check_open, save_draft, submit
from portal.core import codes, limits
from portal.core.accounts import SwitchedOff, account_for_verified_address
from portal.core.addresses import normalised
from portal.core.models import Area, OfficeSettings

if TYPE_CHECKING:
    from portal.core.models import User

MOST_WAITING = 3
KEPT_AFTER_CONFIRMATION = timedelta(days=1)


class WrongCode(ApplicationRefused):
    """Not the code that was mailed."""


class CodeExpired(ApplicationRefused):
    """No code is good any more."""


class KeyTaken(ApplicationRefused):
    """The form was used before, by another address."""


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """What came of a right code: sent, or kept as a draft because something is still missing."""

    application: Application
    user: User
    why_not_sent: str = ""


@transaction.atomic
def start_waiting(
    *, call: Call, values: dict[str, Any], email: str, key: str, moment: datetime, language: str
) -> WaitingApplication:
    """Keep what was sent until the code is typed, and mail it. The same for known and unknown addresses.

    :raises CallClosed: the call does not take applications now.
    :raises ApplicationRefused: too many wait for this address, or the key was used with another.
    """
    check_open(call, moment)
    address = normalised(email)
    known = WaitingApplication.objects.filter(key=key).first()
    if known is not None:
        if known.email != address:
            raise KeyTaken(_("Questa domanda è già stata inviata. Per farne un'altra apri una pagina nuova."))
        return known
    open_ones = WaitingApplication.objects.filter(email=address, confirmed_at=None, expires_at__gt=moment)
    if open_ones.count() >= MOST_WAITING:
        raise ApplicationRefused(_("Ci sono già domande che aspettano il codice mandato a questo indirizzo."))
    try:
        with transaction.atomic():
            waiting = _row(call, values, address, key, moment)
    except IntegrityError:
        return WaitingApplication.objects.get(key=key, email=address)
    _mail_code(waiting, moment=moment, language=language)
    return waiting


@transaction.atomic
def send_new_code(*, waiting: WaitingApplication, moment: datetime, language: str) -> None:
    """Mail another code; the earlier one opens nothing any more.

    :raises ApplicationRefused: too many were asked for, or it is no longer waiting.
    """
    if waiting.confirmed_at is not None or waiting.expires_at <= moment:
        raise CodeExpired(_("Il tempo per confermare è finito."))
    _mail_code(waiting, moment=moment, language=language)


def confirm(*, waiting: WaitingApplication, code: str, moment: datetime, language: str) -> Confirmed:
    """Send what waited, as received when it was written, for the account of the proved address.

    :raises WrongCode: it is not the code; the attempt is counted.
    :raises CodeExpired: no code is good any more.
    :raises ApplicationRefused: the call was closed when it was written, or the account is switched off.
    """
    user = _proved(waiting, code, moment)
    if user is None:
        raise WrongCode(_("Il codice non è giusto. Controlla le sei cifre e riprova."))
    return _taken_in(waiting, user, moment, language)


def erase_expired(moment: datetime) -> int:
    """Erase what nobody confirmed in time and the traces of what was confirmed a day ago; return how many rows."""
    expired = WaitingApplication.objects.filter(confirmed_at=None, expires_at__lte=moment)
    confirmed = WaitingApplication.objects.filter(confirmed_at__lte=moment - KEPT_AFTER_CONFIRMATION)
    return expired.delete()[0] + confirmed.delete()[0]


@transaction.atomic
def _proved(waiting: WaitingApplication, code: str, moment: datetime) -> User | None:
    """Nothing is raised for a wrong code: the attempt that was counted must be committed."""
    row = WaitingApplication.objects.select_for_update(of=("self",)).filter(pk=waiting.pk).first()
    if row is None or row.confirmed_at is not None or row.expires_at <= moment:
        raise CodeExpired(_("Il tempo per confermare è finito."))
    try:
        if not codes.verify(row.email, _purpose(row), code, moment=moment):
            return None
        return account_for_verified_address(row.email)
    except codes.Refused as error:
        raise CodeExpired(_("Questo codice non vale più. Chiedine uno nuovo.")) from error
    except SwitchedOff as error:
        raise ApplicationRefused(_("Il tuo accesso è stato disattivato: scrivi all'ufficio.")) from error


@transaction.atomic
def _taken_in(waiting: WaitingApplication, user: User, moment: datetime, language: str) -> Confirmed:
    values = dict(waiting.payload["values"])
    values["areas"] = list(Area.objects.filter(pk__in=values.pop("areas", [])))
    draft = save_draft(call=waiting.call, by=user, values=values, moment=waiting.sent_at)
    why = ""
    try:
        with transaction.atomic():
            draft = submit(application=draft, by=user, moment=moment, sent_at=waiting.sent_at, language=language)
    except (DocumentMissing, ApplicationRefused) as refusal:
        why = str(refusal.message)
    WaitingApplication.objects.filter(pk=waiting.pk).update(confirmed_at=moment, application=draft, payload={})
    return Confirmed(application=draft, user=user, why_not_sent=why)


def _row(call: Call, values: dict[str, Any], address: str, key: str, moment: datetime) -> WaitingApplication:
    stored = {**values, "areas": [area.pk for area in values.get("areas", [])]}
    return WaitingApplication.objects.create(
        call=call,
        key=key,
        token=secrets.token_urlsafe(32),
        email=address,
        payload={"values": stored},
        sent_at=moment,
        expires_at=moment + timedelta(minutes=OfficeSettings.load().waiting_minutes),
    )


def _mail_code(waiting: WaitingApplication, *, moment: datetime, language: str) -> None:
    try:
        code = codes.issue(waiting.email, _purpose(waiting), moment=moment)
    except limits.TooMany as error:
        raise ApplicationRefused(_("Hai chiesto troppi codici. Riprova fra un quarto d'ora.")) from error
    queue_code(waiting, code=code, language=language)


def _purpose(waiting: WaitingApplication) -> str:
    return f"application:{waiting.pk}"
