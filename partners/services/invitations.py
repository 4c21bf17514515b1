# SPDX-License-Identifier: AGPL-3.0-or-later
"""Inviting people by e-mail; see Note [An invitation opens only for its address] in `partners.models.invitation`."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from partners.enums import InvitationKind, MandateRole
from partners.models import Expert, Invitation, Mandate, Partner
from partners.models.mandate import WHOLE_DISTRICT, day_of
from partners.queries.people import managing_mandate
from partners.services.experts import health_roles_follow
from partners.services.mandates import revoke_mandate, save_mandate
from partners.services.seats import give_seat
from portal.core import audit, copies
from portal.core.addresses import normalised
from portal.notifications.rendering import rendered
from portal.notifications.services import queue_mail

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from portal.core.models import User

LASTS: Final = timedelta(days=14)
MOST_OPEN: Final = 15


class InvitationRefused(Exception):  # noqa: N818 -- a refusal, not a fault
    """It cannot be done; the message says why."""

    def __init__(self, message: StrOrPromise) -> None:
        super().__init__(message)
        self.message = message


class NotManager(InvitationRefused):
    """The person does not manage the people of this organisation, or gives more than they hold."""


class TooManyInvitations(InvitationRefused):
    """Many invitations of this organisation still wait."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a person is invited to do for an organisation."""

    email: str
    role: MandateRole
    can_speak: bool = True
    can_vote: bool = False
    can_sign: bool = False
    scope: str = WHOLE_DISTRICT
    ends_on: date | None = None


def fingerprint_of(token: str) -> str:
    """Return what is stored of a token."""
    return hmac.new(settings.SECRET_KEY.encode(), f"invitation:{token}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def invite(*, invitation: Invitation, by: User | None, moment: datetime) -> str:
    """Keep an invitation and mail its link; an earlier one that waits for the same address and thing ends.

    Return the token, for tests and nobody else.

    :raises TooManyInvitations: many of this organisation still wait.
    """
    token = secrets.token_urlsafe(32)
    invitation.email = normalised(invitation.email)
    invitation.fingerprint, invitation.invited_by = fingerprint_of(token), by
    invitation.created_at, invitation.expires_at = moment, moment + LASTS
    if invitation.partner_id is not None:
        Partner.objects.select_for_update().get(pk=invitation.partner_id)
    open_ones = Invitation.objects.open_at(moment).filter(partner=invitation.partner, kind=invitation.kind)
    open_ones.filter(email=invitation.email, seat=invitation.seat, scope=invitation.scope).update(revoked_at=moment)
    if invitation.partner_id is not None and open_ones.filter(revoked_at=None).count() >= MOST_OPEN:
        raise TooManyInvitations(_("Ci sono già molti inviti che aspettano: ritirane qualcuno prima."))
    invitation.save()
    audit.record(
        actor=by, action="invitation.sent", target=invitation, partner_id=invitation.partner_id,
        after={"email": invitation.email, "role": invitation.role},
    )  # fmt: skip
    _mail(invitation, token)
    return token


@transaction.atomic
def invite_person(*, partner: Partner, offer: Offer, by: User, moment: datetime) -> str:
    """Invite somebody to act for an organisation, as who represents it by law may: never more than the own powers.

    :raises NotManager: the person does not manage its people now, or would give more than they hold.
    :raises TooManyInvitations: many still wait.
    """
    own = managing_mandate(by, partner, moment=moment)
    if own is None:
        raise NotManager(_("Solo chi rappresenta l'organizzazione per legge invita altre persone."))
    _check_within(own, offer)
    if normalised(offer.email) == normalised(by.email):
        raise NotManager(_("Non puoi invitare te: i tuoi poteri li dà l'ufficio."))
    invitation = Invitation(
        kind=InvitationKind.PERSON, partner=partner, email=offer.email, role=offer.role, can_speak=offer.can_speak,
        can_vote=offer.can_vote, can_sign=offer.can_sign, scope=offer.scope, starts_on=day_of(moment),
        ends_on=offer.ends_on or own.last_day, act_body=str(gettext_lazy("Rappresentante legale")),
    )  # fmt: skip
    return invite(invitation=invitation, by=by, moment=moment)


@transaction.atomic
def invite_expert(*, invitation: Invitation, by: User, moment: datetime) -> str:
    """Invite an expert for a time; no vote, no signature."""
    invitation.kind = InvitationKind.EXPERT
    invitation.can_vote = invitation.can_sign = False
    return invite(invitation=invitation, by=by, moment=moment)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, moment: datetime) -> None:
    """Take an invitation back: its link opens nothing any more.

    :raises InvitationRefused: it was accepted or revoked before.
    """
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not waiting.update(revoked_at=moment):
        raise InvitationRefused(_("Questo invito non aspetta più."))
    audit.record(actor=by, action="invitation.revoked", target=invitation, partner_id=invitation.partner_id)


@transaction.atomic
def end_person(*, mandate: Mandate, by: User, moment: datetime) -> None:
    """End the mandate of somebody of the own organisation, at once; one's own may be ended too.

    :raises NotManager: the person does not manage its people, or it is of another who represents it by law.
    """
    if mandate.user_id != by.pk:
        own = managing_mandate(by, mandate.partner, moment=moment)
        if own is None or mandate.role == MandateRole.LEGAL_REPRESENTATIVE or mandate.seat_id is not None:
            raise NotManager(_("Questo mandato lo può chiudere solo l'ufficio."))
    revoke_mandate(mandate=mandate, by=by, moment=moment)


