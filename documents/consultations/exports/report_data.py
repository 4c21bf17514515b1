# SPDX-License-Identifier: AGPL-3.0-or-later
"""The report for programs: the numbers, then one object for each published observation. Memory stays flat."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from documents.consultations.models import Consultation
from documents.consultations.queries.left import PassedOver
from documents.consultations.queries.report import Bar, Line, Report, lines

FORMAT = 1
TABLES = ("outcomes", "participants", "channels", "kinds", "categories", "sections", "times")
NAMES = ("esiti", "partecipanti", "canali", "tipi", "categorie", "sezioni", "tempi")


def stream(
    consultation: Consultation, report: Report, passed_over: PassedOver | None, *, moment: datetime
) -> Iterator[str]:
    """Yield the pieces of the JSON."""
    head = json.dumps(_head(consultation, report, passed_over, moment), ensure_ascii=False, indent=1)
    yield head.rstrip("\n}") + ',\n "osservazioni": [\n'
    mark = ""
    for line in lines(consultation):
        yield mark + json.dumps(_row(line), ensure_ascii=False)
        mark = ",\n"
    yield "\n ]\n}\n"


def _head(
    consultation: Consultation, report: Report, passed_over: PassedOver | None, moment: datetime
) -> dict[str, Any]:
    return {
        "formato": FORMAT,
        "consultazione": consultation.title,
        "ufficio": consultation.office,
        "situazione_al": moment.isoformat(),
        "numeri": {
            "osservazioni": report.total,
            "accolte": report.accepted,
            "con_risposta": report.answered,
            "persone": report.people,
            "risposte_tra_partecipanti": report.replies,
            "non_pubblicate": report.hidden,
            "ritirate": report.withdrawn,
        },
        **{name: [_bar(bar) for bar in getattr(report, table)] for name, table in zip(NAMES, TABLES, strict=True)},
        "invitati": [
            {"specie": one.kind, "nome": one.label, "invitate": one.invited, "hanno_parlato": one.spoke}
            for one in report.invited
        ],
        "senza_tutte_le_risposte": {"motivo": passed_over.reason, "osservazioni": list(passed_over.codes)}
        if passed_over
        else None,
    }


def _bar(bar: Bar) -> dict[str, Any]:
    return {"chiave": bar.key, "nome": bar.label, "quante": bar.count, "su_cento": bar.percent}


def _row(line: Line) -> dict[str, Any]:
    one, answer = line.observation, line.answer
    return {
        "numero": one.code,
        "ricevuta": one.received_at.isoformat(),
        "tipo": one.kind,
        "categoria": one.category,
        "categoria_nome": line.category,
        "canale": one.channel,
        "dopo_la_chiusura": one.is_late,
        "parte": one.target_label,
        "versione": one.version_number,
        "parole": one.quote,
        "chi": one.display_name,
        "organizzazione": one.voice.name if one.voice else None,
        "specie": one.voice.kind if one.voice else None,
        "seggio": one.seat.shown_name if one.seat else None,
        "ruolo_nel_seggio": one.seat_role or None,
        "testo": one.comment,
        "parole_proposte": line.proposed or None,
        "esito": answer.outcome.kind if answer else None,
        "motivo": answer.outcome.motivation if answer else None,
        "correzione": (answer.correction or None) if answer else None,
        "paragrafi": [paragraph.number for paragraph in answer.changed] if answer else [],
        "risposta_del": answer.published_at.isoformat() if answer and answer.published_at else None,
        "perche_senza_risposta": line.override.reason if line.override and answer is None else None,
    }
