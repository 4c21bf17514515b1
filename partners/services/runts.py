# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the public list of the RUNTS: first all of it is looked at, then it is kept, in short steps.

Note [A list is read twice]
---------------------------
The first reading writes nothing: it refuses a file that is not the list, or one so short that half the register would
seem cancelled, and finds the bodies that stand in two sections. Only then rows are written, a thousand a transaction,
so that nobody else waits for half a minute; a reading that was killed is done again from the start and comes to the
same end. What is no longer in the list is marked last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.enums import ImportState, RuntsSection
from partners.models import RuntsImport, RuntsRecord
from partners.runts.listing import BadRow, identify, numbered_rows, read
from partners.runts.tables import Unreadable
from partners.services.runts_partners import compare_partners

BATCH: Final = 1000
MOST_TOLD: Final = 200
LEAST_SHARE: Final = 0.7
FIELDS: Final = (
    "number", "name", "section", "network", "municipality", "province", "is_in_five_per_thousand", "registered_on",
    "is_network",
)  # fmt: skip

# One statement for a whole batch: Django's own `bulk_create` takes four times as long to write a row out.
KEEP: Final = """
    INSERT INTO partners_runtsrecord (fiscal_code, number, name, section, network, municipality, province,
        is_in_five_per_thousand, registered_on, is_network, seen_in_id, is_listed, missing_since)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (fiscal_code) DO UPDATE SET number = excluded.number, name = excluded.name,
        section = excluded.section, network = excluded.network, municipality = excluded.municipality,
        province = excluded.province, is_in_five_per_thousand = excluded.is_in_five_per_thousand,
        registered_on = excluded.registered_on, is_network = excluded.is_network,
        seen_in_id = excluded.seen_in_id, is_listed = excluded.is_listed, missing_since = excluded.missing_since
"""

Tell = Callable[[int], object]


class Body(NamedTuple):
    """A body of the list: its code, and its facts in the order of `FIELDS`."""

    code: str
    facts: tuple[Any, ...]


@dataclass
class Looked:
    """What the first reading found."""

    rows: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    refused_count: int = 0
    sections: dict[str, str] = field(default_factory=dict)
    networks: set[str] = field(default_factory=set)

    def refuse(self, number: int, reason: str) -> None:
        self.refused_count += 1
        if len(self.refused) < MOST_TOLD:
            self.refused.append({"riga": number, "perche": reason})


def read_list(*, reading: RuntsImport, path: Path, moment: datetime, force: bool = False, tell: Tell) -> RuntsImport:
    """Read a list to the end and return its report; what is curated in the register is never overwritten.

    `tell` is told after each batch how many rows were handled; every row is handled twice.

    :raises Unreadable: the file is not the list, or is much shorter than the one before; nothing was written.
    """
    RuntsImport.objects.filter(pk=reading.pk).update(state=ImportState.RUNNING)
    try:
        looked = _look(path, tell)
        known = _known()
        _refuse_what_is_short(looked, known, force=force)
    except Unreadable as error:
        _end(reading, state=ImportState.REFUSED, report={"motivo": str(error)})
        raise
    report: dict[str, Any] = {"righe_non_lette": looked.refused, "cambiati": [], "non_piu_in_elenco": []}
    reading.report = report
    _keep(reading, path, looked, known, tell)
    _mark_missing(reading, looked, known, moment)
    report["registro"] = compare_partners(codes=set(looked.sections), is_dry_run=reading.is_dry_run)
    reading.total_rows, reading.refused_count = looked.rows, looked.refused_count
    _end(reading, state=ImportState.DONE, report=report)
    return reading


def _look(path: Path, tell: Tell) -> Looked:
    looked = Looked()
    for number, cells, columns in numbered_rows(path):
        looked.rows += 1
        try:
            code, _name, section = identify(cells, columns, looked.sections)
        except BadRow as error:
            looked.refuse(number, str(error))
        else:
            _place(looked, number, code, section)
        if not looked.rows % BATCH:
            tell(looked.rows)
    return looked


def _place(looked: Looked, number: int, code: str, section: str) -> None:
    """Note the section of a body; only a network may stand in two."""
    before = looked.sections.get(code)
    if before is None:
        looked.sections[code] = section
    elif (before == RuntsSection.NETWORK) == (section == RuntsSection.NETWORK):
        looked.refuse(number, _("Lo stesso codice fiscale è già in una riga di prima."))
    else:
        looked.networks.add(code)
        looked.sections[code] = section if before == RuntsSection.NETWORK else before