@transaction.atomic
def accept(*, invitation: Invitation, user: User, moment: datetime) -> Mandate | Expert:
    """Take up what one was invited to; the person has proved the invited address. Once.

    :raises InvitationRefused: it is over, was taken back or accepted, or the address is not this person's.
    """
    if not owns_address(user, invitation.email):
        raise InvitationRefused(_("Questo invito è per un altro indirizzo."))
    if not _still_stands(invitation, moment):
        raise InvitationRefused(_("Chi ti ha invitato non può più farlo: chiedi un nuovo invito."))
    mine = Invitation.objects.open_at(moment).filter(pk=invitation.pk)
    if not mine.update(accepted_at=moment, accepted_by=user):
        raise InvitationRefused(_("Questo invito non vale più."))
    given = _given(invitation, user, moment)
    if invitation.role == MandateRole.HEALTH_REFERENT:
        health_roles_follow(moment)
    audit.record(
        actor=user, action="invitation.accepted", target=invitation, partner_id=invitation.partner_id,
        after={"given": given.pk},
    )  # fmt: skip
    copies.forget()
    return given


def owns_address(user: User, email: str) -> bool:
    """Return whether a person has proved an address."""
    return bool(EmailAddress.objects.filter(user=user, email=normalised(email), verified=True).exists())


def _given(invitation: Invitation, user: User, moment: datetime) -> Mandate | Expert:
    if invitation.kind == InvitationKind.EXPERT:
        return Expert.objects.create(user=user, **_copied(invitation, "subject", "scope", "starts_on", "ends_on",
                                                          "act_number", "act_date", "act_body", "url"))  # fmt: skip
    assert invitation.partner is not None  # noqa: S101 -- the database keeps this promise
    act = _copied(invitation, "act_number", "act_date", "act_body", "act_file")
    if invitation.seat is not None:
        return give_seat(
            seat=invitation.seat, user=user, partner=invitation.partner, role=MandateRole(invitation.role),
            starts_on=max(invitation.starts_on, day_of(moment)), ends_on=invitation.ends_on, by=user,
            can_sign=invitation.can_sign, scope=invitation.scope, designation=invitation.designation, **act,
        )  # fmt: skip
    same = Mandate.objects.active_at(moment).for_a_partner().filter(
        user=user, partner=invitation.partner, role=invitation.role, scope=invitation.scope
    )  # fmt: skip
    powers = _copied(invitation, "can_speak", "can_vote", "can_sign", "scope", "role", "ends_on")
    for former in same:  # an invitation renews what the person already holds: one membership
        for name, value in {**powers, **act}.items():
            setattr(former, name, value)
        return save_mandate(mandate=former, by=user)
    mandate = Mandate(user=user, partner=invitation.partner, starts_on=day_of(moment), **powers, **act)
    return save_mandate(mandate=mandate, by=user)


def _still_stands(invitation: Invitation, moment: datetime) -> bool:
    """Return whether who invited may still invite: the office, or who represents the organisation by law."""
    inviter = invitation.invited_by
    if inviter is None or inviter.is_staff or invitation.partner is None:
        return True
    return managing_mandate(inviter, invitation.partner, moment=moment) is not None


def _copied(invitation: Invitation, *names: str) -> dict[str, Any]:
    return {name: getattr(invitation, name) for name in names}


def _check_within(own: Mandate, offer: Offer) -> None:
    """Refuse to give what one does not hold.

    :raises NotManager: as above.
    """
    pairs = ((offer.can_speak, own.can_speak), (offer.can_vote, own.can_vote), (offer.can_sign, own.can_sign))
    gives_more = any(given and not held for given, held in pairs)
    is_wider = own.scope not in {WHOLE_DISTRICT, offer.scope}
    lasts_longer = own.last_day is not None and offer.ends_on is not None and offer.ends_on > own.last_day
    is_head = offer.role in {MandateRole.LEGAL_REPRESENTATIVE, MandateRole.HEALTH_REFERENT}
    if gives_more or is_wider or lasts_longer or is_head:
        raise NotManager(_("Puoi dare solo poteri che hai tu, dove valgono i tuoi e non oltre la loro scadenza."))


def _mail(invitation: Invitation, token: str) -> None:
    """Mail the link; the body is erased once it has left, because it holds the token."""
    with override("it"):
        what = invitation.partner.name if invitation.partner else _("il Distretto, come persona esperta")
        if invitation.seat is not None:
            what = invitation.seat.shown_name
        subject = _("Un invito dal Distretto dell'Inclusione")
        text = _(
            "Ti invitiamo ad agire per: %(what)s.\n\nApri il collegamento entro %(days)d giorni. Vale solo per questo "
            "indirizzo: per accettare ti mandiamo un codice qui. Se non te lo aspettavi non fare niente."
        ) % {"what": what, "days": LASTS.days}
        plain, html = rendered(subject=subject, text=text, url=reverse("partners:invitation_link", args=[token]))
    queue_mail(to=invitation.email, subject=subject, text=plain, html=html, is_secret=True)
