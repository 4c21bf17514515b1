# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list of the RUNTS handed in from the admin: kept aside, read by the worker, then thrown away."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext as _

from partners.enums import ImportState
from partners.models import RuntsImport
from partners.runts.tables import Unreadable
from partners.services.runts import read_list
from portal.core import audit, bodies, uploads
from portal.core.models import PrivateUpload
from portal.core.sniffing import FileRefused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from portal.core.models import User

MOST_BYTES: Final = 80 * 1024 * 1024
HEAD: Final = 4096

bodies.allow("/gestione/runts/", MOST_BYTES)  # where the lists are handed in


class NotAList(Exception):  # noqa: N818 -- a refusal, not a fault
    """The file is neither a text nor a sheet; the message says so, for who gave it."""


@transaction.atomic
def ask_reading(*, file: UploadedFile[bytes], by: User, moment: datetime, is_dry_run: bool) -> RuntsImport:
    """Keep a list and have the worker read it when it comes to it; return the row that will hold the report.

    :raises NotAList: it is empty, too big, or neither a CSV nor an XLSX.
    """
    reading = RuntsImport.objects.create(
        started_at=moment, by=by, file_name=(file.name or "elenco")[:255], file=_keep(file, by), is_dry_run=is_dry_run
    )
    audit.record(actor=by, action="runts.asked", target=reading)
    from partners import tasks

    transaction.on_commit(partial(tasks.enqueue_reading, reading.pk))
    return reading


def do_reading(pk: int, *, moment: datetime) -> str:
    """Read a list that was asked for; return how it ended. The file goes away with the reading."""
    reading = RuntsImport.objects.select_related("file").filter(pk=pk).first()
    if reading is None or reading.file is None or reading.state in {ImportState.DONE, ImportState.REFUSED}:
        return ""
    upload = reading.file
    try:
        read_list(reading=reading, path=Path(upload.file.path), moment=moment, tell=lambda done: done)
    except Unreadable:
        reading.refresh_from_db()
    RuntsImport.objects.filter(pk=pk).update(file=None)
    upload.file.delete(save=False)
    upload.delete()
    return str(reading.state)


def _keep(file: UploadedFile[bytes], by: User) -> PrivateUpload:
    if not file.size:
        raise NotAList(_("Il file è vuoto."))
    if file.size > MOST_BYTES:
        raise NotAList(_("Il file è troppo grande: al massimo %(size)d MB.") % {"size": MOST_BYTES // 1024**2})
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        try:
            return uploads.store(file=file, by=by, most_bytes=MOST_BYTES)
        except FileRefused as error:
            raise NotAList(str(error)) from error
    if b"\x00" in head or b"\n" not in head:
        raise NotAList(_("Non è un file CSV né un foglio XLSX."))
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    name = uploads.clean_name(file.name or "", ending=".csv")
    file.name = f"{digest.hexdigest()[:32]}.csv"
    return PrivateUpload.objects.create(
        file=file, name=name, content_type="text/csv", size=file.size, sha256=digest.hexdigest(), uploaded_by=by
    )
