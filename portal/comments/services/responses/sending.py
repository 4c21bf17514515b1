# SPDX-License-Identifier: AGPL-3.0-or-later
"""One official response, sent once by who leads, through the gate that guards every write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from partners.queries import speakers
from portal.comments import enums, signals, targets
from portal.comments.models import Observation, PartnerResponse, ResponseItem
from portal.comments.queries.responses import of_speaker, role_of
from portal.comments.services import guards, receipts, tell
from portal.comments.services.moderation import ChangedMeanwhile
from portal.comments.services.responses.locking import AlreadySent, check_lead, note
from portal.comments.services.submission import create_row
from portal.comments.targets import Target, WindowClosed
from portal.core import audit
from portal.core.audiences import EVERYBODY
from portal.core.exceptions import NotReadable
from portal.core.models import OfficeSettings, User
from portal.notifications.services import notify

STORED_LANGUAGE = "it"


class NothingToSend(guards.WriteRefused):
    """No copy is left in the response."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The response that stands in the books, and whether this very call sent it."""

    response: PartnerResponse
    observations: list[Observation]
    is_new: bool


def fingerprint(response: PartnerResponse) -> str:
    """Return what changes whenever something that will be sent does: what was seen is what is sent."""
    facts = list(response.items.filter(is_dropped=False).values_list("pk", "position", "edition"))
    return sha256(repr((response.pk, response.lead_turn, facts)).encode()).hexdigest()


@transaction.atomic
def send(
    *, response_id: int, seen: str, name_choice: str, display_name: str, key: str, by: User, moment: datetime
) -> Sent:
    """Send the response: each copy becomes an observation for the partner. The same key twice sends once.

    :raises NotReadable: it is not there for this person.
    :raises AlreadySent: somebody else sent it, or the same person from another page.
    :raises ChangedMeanwhile: the copies are not those that were seen.
    :raises WindowClosed: the consultation, or the part of it that a copy is about, is not open at this moment.
    :raises WriteRefused: banned, not the lead, nothing to send.
    """
    standing = guards.lock_writer(by, moment=moment)
    response = _locked(response_id, by=by, moment=moment)
    if response.is_sent:
        return _sent_before(response, key)
    guards.check_standing(by, standing, moment=moment)
    check_lead(response, by=by)
    items = list(response.items.filter(is_dropped=False).select_related("draft"))
    if not items:
        raise NothingToSend(_("Non c'è ancora niente nella risposta: metti almeno un contributo."))
    if fingerprint(response) != seen:
        raise ChangedMeanwhile
    aimed = [(item, _target(item, response, moment=moment)) for item in items]
    _mark_sent(response, name=display_name, key=key, by=by, moment=moment)
    observations = [
        _observation(item, target, response=response, name_choice=name_choice, by=by, moment=moment)
        for item, target in aimed
    ]
    _tell(response, observations, by=by, moment=moment)
    return Sent(response=response, observations=observations, is_new=True)


def _locked(pk: int, *, by: User, moment: datetime) -> PartnerResponse:
    mine = of_speaker(by, moment=moment).order_by().values("pk")
    rows = PartnerResponse.objects.select_for_update(of=("self",)).select_related("partner")
    found = rows.filter(pk=pk, pk__in=mine).first()
    if found is None:
        raise NotReadable
    return found


def _sent_before(response: PartnerResponse, key: str) -> Sent:
    if response.key != key:
        raise AlreadySent(_("La risposta è già stata inviata."))
    return Sent(response=response, observations=list(response.observations.order_by("pk")), is_new=False)


def _target(item: ResponseItem, response: PartnerResponse, *, moment: datetime) -> Target:
    """Return what a copy is about, as it is read now, if one may still write there."""
    draft = item.draft
    try:
        target = targets.resolve(draft.target_kind, draft.target_id, audience=EVERYBODY)
    except NotReadable:
        raise WindowClosed(
            _("«%(part)s» non è più nel testo in consultazione: lascia fuori quel contributo.")
            % {"part": draft.target_label}
        ) from None
    if target.scope != response.scope:
        raise WindowClosed(_("Questa consultazione è finita: il testo ora è in un'altra."))
    try:
        targets.check_gate(target, moment=moment)
    except WindowClosed as error:
        raise WindowClosed(f"{draft.target_label}: {error.message}") from error
    return target


def _mark_sent(response: PartnerResponse, *, name: str, key: str, by: User, moment: datetime) -> None:
    role = role_of(by, response.partner_id, moment=moment)
    values = {"sent_at": moment, "sent_by": by, "sender_name": name, "sender_role": role, "key": key}
    unsent = PartnerResponse.objects.unsent().filter(pk=response.pk, lead=by)
    if not unsent.update(state=enums.ResponseState.SENT, **values):
        raise AlreadySent(_("La risposta è già stata inviata."))
    response.state = enums.ResponseState.SENT
    for field, value in values.items():
        setattr(response, field, value)


def _observation(
    item: ResponseItem, target: Target, *, response: PartnerResponse, name_choice: str, by: User, moment: datetime
) -> Observation:
    observation = create_row(
        target=target,
        text=item.text,
        received_at=moment,
        moment=moment,
        user=by,
        key=f"response-{response.pk}-{item.pk}",
        kind=item.kind,
        name_choice=name_choice,
        display_name=response.sender_name,
        voice_id=response.partner_id,
        response=response,
    )
    ResponseItem.objects.filter(pk=item.pk).update(observation=observation)
    return observation


def _tell(response: PartnerResponse, observations: list[Observation], *, by: User, moment: datetime) -> None:
    audit.record(
        actor=by,
        action="response.sent",
        target=response,
        partner_id=response.partner_id,
        after={"observations": [one.pk for one in observations], "role": response.sender_role},
    )
    for one in observations:
        audit.record(actor=by, action="observation.received", target=one, partner_id=one.voice_id)
        if one.is_published:
            tell.refresh_branch(one, signal=signals.observation_published)
        else:
            tell.refresh_one(one)
    if any(not one.is_published for one in observations):
        tell.tell_moderators(observations[0], moment=moment)
    note(response, enums.ResponseStepKind.SENT, by=by, moment=moment)
    receipts.queue_response_receipt(
        response, observations, to=by.email, office=OfficeSettings.load(), language=by.language, moment=moment
    )
    _tell_colleagues(response, by=by, moment=moment)


def _tell_colleagues(response: PartnerResponse, *, by: User, moment: datetime) -> None:
    with override(STORED_LANGUAGE):
        url = response.workspace_url
    people = [one.user for one in speakers(response.partner_id, moment=moment) if one.user_id != by.pk]
    notify(
        recipients=people,
        event="response.sent",
        subject=gettext_lazy("La risposta della tua organizzazione è stata inviata"),
        url=url,
        context={"response": response.pk},
        audience=[f"partner:{response.partner_id}"],
    )
