# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every write asks before it writes: who, how much, for whom. The window is asked of the target's policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from partners.queries import can_speak_for, collective_mandates, roles_in_seat, with_colleagues
from portal.comments.enums import Kind
from portal.comments.models import Ban, Observation, ObservationRevision
from portal.comments.passages import tidy
from portal.comments.queries.rows import readable_parent
from portal.comments.targets import Target
from portal.comments.xtd import deepest_level, lock_thread
from portal.core.models import OfficeSettings, User
from portal.ui.dates import in_full

A_DAY = timedelta(days=1)


class WriteRefused(Exception):  # noqa: N818 -- a rule of the house, not a fault
    """The person may not do this; `message` says why, in the language of who tried."""

    message = ""

    def __init__(self, message: str = "") -> None:
        self.message = message or self.message
        super().__init__(self.message)


class Banned(WriteRefused):
    """Moderators asked this person not to write for a time."""


class TooMany(WriteRefused):
    """More in a day than the office can read from one person."""


class NotYourVoice(WriteRefused):
    """No active mandate lets this person speak for that organisation."""


class ThroughTheLead(WriteRefused):
    """Several people speak for this organisation: it answers once, through who leads its response."""


class NotYours(WriteRefused):
    """Only who wrote it may do this."""


class OwnObservation(WriteRefused):
    """One does not agree with oneself, nor report oneself."""


class TooDeep(WriteRefused):
    """The thread has reached its deepest level."""


class WordsNotThere(WriteRefused):
    """The words chosen are not in the paragraph, or the proposal proposes nothing."""


class KeyTaken(WriteRefused):
    """Somebody else already used this form's key."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether a person may write at all."""

    is_active: bool
    is_banned: bool


def lock_writer(author: User, *, moment: datetime) -> Standing:
    """Lock the writer's row, so that two posts of one person wait for each other; return how the person stands."""
    banned = Exists(Ban.objects.active_at(moment).filter(user_id=OuterRef("pk")).order_by())
    # No key: whoever decides about this person's words meanwhile must be able to leave them a notice (a foreign key).
    locked = User.objects.select_for_update(no_key=True).filter(pk=author.pk).annotate(is_banned=banned)
    row = locked.values_list("is_active", "is_banned").first()
    return Standing(is_active=bool(row and row[0]), is_banned=bool(row and row[1]))


def check_standing(author: User, standing: Standing, *, moment: datetime) -> None:
    """Let through who may write.

    :raises Banned: the account is switched off, or moderators suspended it.
    """
    if not standing.is_active:
        raise Banned(_("Il tuo accesso è stato disattivato: non puoi scrivere."))
    ban = Ban.objects.active_at(moment).filter(user_id=author.pk).first() if standing.is_banned else None
    if ban is None:
        return
    if ban.until is None:
        raise Banned(_("I moderatori ti hanno sospeso: per ora non puoi scrivere. Motivo: %s") % ban.reason)
    told = _("I moderatori ti hanno sospeso: non puoi scrivere fino a %(until)s. Motivo: %(reason)s")
    raise Banned(told % {"until": in_full(ban.until), "reason": ban.reason})


def check_writer(author: User, *, moment: datetime) -> None:
    """Lock the writer's row and let through who may write.

    :raises Banned: the account is switched off, or moderators suspended it.
    """
    check_standing(author, lock_writer(author, moment=moment), moment=moment)


def check_rate(author: User, *, office: OfficeSettings, moment: datetime) -> None:
    """Let through who has not yet written too much in the last day, new versions of a text included.

    :raises TooMany: the office's limit is reached.
    """
    limit = office.observations_per_day
    is_recent = Q(observation__user_id=author.pk, created_at__gt=moment - A_DAY, observation__response__isnull=True)
    if ObservationRevision.objects.filter(is_recent).count() >= limit:
        raise TooMany(
            _("Hai scritto %(limit)d testi in un giorno: è il massimo. Riprova domani, il testo è qui sotto.")
            % {"limit": limit}
        )