def _known() -> dict[str, tuple[int, bool]]:
    """Return what is kept of each body: a fingerprint of its facts, and whether the last list named it."""
    rows = RuntsRecord.objects.order_by().values_list("fiscal_code", "is_listed", *FIELDS).iterator(chunk_size=5000)
    return {row[0]: (hash(row[2:]), row[1]) for row in rows}


def _refuse_what_is_short(looked: Looked, known: dict[str, tuple[int, bool]], *, force: bool) -> None:
    if not looked.sections:
        raise Unreadable(_("Nessuna riga si può leggere."))
    listed = sum(1 for _fingerprint, is_listed in known.values() if is_listed)
    if not force and len(looked.sections) < listed * LEAST_SHARE:
        message = _(
            "Questo elenco ha %(new)d enti, il precedente %(old)d: sembra un pezzo solo. Non ho cambiato nulla."
        )
        raise Unreadable(message % {"new": len(looked.sections), "old": listed})


def _keep(reading: RuntsImport, path: Path, looked: Looked, known: dict[str, tuple[int, bool]], tell: Tell) -> None:
    written: set[str] = set()
    done = looked.rows
    for batch in _batches(_bodies(path, looked, written)):
        changed, new = [], []
        for body in batch:
            before = known.get(body.code)
            if before is None:
                new.append(body)
            elif before != (hash(body.facts), True):
                changed.append(body)
        reading.new_count += len(new)
        reading.changed_count += len(changed)
        reading.same_count += len(batch) - len(new) - len(changed)
        _tell_changes(changed, reading.report)
        if not reading.is_dry_run:
            _write(reading, new + changed)
        done += len(batch)
        tell(done)


def _bodies(path: Path, looked: Looked, written: set[str]) -> Iterator[Body]:
    """Yield each body once, with the section that the whole list gives it."""
    for _number, cells, columns in numbered_rows(path):
        try:
            listed = read(cells, columns, looked.sections)
        except BadRow:
            continue
        code = listed.fiscal_code
        if code in written:
            continue
        written.add(code)
        facts = (
            listed.number, listed.name, looked.sections[code], listed.network, listed.municipality, listed.province,
            listed.is_in_five_per_thousand, listed.registered_on, code in looked.networks,
        )  # fmt: skip
        yield Body(code, facts)


def _batches(bodies: Iterator[Body]) -> Iterator[list[Body]]:
    batch: list[Body] = []
    for body in bodies:
        batch.append(body)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _tell_changes(changed: list[Body], report: dict[str, Any]) -> None:
    """Say what changed in the first of them: names of the fields, before and after."""
    room = MOST_TOLD - len(report["cambiati"])
    told = changed[:room] if room > 0 else []
    old = {row.fiscal_code: row for row in RuntsRecord.objects.filter(fiscal_code__in=[one.code for one in told])}
    for body in told:
        facts = dict(zip(FIELDS, body.facts, strict=True))
        before = {name: getattr(old[body.code], name) for name in FIELDS}
        differences = {
            name: [str(before[name] or ""), str(facts[name] or "")] for name in FIELDS if before[name] != facts[name]
        }
        report["cambiati"].append({"codice": body.code, "nome": facts["name"], "campi": differences})


@transaction.atomic
def _write(reading: RuntsImport, bodies: list[Body]) -> None:
    if not bodies:
        return
    with connection.cursor() as cursor:
        cursor.executemany(KEEP, [(body.code, *body.facts, reading.pk, True, None) for body in bodies])


def _mark_missing(reading: RuntsImport, looked: Looked, known: dict[str, tuple[int, bool]], moment: datetime) -> None:
    told = reading.report["non_piu_in_elenco"]
    gone = sorted(
        code for code, (_fingerprint, is_listed) in known.items() if is_listed and code not in looked.sections
    )
    reading.missing_count = len(gone)
    for start in range(0, len(gone), BATCH // 2):
        rows = RuntsRecord.objects.filter(fiscal_code__in=gone[start : start + BATCH // 2])
        if len(told) < MOST_TOLD:
            told += [{"codice": row.fiscal_code, "nome": row.name} for row in rows[:MOST_TOLD]]
        if not reading.is_dry_run:
            rows.update(is_listed=False, missing_since=timezone.localdate(moment))


def _end(reading: RuntsImport, *, state: ImportState, report: dict[str, Any]) -> None:
    reading.state, reading.report, reading.finished_at = state, report, timezone.now()
    reading.save()
