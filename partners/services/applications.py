# SPDX-License-Identifier: AGPL-3.0-or-later
"""What who applies does: prepare, hand in documents, send, answer the office, withdraw."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from partners.enums import WAITING_STATES, ApplicationState
from partners.models import Application, ApplicationEvent, ApplicationFile, ApplicationStep, Call
from partners.models.mandate import day_of
from partners.services.application_mail import queue_receipt
from portal.core import audit, uploads

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django_stubs_ext import StrOrPromise

    from partners.models import CallAttachment
    from portal.core.models import User

MOST_FILES: Final = 12
PREPARED: Final = (
    "fiscal_code", "name", "kind", "runts_section", "runts_number", "municipality", "is_from_runts", "address", "pec",
    "email", "phone", "website", "what_it_does", "applicant_name", "applicant_role", "delegate_name",
    "delegate_email", "has_declared",
)  # fmt: skip


class ApplicationRefused(Exception):  # noqa: N818 -- a refusal, not a fault
    """It cannot be done now; the message says why, for who applies."""

    def __init__(self, message: StrOrPromise = "") -> None:
        super().__init__(message)
        self.message = message


class CallClosed(ApplicationRefused):
    """The call does not take applications at that moment."""


class AlreadyWaiting(ApplicationRefused):
    """An application with this fiscal code is already waiting for the office."""


class AlreadySent(ApplicationRefused):
    """It is no longer a draft."""


class DocumentMissing(ApplicationRefused):
    """The call wants a document that is not there yet."""


class NothingAsked(ApplicationRefused):
    """The request was answered before, or its application was decided."""


class TooManyFiles(ApplicationRefused):
    """No more documents fit."""


def save_draft(*, call: Call, by: User, values: dict[str, Any], moment: datetime) -> Application:
    """Keep what a person typed so far, for that person only; there is one draft for each call and person.

    :raises CallClosed: the call does not take applications now.
    """
    check_open(call, moment)
    drafts = Application.objects.filter(call=call, applicant=by, state=ApplicationState.DRAFT)
    try:
        with transaction.atomic():
            draft = drafts.select_for_update().first() or _new_draft(call, by, moment)
            return _fill(draft, values, moment)
    except IntegrityError:  # the other tab made the row a moment before
        with transaction.atomic():
            return _fill(drafts.select_for_update().get(), values, moment)


@transaction.atomic
def add_file(
    *,
    application: Application,
    file: UploadedFile[bytes],
    by: User,
    moment: datetime,
    wanted: CallAttachment | None = None,
    step: ApplicationStep | None = None,
) -> ApplicationFile:
    """Hand in a document; one for each that the call wants, the newest takes the place of the other in a draft.

    :raises portal.core.sniffing.FileRefused: too big, or not of a kind that is accepted.
    :raises TooManyFiles: there are already many.
    """
    Application.objects.select_for_update().get(pk=application.pk)
    if application.files.count() >= MOST_FILES:
        raise TooManyFiles(_("Hai già allegato tutti i documenti che si possono allegare."))
    if wanted is not None and application.is_draft:
        _discard(application.files.filter(wanted=wanted, step=None))
    upload = uploads.store(file=file, by=by)
    return ApplicationFile.objects.create(
        application=application, wanted=wanted, step=step, upload=upload, added_at=moment
    )


@transaction.atomic
def submit(
    *, application: Application, by: User, moment: datetime, sent_at: datetime | None = None, language: str = "it"
) -> Application:
    """Send an application: it gets its number, and the receipt leaves. Sending it twice gives the first one back.

    :raises CallClosed: the call did not take applications when it was sent.
    :raises AlreadyWaiting: another one with the same fiscal code waits.
    :raises DocumentMissing: a document that the call wants is not there.
    """
    sent_at = sent_at or moment
    application.refresh_from_db()
    if not application.is_draft:
        return application
    check_open(application.call, sent_at)
    _check_documents(application)
    if not _give_number(application, sent_at):
        application.refresh_from_db()
        return application
    application.refresh_from_db()
    note_event(application, "sent", moment=sent_at)
    audit.record(actor=by, action="application.sent", target=application)
    queue_receipt(application, to=by.email, language=language)
    return application


@transaction.atomic
def answer(
    *, step: ApplicationStep, text: str, files: Sequence[UploadedFile[bytes]], by: User, moment: datetime
) -> None:
    """Answer a request of the office, or object to the notice before a refusal. Also late, until it is decided.

    :raises NothingAsked: it was answered before, or the application was decided.
    :raises portal.core.sniffing.FileRefused: a document cannot be taken.
    :raises TooManyFiles: there are already many.
    """
    application = Application.objects.select_for_update().get(pk=step.application_id)
    open_one = ApplicationStep.objects.filter(pk=step.pk, answered_at=None)
    if not application.is_waiting or not open_one.update(answer=text, answered_at=moment):
        raise NothingAsked(_("Questa richiesta ha già avuto risposta, oppure la domanda è già stata decisa."))
    for file in files:
        add_file(application=application, file=file, by=by, moment=moment, step=step)
    note_event(application, "objected" if step.is_objection else "integrated", moment=moment)
    audit.record(actor=by, action="application.answered", target=application)


@transaction.atomic
def withdraw(*, application: Application, by: User, moment: datetime) -> None:
    """Take an application back before it is decided; a draft is thrown away.

    :raises ApplicationRefused: it was decided in the meantime.
    """
    waiting = Application.objects.filter(pk=application.pk, applicant=by, state__in=WAITING_STATES)
    if waiting.update(state=ApplicationState.WITHDRAWN, decided_at=moment):
        note_event(application, "withdrawn", moment=moment)
        audit.record(actor=by, action="application.withdrawn", target=application)
        return
    draft = Application.objects.filter(pk=application.pk, applicant=by, state=ApplicationState.DRAFT).first()
    if draft is None:
        raise ApplicationRefused(_("La domanda è già stata decisa: non si può più ritirare."))
    _discard(draft.files.all())
    draft.areas.clear()
    draft.delete()


def check_open(call: Call, moment: datetime) -> None:
    """Refuse what is sent outside the span of a call.

    :raises CallClosed: as above.
    """
    if not call.is_open_at(moment):
        raise CallClosed(_("L'avviso non accetta domande in questo momento."))


def note_event(application: Application, what: str, *, moment: datetime, is_of_office: bool = False) -> None:
    """Add a line to what happened to an application, as its author reads it."""
    ApplicationEvent.objects.create(application=application, what=what, moment=moment, is_of_office=is_of_office)


def forget_drafts_of(*, user: User) -> None:
    """Throw away what a person who leaves was preparing, and empty the personal words of what was sent."""
    for draft in Application.objects.filter(applicant=user, state=ApplicationState.DRAFT):
        _discard(draft.files.all())
        draft.delete()
    Application.objects.filter(applicant=user).update(applicant_name="", delegate_name="", delegate_email="")


def _new_draft(call: Call, by: User, moment: datetime) -> Application:
    return Application.objects.create(
        call=call,
        applicant=by,
        key=uuid.uuid4().hex,
        receipt_code=secrets.token_urlsafe(24),
        started_at=moment,
        saved_at=moment,
        applicant_name=by.get_full_name()[:120],
    )


def _fill(draft: Application, values: dict[str, Any], moment: datetime) -> Application:
    for name in PREPARED:
        if name in values:
            setattr(draft, name, values[name])
    draft.saved_at = moment
    draft.save()
    if "areas" in values:
        draft.areas.set(values["areas"])
    return draft


def _check_documents(application: Application) -> None:
    wanted = application.call.attachments.filter(is_required=True)
    missing = wanted.exclude(pk__in=application.files.exclude(wanted=None).values("wanted")).first()
    if missing is not None:
        raise DocumentMissing(_("Manca un documento: %(name)s.") % {"name": missing.label})


def _give_number(application: Application, sent_at: datetime) -> bool:
    """Move a draft to the office under the next number of the year; return whether this call did it."""
    mine = Application.objects.filter(pk=application.pk, state=ApplicationState.DRAFT)
    code = application.fiscal_code
    for _attempt in range(20):
        number = _next_number(day_of(sent_at).year)
        try:
            with transaction.atomic():
                return bool(mine.update(state=ApplicationState.SENT, number=number, sent_at=sent_at))
        except IntegrityError as error:
            if Application.objects.waiting().filter(call=application.call, fiscal_code=code).exists():
                raise AlreadyWaiting(_already_waiting()) from error
    raise RuntimeError(application.pk)


def _already_waiting() -> StrOrPromise:
    return _("C'è già una domanda con questo codice fiscale, e l'ufficio la sta guardando.")


def _next_number(year: int) -> str:
    last = Application.objects.filter(number__startswith=f"AD-{year}-").order_by("-number").first()
    return f"AD-{year}-{(int(last.number.rsplit('-', 1)[1]) if last else 0) + 1:04d}"


def _discard(files: Any) -> None:
    for file in files.select_related("upload"):
        upload = file.upload
        file.delete()
        upload.file.delete(save=False)
        upload.delete()