def check_voice(author: User, voice_id: int | None, *, moment: datetime) -> None:
    """Let through who speaks for oneself, or holds an active mandate.

    :raises NotYourVoice: no active mandate allows it.
    """
    if voice_id is not None and not can_speak_for(author, voice_id, moment=moment):
        raise NotYourVoice(_("Non hai un mandato attivo per parlare a nome di questa organizzazione."))


def check_seat(author: User, seat_id: int | None, *, moment: datetime) -> str:
    """Let through who speaks for no seat, or holds one by an active mandate; return in what role it is held.

    :raises NotYourVoice: no active mandate allows it.
    """
    if seat_id is None:
        return ""
    held = next((one for one in collective_mandates(author, moment=moment) if one.seat_id == seat_id), None)
    if held is None:
        raise NotYourVoice(_("Non hai un mandato attivo per parlare a nome di questo seggio."))
    return held.role


def check_seat_then(seat_id: int | None, role: str, *, moment: datetime) -> None:
    """Let through a letter that comes from no seat, or from one that somebody held in this role when it came.

    :raises NotYourVoice: the register says that nobody did.
    """
    if seat_id is not None and role not in roles_in_seat(seat_id, moment=moment):
        raise NotYourVoice(_("Quel giorno, secondo il registro, nessuno parlava per questo seggio in questo ruolo."))


def check_voice_of(observation: Observation, author: User, *, moment: datetime) -> None:
    """Let through who may still speak for whom an observation speaks.

    :raises NotYourVoice: the mandate is over.
    """
    check_voice(author, observation.voice_id, moment=moment)
    check_seat(author, observation.seat_id, moment=moment)


def check_directly(voice_id: int | None, *, is_reply: bool, moment: datetime) -> None:
    """Let an organisation speak directly if one person speaks for it; replies in a conversation are always direct.

    :raises ThroughTheLead: several people speak for it.
    """
    if voice_id is not None and not is_reply and with_colleagues([voice_id], moment=moment):
        raise ThroughTheLead(
            _(
                "Per questa organizzazione parlate in più persone: scrivi nella bozza comune, "
                "e chi la guida invia la risposta ufficiale. Il tuo testo è qui sotto."
            )
        )


def check_passage(target: Target, chosen: tuple[int, int] | None, *, proposed: str, kind: str) -> None:
    """Let through words that stand in the paragraph, and a proposal that changes it.

    :raises WordsNotThere: they do not, or it does not.
    """
    if chosen is not None:
        start, end = chosen
        if target.kind != "paragraph" or not 0 <= start < end <= len(target.quote):
            raise WordsNotThere(_("Le parole scelte non sono nel paragrafo: sceglile di nuovo."))
    if proposed:
        check_proposal(target, proposed, kind=kind)


def check_proposal(target: Target, proposed: str, *, kind: str) -> None:
    """Let through new words for a paragraph.

    :raises WordsNotThere: they are those of today, or it is not a proposal for a paragraph.
    """
    if target.kind != "paragraph" or kind != Kind.PROPOSAL or tidy(proposed) == tidy(target.quote):
        raise WordsNotThere(_("Le parole proposte sono uguali a quelle del paragrafo."))


def check_parent(parent_id: int, *, scope: str, target_kind: str, target_id: str) -> Observation:
    """Lock the thread and return the observation that is answered.

    :raises NotReadable: it is not published, or it is about something else.
    :raises TooDeep: nobody may answer at that level.
    """
    parent = readable_parent(parent_id, scope=scope, target_kind=target_kind, target_id=target_id)
    lock_thread(parent.thread_id)
    if parent.level >= deepest_level():
        raise TooDeep(_("A questo punto della conversazione non si può più rispondere: scrivi una nuova osservazione."))
    return parent
