# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that come with an observation: held while it is written, taken in when it is sent, erased when it is not.

Note [Files before the text]
----------------------------
A browser without JavaScript sends a file once and shows it in no preview. So what is handed in is kept at once,
cleaned, under the key of the form (`HeldFile`): preview, «torna a modificare» and the wait for the code carry the key
only. The key becomes that of the observation, and of the waiting row: whoever takes in the one takes in the others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.comments.models import Attachment, HeldFile, Observation, WaitingObservation
from portal.comments.services import guards
from portal.core import uploads
from portal.core.models import PrivateUpload, User
from portal.core.sniffing import FileRefused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet

MOST_FILES = 3
MOST_A_DAY = 10
A_DAY = timedelta(days=1)
HELD_FOR = timedelta(hours=6)


class FilesRefused(Exception):  # noqa: N818 -- a refusal, not a fault
    """Some files cannot be taken; `messages` say which and why."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = list(messages)


def hold(
    *, key: str, files: Sequence[UploadedFile[bytes]], by: User | None, moment: datetime, already: int = 0
) -> list[HeldFile]:
    """Keep files for a text that is being written; those that can be taken are, even if others are refused.

    `already` is how many the observation has, when it is being changed.

    :raises FilesRefused: too many, or some cannot be taken; the good ones are held all the same.
    """
    if files and (Observation.objects.filter(key=key).exists() or WaitingObservation.objects.filter(key=key).exists()):
        raise FilesRefused([_("Questo testo è già stato inviato: i file non si possono più aggiungere.")])
    refused: list[str] = []
    kept: list[HeldFile] = []
    for file in files:
        if HeldFile.objects.filter(key=key).count() + already >= MOST_FILES:
            refused.append(_("«%(name)s»: al massimo %(most)d file.") % {"name": file.name, "most": MOST_FILES})
            continue
        try:
            kept.append(_hold_one(key, file, by, moment))
        except FileRefused as error:
            refused.append(_("«%(name)s»: %(reason)s") % {"name": file.name, "reason": error})
    if refused:
        raise FilesRefused(refused)
    return kept


@transaction.atomic
def _hold_one(key: str, file: UploadedFile[bytes], by: User | None, moment: datetime) -> HeldFile:
    upload = uploads.store(file=file, by=by, accepted=uploads.ATTACHMENTS, is_cleaned=True)
    return HeldFile.objects.create(key=key, upload=upload, held_at=moment)


@transaction.atomic
def drop(*, key: str, pks: Collection[int]) -> None:
    """Erase files that were held for this text and are not wanted any more."""
    _erase(HeldFile.objects.filter(key=key, pk__in=pks))


def are_held(key: str) -> bool:
    """Return whether files are held under this key."""
    return HeldFile.objects.filter(key=key).exists()


def take_in(
    observation: Observation, *, key: str, author: User, moment: datetime, is_public: bool, revision_number: int = 1
) -> int:
    """Make the files held under a key attachments of an observation; return how many. Inside a transaction.

    :raises TooMany: more in a day than the office can look at from one person.
    """
    held = list(HeldFile.objects.select_for_update(of=("self",)).filter(key=key).select_related("upload"))
    if not held:
        return 0
    today = Attachment.objects.filter(observation__user_id=author.pk, added_at__gt=moment - A_DAY).count()
    if today + len(held) > MOST_A_DAY:
        raise guards.TooMany(
            _("In un giorno si possono allegare al massimo %(most)d file. Togli i file, o riprova domani.")
            % {"most": MOST_A_DAY}
        )
    PrivateUpload.objects.filter(pk__in=[one.upload_id for one in held]).update(uploaded_by=author)
    Attachment.objects.bulk_create(
        Attachment(
            observation=observation,
            upload=one.upload,
            revision_number=revision_number,
            published_at=moment if is_public else None,
            added_at=moment,
        )
        for one in held
    )
    HeldFile.objects.filter(pk__in=[one.pk for one in held]).delete()
    return len(held)


def publish_with(observation: Observation, *, revision_number: int, moment: datetime) -> None:
    """Let readers open what came with this revision and the earlier ones. Inside the transaction of a decision."""
    waiting = Attachment.objects.filter(observation=observation, published_at=None)
    waiting.filter(revision_number__lte=revision_number).update(published_at=moment)


def refuse_with(observation: Observation, *, revision_number: int) -> None:
    """Erase what came with a revision that is not published."""
    waiting = Attachment.objects.filter(observation=observation, published_at=None, revision_number=revision_number)
    _erase(waiting)


def remove(observation: Observation, pks: Collection[int]) -> int:
    """Erase attachments of an observation; return how many. Inside the transaction of a change by the author."""
    return _erase(Attachment.objects.filter(observation=observation, pk__in=pks))


def erase_held(moment: datetime) -> int:
    """Erase the files of texts that were never sent, or never confirmed in time; return how many.

    What waits for a code keeps its files as long as it may be confirmed.
    """
    waits = WaitingObservation.objects.filter(confirmed_at=None, expires_at__gt=moment).values("key")
    was_waiting = WaitingObservation.objects.filter(confirmed_at=None, expires_at__lte=moment).values("key")
    old = HeldFile.objects.exclude(key__in=waits)
    old = old.filter(held_at__lte=moment - HELD_FOR) | old.filter(key__in=was_waiting)
    with transaction.atomic():
        return _erase(old)


def drop_held(*, keys: Collection[str], by: User) -> None:
    """Erase what was held under these keys, or by this person. Inside a transaction."""
    _erase(HeldFile.objects.filter(Q(key__in=keys) | Q(upload__uploaded_by=by)))


def forget(observations: Collection[int]) -> None:
    """A person leaves: files that nobody reads are erased, the names of the others are taken away."""
    mine = Attachment.objects.filter(observation_id__in=observations).select_related("upload", "observation")
    unread = [one.pk for one in mine if not (one.published_at and one.observation.is_published)]
    _erase(Attachment.objects.filter(pk__in=unread))
    for number, one in enumerate(mine.exclude(pk__in=unread), 1):
        name = uploads.clean_name(_("allegato %d") % number, ending="." + one.upload.name.rpartition(".")[2])
        PrivateUpload.objects.filter(pk=one.upload_id).update(name=name, uploaded_by=None)


def _erase(rows: QuerySet[Any]) -> int:
    found = list(rows.select_related("upload"))
    rows.model._default_manager.filter(pk__in=[one.pk for one in found]).delete()
    uploads.discard(one.upload for one in found)
    return len(found)
