# SPDX-License-Identifier: AGPL-3.0-or-later
"""Colleagues write in private, each one's own, and talk about it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.enums import MandateRole
from partners.queries import speakers
from portal.comments import enums, targets
from portal.comments.models import PartnerResponse, ResponseComment, ResponseDraft
from portal.comments.services import guards
from portal.comments.services.responses.locking import AlreadySent, lock, note
from portal.comments.targets import Target
from portal.core.models import User

MOST_DRAFTS = 200
MOST_COMMENTS = 500


class NotYourDraft(guards.WriteRefused):
    """A colleague wrote it, or it already stands in the response: it stays as it was written."""


def write_draft(
    *, target: Target, partner_id: int, text: str, kind: str, by: User, key: str, moment: datetime
) -> ResponseDraft:
    """Keep what a colleague wants the organisation to say; the first one begins the response.

    A second call with the same key by the same person gives back the first one.

    :raises WindowClosed: nobody may write about this at that moment.
    :raises WriteRefused: banned, not one's voice, too many, already sent, or the key is somebody else's.
    """
    known = _same_key(key, by)
    if known is not None:
        return known
    try:
        return _write(target=target, partner_id=partner_id, text=text, kind=kind, by=by, key=key, moment=moment)
    except IntegrityError:
        known = _same_key(key, by)
        if known is None:
            raise
        return known


@transaction.atomic
def _write(
    *, target: Target, partner_id: int, text: str, kind: str, by: User, key: str, moment: datetime
) -> ResponseDraft:
    guards.check_writer(by, moment=moment)
    guards.check_voice(by, partner_id, moment=moment)
    targets.check_gate(target, moment=moment)
    response = _response(partner_id, target.scope, by=by, moment=moment)
    if response.drafts.count() >= MOST_DRAFTS:
        raise guards.TooMany(_("Ci sono già %(most)d contributi: è il massimo.") % {"most": MOST_DRAFTS})
    return ResponseDraft.objects.create(
        response=response,
        author=by,
        key=key,
        target_kind=target.kind,
        target_id=target.identity,
        section_id=target.section_identity,
        target_label=target.label,
        quote=target.quote,
        version_number=target.version_number,
        kind=kind,
        text=text,
        created_at=moment,
        changed_at=moment,
    )


@transaction.atomic
def change_draft(*, draft: ResponseDraft, text: str, kind: str, by: User, moment: datetime) -> None:
    """Rewrite one's own contribution, as long as it was not taken into the response.

    :raises NotYourDraft: a colleague wrote it, or it was taken.
    :raises WriteRefused: the response has left, or the person may not write.
    :raises WindowClosed: the consultation is over.
    """
    response = lock(draft.response_id, by=by, moment=moment)
    mine = ResponseDraft.objects.filter(pk=draft.pk, response=response, author=by, copy__isnull=True)
    changed = ResponseDraft.objects.filter(pk__in=list(mine.values_list("pk", flat=True)))
    if not changed.update(text=text, kind=kind, changed_at=moment):
        raise NotYourDraft(_("Questo contributo non si può più cambiare: è di un collega o è già nella risposta."))


@transaction.atomic
def remove_draft(*, draft: ResponseDraft, by: User, moment: datetime) -> None:
    """Take back one's own contribution, with what was said about it, as long as it was not taken into the response.

    :raises NotYourDraft: a colleague wrote it, or it was taken.
    :raises WriteRefused: the response has left, or the person may not write.
    :raises WindowClosed: the consultation is over.
    """
    response = lock(draft.response_id, by=by, moment=moment)
    mine = ResponseDraft.objects.filter(pk=draft.pk, response=response, author=by, copy__isnull=True).first()
    if mine is None:
        raise NotYourDraft(_("Questo contributo non si può togliere: è di un collega o è già nella risposta."))
    ResponseComment.objects.filter(draft=mine).delete()
    mine.delete()
    note(response, enums.ResponseStepKind.REMOVED, by=by, moment=moment)


@transaction.atomic
def comment(*, draft: ResponseDraft, text: str, by: User, key: str, moment: datetime) -> ResponseComment:
    """Say something to the colleagues about a contribution; the same form twice is one comment.

    :raises WriteRefused: the response has left, too many, or the person may not write.
    :raises WindowClosed: the consultation is over.
    """
    response = lock(draft.response_id, by=by, moment=moment)
    known = ResponseComment.objects.filter(key=key, author=by, draft__response=response).first()
    if known is not None:
        return known
    if ResponseComment.objects.filter(draft__response=response).count() >= MOST_COMMENTS:
        raise guards.TooMany(_("Ci sono già %(most)d commenti: è il massimo.") % {"most": MOST_COMMENTS})
    if ResponseComment.objects.filter(key=key).exists():
        raise guards.KeyTaken(_("Questo modulo è già stato usato. Aprine uno nuovo: il testo è qui sotto."))
    return ResponseComment.objects.create(draft=draft, author=by, key=key, text=text, created_at=moment)


def _response(partner_id: int, scope: str, *, by: User, moment: datetime) -> PartnerResponse:
    lead = _lead_by_default(partner_id, moment=moment)
    response, is_new = PartnerResponse.objects.select_for_update(of=("self",)).get_or_create(
        partner_id=partner_id, scope=scope, defaults={"started_at": moment, "lead": lead}
    )
    if response.is_sent:
        raise AlreadySent(_("La tua organizzazione ha già inviato la sua risposta ufficiale a questa consultazione."))
    if is_new:
        note(response, enums.ResponseStepKind.STARTED, by=by, moment=moment)
        if lead is not None:
            note(response, enums.ResponseStepKind.LEAD, by=None, about=lead, moment=moment)
    return response


def _lead_by_default(partner_id: int, *, moment: datetime) -> User | None:
    """Return the legal representative, if one may speak; otherwise somebody will have to take the lead."""
    first = next(iter(speakers(partner_id, moment=moment)), None)
    is_legal = first is not None and first.role == MandateRole.LEGAL_REPRESENTATIVE
    return first.user if first is not None and is_legal else None


def _same_key(key: str, by: User) -> ResponseDraft | None:
    known = ResponseDraft.objects.filter(key=key).select_related("response").first()
    if known is not None and known.author_id != by.pk:
        raise guards.KeyTaken(_("Questo modulo è già stato usato. Aprine uno nuovo: il testo è qui sotto."))
    return known
