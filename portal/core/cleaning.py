# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file as it may be shown to everybody: without what says who made it, where and with what."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _

from portal.core import bounded
from portal.core.sniffing import ENDINGS, FileRefused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

REASONS = {
    "locked": _("Il documento è protetto da una password: salvalo senza e riprova."),
    "long": _("Il documento ha più di 500 pagine: manda solo quelle che servono."),
    "large": _("Il file, una volta aperto, è troppo grande: riducilo e riprova."),
}
BROKEN = _("Il file non si apre: forse è rovinato. Aprilo, salvalo di nuovo e riprova.")


def cleaned(file: UploadedFile[bytes], *, kind: str) -> UploadedFile[bytes]:
    """Return the file written again, in a process of its own with little memory and time.

    :raises FileRefused: it cannot be opened, is locked, or is much larger than it looks.
    """
    ending = ENDINGS[kind]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / f"prima{ending}", Path(folder) / f"dopo{ending}"
        with source.open("wb") as copy:
            file.seek(0)
            for chunk in file.chunks():
                copy.write(chunk)
        file.seek(0)
        try:
            bounded.run_module(
                "portal.core.cleaning_child", [str(source), ending, str(target)], megabytes=900, seconds=20
            )
        except bounded.BoundsExceeded as error:
            word = str(error).rpartition(":")[2].strip()
            raise FileRefused(REASONS.get(word, BROKEN)) from error
        return SimpleUploadedFile(file.name or "", target.read_bytes(), content_type=kind)
