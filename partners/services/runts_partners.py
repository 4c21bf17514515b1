# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a list of the RUNTS says of our partners: blanks are filled, what somebody wrote is only told."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction

from partners.models import Partner, RuntsRecord
from partners.services.register import tell_changed
from portal.core import audit

# Our field, and the list's: filled only where ours is empty.
FILLED: Final = (("runts_section", "section"), ("runts_number", "number"), ("network", "network"))
COMPARED: Final = (("name", "name"), ("municipality", "municipality"), *FILLED)


def compare_partners(*, codes: set[str], is_dry_run: bool) -> dict[str, list[dict[str, Any]]]:
    """Fill what is empty in the partners that the list names; return what was filled, what differs, who is not there.

    `codes` are all those of the list. A partner of the RUNTS that an earlier list named, and this one does not,
    counts as cancelled; one that no list ever named, as not found.
    """
    report: dict[str, list[dict[str, Any]]] = {"riempiti": [], "diversi": [], "cancellati": [], "non_trovati": []}
    partners = Partner.objects.belonging().exclude(fiscal_code="").order_by("name")
    records = {row.fiscal_code: row for row in _records(list(partners.values_list("fiscal_code", flat=True)))}
    for partner in partners:
        record = records.get(partner.fiscal_code)
        if partner.fiscal_code in codes and record is not None:
            _compare(partner, record, report, is_dry_run=is_dry_run)
        elif partner.is_ets and partner.fiscal_code not in codes:
            report["cancellati" if record is not None else "non_trovati"].append(_told(partner))
    return report


def _records(codes: list[str]) -> list[RuntsRecord]:
    found: list[RuntsRecord] = []
    for start in range(0, len(codes), 500):
        found += RuntsRecord.objects.filter(fiscal_code__in=codes[start : start + 500])
    return found


def _compare(partner: Partner, record: RuntsRecord, report: dict[str, Any], *, is_dry_run: bool) -> None:
    may_stand_in_runts = not partner.is_institutional
    blanks = {
        ours: getattr(record, theirs)
        for ours, theirs in FILLED
        if may_stand_in_runts and not getattr(partner, ours) and getattr(record, theirs)
    }
    if blanks:
        if not is_dry_run:
            _fill(partner, blanks)
        report["riempiti"].append({**_told(partner), "campi": blanks})
    differences = {
        ours: [str(getattr(partner, ours)), str(getattr(record, theirs))]
        for ours, theirs in COMPARED
        if ours not in blanks
        and getattr(record, theirs)
        and _plain(getattr(partner, ours)) != _plain(getattr(record, theirs))
    }
    if differences:
        report["diversi"].append({**_told(partner), "campi": differences})


@transaction.atomic
def _fill(partner: Partner, blanks: dict[str, Any]) -> None:
    still_empty = Partner.objects.filter(pk=partner.pk, **dict.fromkeys(blanks, ""))
    if still_empty.update(**blanks):
        before = dict.fromkeys(blanks, "")
        audit.record(
            actor=None, action="partner.filled", target=partner, partner_id=partner.pk, before=before, after=blanks
        )
        tell_changed(partner.pk)


def _plain(value: Any) -> str:
    return " ".join(str(value or "").casefold().split())


def _told(partner: Partner) -> dict[str, Any]:
    return {"id": partner.pk, "nome": partner.name, "codice": partner.fiscal_code}
