# SPDX-License-Identifier: AGPL-3.0-or-later
"""One person leads: works on copies, orders them, leaves some out. The originals stay as they were written."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from partners.queries import speakers
from portal.comments import enums
from portal.comments.models import PartnerResponse, ResponseDraft, ResponseItem
from portal.comments.services import guards
from portal.comments.services.moderation import ChangedMeanwhile
from portal.comments.services.responses.locking import lock, lock_as_lead, note
from portal.core.exceptions import NotReadable
from portal.core.models import User
from portal.notifications.services import notify

STORED_LANGUAGE = "it"


class LeadChanged(guards.WriteRefused):
    """Somebody took the lead, or gave it away, while this person was looking at the page."""


@transaction.atomic
def choose_lead(*, response_id: int, person_id: int, seen_turn: int, by: User, moment: datetime) -> None:
    """Give the lead to one of those who speak for the partner, oneself included; the others are told.

    :raises LeadChanged: it changed after the page was shown.
    :raises WriteRefused: the person chosen does not speak for the partner, or the response has left.
    :raises WindowClosed: the consultation is over.
    """
    response = lock(response_id, by=by, moment=moment)
    people = {mandate.user_id: mandate.user for mandate in speakers(response.partner_id, moment=moment)}
    chosen = people.get(person_id)
    if chosen is None:
        raise guards.NotYourVoice(_("Questa persona non può parlare a nome dell'organizzazione."))
    if chosen.pk == response.lead_id and seen_turn == response.lead_turn:
        return
    unmoved = PartnerResponse.objects.unsent().filter(pk=response.pk, lead_turn=seen_turn)
    if not unmoved.update(lead=chosen, lead_turn=F("lead_turn") + 1):
        raise LeadChanged(_("Nel frattempo la guida è passata di mano: guarda chi la tiene adesso."))
    note(response, enums.ResponseStepKind.LEAD, by=by, about=chosen, moment=moment)
    response.refresh_from_db()
    _tell_colleagues(response, [person for pk, person in people.items() if pk != by.pk])


@transaction.atomic
def take(*, response_id: int, draft_id: int, by: User, moment: datetime) -> ResponseItem:
    """Put a copy of a contribution at the end of the response; once, however often it is asked.

    :raises NotReadable: it belongs to another response.
    :raises WriteRefused: the person does not lead, or the response has left.
    :raises WindowClosed: the consultation is over.
    """
    response = lock_as_lead(response_id, by=by, moment=moment)
    draft = ResponseDraft.objects.filter(pk=draft_id, response=response).first()
    if draft is None:
        raise NotReadable
    return _take(response, draft, by=by, moment=moment)


@transaction.atomic
def take_all(*, response_id: int, by: User, moment: datetime) -> int:
    """Put every contribution that is not there yet in the response, in the order they were written.

    :raises WriteRefused: the person does not lead, or the response has left.
    :raises WindowClosed: the consultation is over.
    """
    response = lock_as_lead(response_id, by=by, moment=moment)
    drafts = list(response.drafts.filter(copy__isnull=True))
    for draft in drafts:
        _take(response, draft, by=by, moment=moment)
    return len(drafts)


@transaction.atomic
def edit_item(*, item: ResponseItem, text: str, kind: str, seen_edition: int, by: User, moment: datetime) -> None:
    """Rewrite a copy; the original stays.

    :raises ChangedMeanwhile: the copy was rewritten after the page was shown.
    :raises WriteRefused: the person does not lead, or the response has left.
    :raises WindowClosed: the consultation is over.
    """
    lock_as_lead(item.response_id, by=by, moment=moment)
    same = ResponseItem.objects.filter(pk=item.pk, edition=seen_edition)
    if not same.update(text=text, kind=kind, edition=F("edition") + 1, changed_at=moment):
        raise ChangedMeanwhile


@transaction.atomic
def move_item(*, item: ResponseItem, is_up: bool, by: User, moment: datetime) -> None:
    """Move a copy one place up or down among those that will be sent.

    :raises WriteRefused: the person does not lead, or the response has left.
    :raises WindowClosed: the consultation is over.
    """
    response = lock_as_lead(item.response_id, by=by, moment=moment)
    order = list(response.items.filter(is_dropped=False))
    place = next((at for at, one in enumerate(order) if one.pk == item.pk), None)
    if place is None:
        return
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, one in enumerate(order):
        ResponseItem.objects.filter(pk=one.pk).update(position=position)


@transaction.atomic
def drop_item(*, item: ResponseItem, by: User, moment: datetime) -> None:
    """Leave a copy out of what will be sent.

    :raises WriteRefused: the person does not lead, or the response has left.
    :raises WindowClosed: the consultation is over.
    """
    response = lock_as_lead(item.response_id, by=by, moment=moment)
    if ResponseItem.objects.filter(pk=item.pk, is_dropped=False).update(is_dropped=True, changed_at=moment):
        note(response, enums.ResponseStepKind.DROPPED, by=by, about=item.draft.author, moment=moment)


@transaction.atomic
def restore_item(*, item: ResponseItem, by: User, moment: datetime) -> None:
    """Put a copy that was left out back at the end.

    :raises WriteRefused: the person does not lead, or the response has left.
    :raises WindowClosed: the consultation is over.
    """
    response = lock_as_lead(item.response_id, by=by, moment=moment)
    ResponseItem.objects.filter(pk=item.pk, is_dropped=True).update(
        is_dropped=False, position=_next_position(response), changed_at=moment
    )


def _take(response: PartnerResponse, draft: ResponseDraft, *, by: User, moment: datetime) -> ResponseItem:
    item, is_new = ResponseItem.objects.get_or_create(
        draft=draft,
        defaults={
            "response": response,
            "position": _next_position(response),
            "kind": draft.kind,
            "text": draft.text,
            "changed_at": moment,
        },
    )
    if is_new:
        note(response, enums.ResponseStepKind.TAKEN, by=by, about=draft.author, moment=moment)
    return item


def _next_position(response: PartnerResponse) -> int:
    last: int | None = response.items.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _tell_colleagues(response: PartnerResponse, people: list[User]) -> None:
    with override(STORED_LANGUAGE):
        url = response.workspace_url
    notify(
        recipients=people,
        event="response.lead_changed",
        subject=gettext_lazy("Una novità per chi parla per la tua organizzazione"),
        url=url,
        context={"response": response.pk, "turn": response.lead_turn},
        audience=[f"partner:{response.partner_id}"],
    )
