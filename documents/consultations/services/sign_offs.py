# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Firmo», «Restituisco con osservazioni», the note of the health authority, silence, and going on all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from documents.consultations import permissions
from documents.consultations.enums import SignOffKind
from documents.consultations.models import Section, SectionPage, SignOff, SignOffRequest
from documents.consultations.models.sign_off import SHORTEST_REMARKS
from documents.consultations.queries import people, sign_offs
from documents.consultations.queries.sign_offs import Standing
from portal.core import audit, copies, uploads
from portal.core.models import OfficeSettings
from portal.notifications.services import notify
from portal.ui.dates import day_in_rome

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from portal.core.models import User


class NotAllowed(Exception):  # noqa: N818 -- a fact about a person
    """It is for the referent of the Distretto della Salute, or for the coordinator."""


class WordsChanged(Exception):  # noqa: N818 -- a fact about two editors
    """The words are no longer those that were on the screen."""


class AlreadySettled(Exception):  # noqa: N818 -- a fact
    """These words have their signature already."""


class SaysTooLittle(Exception):  # noqa: N818 -- a fact about what was typed
    """Remarks and reasons have at least fifteen characters."""


class NotSilent(Exception):  # noqa: N818 -- a fact about the calendar
    """The term is not over, or there was an answer: nobody may go on without the referent."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """A note of the health authority, on paper or by PEC."""

    number: str
    day: date
    file: UploadedFile[bytes] | None = None


@transaction.atomic
def section_ready(page: SectionPage, *, moment: datetime) -> None:
    """A section was declared ready: keep the editor's flag; if it needs a signature, ask for it on these words."""
    section = Section.objects.filter(page_id=page.pk).first()
    if section is None:
        return
    if section.needs_sign_off != page.needs_sign_off:
        Section.objects.filter(pk=section.pk).update(needs_sign_off=page.needs_sign_off)
    if not page.needs_sign_off:
        return
    found = sign_offs.one_waiting(section.pk)
    days = timedelta(days=OfficeSettings.load().sign_off_days)
    request, is_new = SignOffRequest.objects.get_or_create(
        section=section,
        digest=found.digest,
        defaults={"asked_at": moment, "due_date": day_in_rome(moment + days)},
    )
    if is_new and not found.is_settled:
        notify(
            recipients=people.health_referents(moment=moment),
            event="sign_off.asked",
            subject=_("Una sezione socio-sanitaria aspetta la tua firma"),
            url="/firme-sanitarie/",
            context={"request": request.pk},
        )


def sign(*, section_pk: UUID, digest: str, by: User, moment: datetime) -> SignOff:
    """Agree with exactly these words; twice is once.

    :raises NotAllowed, WordsChanged, AlreadySettled: as they say.
    """
    signer = _signer(by, moment)
    return _decide(section_pk, digest, SignOffKind.SIGNED, by=by, moment=moment, signer=signer)


def give_back(*, section_pk: UUID, digest: str, remarks: str, by: User, moment: datetime) -> SignOff:
    """Do not agree with these words, and say why.

    :raises NotAllowed, WordsChanged, AlreadySettled, SaysTooLittle: as they say.
    """
    signer = _signer(by, moment)
    words = _said(remarks)
    return _decide(section_pk, digest, SignOffKind.RETURNED, by=by, moment=moment, signer=signer, words=words)


def record_note(*, section_pk: UUID, digest: str, note: Note, by: User, moment: datetime) -> SignOff:
    """Write down that the health authority agreed by a note of its own.

    :raises NotAllowed, WordsChanged, AlreadySettled: as they say.
    :raises portal.core.sniffing.FileRefused: the copy cannot be taken.
    """
    if not permissions.can_edit_consultations(by):
        raise NotAllowed
    with transaction.atomic():
        file = uploads.store(file=note.file, by=by) if note.file else None
        return _decide(
            section_pk, digest, SignOffKind.SIGNED, by=by, moment=moment, signer=str(_("Azienda sanitaria")),
            act_number=note.number.strip(), act_date=note.day, file=file,
        )  # fmt: skip


def override(*, section_pk: UUID, digest: str, reason: str, by: User, moment: datetime) -> SignOff:
    """Go on without the referent after a silence, for a reason that everybody reads.

    :raises NotAllowed, WordsChanged, AlreadySettled, SaysTooLittle, NotSilent: as they say.
    """
    if not permissions.can_publish_versions(by):
        raise NotAllowed
    words = _said(reason)
    return _decide(section_pk, digest, SignOffKind.OVERRIDDEN, by=by, moment=moment, words=words)


@transaction.atomic
def record_silence(moment: datetime) -> int:
    """Write down, once, that the term is over and nobody answered; return for how many sections."""
    found = sign_offs.lapsed(moment, day_in_rome(moment))
    rows = [
        SignOff(section=one.section, digest=one.digest, kind=SignOffKind.SILENCE, decided_at=moment) for one in found
    ]
    SignOff.objects.bulk_create(rows, ignore_conflicts=True)
    for one in found:
        audit.record(actor=None, action="sign_off.silence", target=one.section, after={"digest": one.digest})
    if found:
        copies.forget()
    return len(found)


def _decide(section_pk: UUID, digest: str, kind: SignOffKind, *, by: User, moment: datetime, **more: object) -> SignOff:
    with transaction.atomic():
        Section.objects.select_for_update().get(pk=section_pk)
        found = sign_offs.one_waiting(section_pk)
        if found.digest != digest:
            raise WordsChanged
        if found.is_settled:
            raise AlreadySettled
        _check_silence(found, kind)
        try:
            with transaction.atomic():
                made = SignOff.objects.create(
                    section=found.section, digest=digest, kind=kind, decided_by=by, decided_at=moment, **more
                )
        except IntegrityError as error:
            raise AlreadySettled from error
        audit.record(
            actor=by,
            action=f"sign_off.{kind.lower()}",
            target=found.section,
            after={"digest": digest},
            reason=str(more.get("words", "")),
        )
        copies.forget()
        return made


def _check_silence(found: Standing, kind: SignOffKind) -> None:
    if kind == SignOffKind.OVERRIDDEN and not found.can_be_overridden:
        raise NotSilent


def _signer(by: User, moment: datetime) -> str:
    if not permissions.can_sign_off(by, moment=moment):
        raise NotAllowed
    return str(_("Referente del Distretto della Salute"))


def _said(words: str) -> str:
    if len(words.strip()) < SHORTEST_REMARKS:
        raise SaysTooLittle
    return words.strip()
