# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows are kept, looked at, and entered all together or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.comments import enums
from portal.comments.models import Observation, PaperBatch
from portal.comments.services import guards
from portal.comments.services.papers import enter_one
from portal.comments.services.papers_many.authors import PERSON
from portal.comments.services.papers_many.checking import Checked, Row, check
from portal.comments.services.papers_many.places import places_of
from portal.comments.services.papers_many.reading import FileRefused, minutes_of, paragraphs_of, table_of
from portal.comments.services.papers_many.template import COLUMNS, NEEDED
from portal.core import audit, uploads
from portal.core.models import User


class AlreadyEntered(guards.WriteRefused):
    """This very file was entered before, into the same consultation."""

    def __init__(self, message: str, batch: PaperBatch | None = None) -> None:
        super().__init__(message)
        self.batch = batch


class HasErrors(guards.WriteRefused):
    """A row has an error: nothing is entered."""


def keep_sheet(*, scope: str, name: str, content: bytes, by: User, moment: datetime) -> PaperBatch:
    """Keep the rows of a sheet to be looked at.

    :raises FileRefused: it cannot be read, or a column is missing.
    :raises AlreadyEntered: the same file was entered before.
    """
    sha256 = _unentered(scope, content)
    heading, *lines = table_of(content)
    names = {cell.casefold().strip(): place for place, cell in enumerate(heading)}
    places = {field: names[column] for field, column in COLUMNS.items() if column in names}
    missing = [COLUMNS[field] for field in NEEDED if field not in places]
    if missing:
        raise FileRefused(_("Nella prima riga mancano le colonne: %s. Parti dal modello.") % ", ".join(missing))
    known = places_of(scope)
    rows = []
    for number, line in enumerate(lines, start=2):
        cells = {field: _cell(line, places.get(field)) for field in COLUMNS}
        target = known.find(cells["section"], cells["paragraph"])
        where = " ".join(cell for cell in (cells.pop("section"), cells.pop("paragraph")) if cell)
        rows.append({"number": number, "target": target, "where": where, **cells})
    return _keep(scope, enums.BatchSource.SHEET, name, sha256, rows, by=by, moment=moment)


def keep_minutes(
    *,
    scope: str,
    name: str,
    content: bytes,
    pasted: str,
    channel: str,
    day: date,
    registry_number: str,
    by: User,
    moment: datetime,
) -> PaperBatch:
    """Keep the paragraphs of minutes as rows: for each, somebody chooses what it is about and for whom.

    :raises FileRefused: it cannot be read.
    :raises AlreadyEntered: the same text was entered before.
    """
    sha256 = _unentered(scope, content or pasted.encode())
    texts = minutes_of(content) if content else paragraphs_of(pasted.split("\n"))
    common = {"target": "", "where": "", "channel": channel, "date": f"{day:%Y-%m-%d}", "time": "", "is_kept": True}
    blank = {"who": PERSON, "kind": "OBSERVATION", "registry_number": registry_number}
    blank |= dict.fromkeys(("name", "role", "signer", "category", "passage", "proposed"), "")
    rows = [{"number": number, "text": text, **blank, **common} for number, text in enumerate(texts, start=1)]
    return _keep(scope, enums.BatchSource.MINUTES, name, sha256, rows, by=by, moment=moment)


@transaction.atomic
def change_rows(*, batch: PaperBatch, changes: Sequence[dict[str, Any]]) -> PaperBatch:
    """Keep what somebody chose for each paragraph of minutes.

    :raises AlreadyEntered: the batch was entered meanwhile.
    """
    row = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if row.state == enums.BatchState.ENTERED:
        raise _entered(row)
    row.rows = [{**old, **new} for old, new in zip(row.rows, changes, strict=True)]
    row.save(update_fields=["rows"])
    return row


def enter(
    *, batch: PaperBatch, by: User, moment: datetime, checked: Sequence[Checked] | None = None
) -> list[Observation]:
    """Enter every row; a second press gives back what the first one entered.

    Rows that were just `checked` outside are not looked at again; the gate guards each of them all the same.

    :raises HasErrors: a row has an error, or there is none.
    :raises AlreadyEntered: the same file was entered from another page.
    """
    try:
        return _enter(batch=batch, by=by, moment=moment, checked=checked)
    except IntegrityError as error:
        raise _entered(batch) from error


@transaction.atomic
def _enter(*, batch: PaperBatch, by: User, moment: datetime, checked: Sequence[Checked] | None) -> list[Observation]:
    row = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if row.state == enums.BatchState.ENTERED:
        return list(Observation.objects.filter(key__startswith=f"batch-{row.pk}-").order_by("pk"))
    checked = check(row, moment=moment) if checked is None else checked
    if not checked or any(one.errors for one in checked):
        raise HasErrors(_("Alcune righe hanno un errore: correggile, poi si inseriscono tutte insieme."))
    made = [
        enter_one(target=one.target, paper=one.paper, by=by, key=f"batch-{row.pk}-{one.number}", moment=moment)
        for one in checked
        if one.target is not None and one.paper is not None
    ]
    PaperBatch.objects.filter(pk=row.pk).update(state=enums.BatchState.ENTERED, entered_at=moment)
    audit.record(actor=by, action="papers.entered", target=row, after={"rows": len(made), "sha256": row.sha256})
    return made


def _unentered(scope: str, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    known = PaperBatch.objects.filter(scope=scope, sha256=sha256, state=enums.BatchState.ENTERED).first()
    if known is not None:
        raise _entered(known)
    return sha256


def _entered(batch: PaperBatch) -> AlreadyEntered:
    return AlreadyEntered(_("Questo file è già stato inserito: non si inserisce due volte."), batch)


def _keep(
    scope: str, source: enums.BatchSource, name: str, sha256: str, rows: list[Row], *, by: User, moment: datetime
) -> PaperBatch:
    ending = name.rpartition(".")[2][:5] if "." in name else ""
    return PaperBatch.objects.create(
        scope=scope,
        source=source,
        name=uploads.clean_name(name, ending=f".{ending}" if ending.isalnum() else "")[:150],
        sha256=sha256,
        rows=rows,
        created_by=by,
        created_at=moment,
    )


def _cell(line: Sequence[str], place: int | None) -> str:
    return line[place].strip() if place is not None and place < len(line) else ""
