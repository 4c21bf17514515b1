# SPDX-License-Identifier: AGPL-3.0-or-later
"""One row for each published observation: the same columns in every format. Only what anyone may read."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from documents.consultations.models import Consultation
from documents.consultations.queries.report import Line, lines
from portal.ui.dates import day_in_rome

DAY = "%d/%m/%Y"


def heading() -> list[str]:
    """Return the names of the columns."""
    return [
        _("Numero"),
        _("Ricevuta il"),
        _("Che cos'è"),
        _("Parte del testo"),
        _("Versione commentata"),
        _("Parole commentate"),
        _("Chi scrive"),
        _("Per quale organizzazione"),
        _("Da dove arriva"),
        _("Osservazione"),
        _("Esito"),
        _("Motivo"),
        _("Paragrafi cambiati"),
        _("Impegno"),
        _("Ufficio che risponde"),
        _("Risposta del"),
        _("Categoria"),
        _("Che organizzazione è"),
        _("Arrivata dopo la chiusura"),
        _("Perché senza risposta"),
        _("Parole proposte"),
    ]


def rows(consultation: Consultation) -> Iterator[list[str]]:
    """Yield the rows, oldest observation first; memory stays flat however many they are."""
    return (cells(line) for line in lines(consultation))


def cells(line: Line) -> list[str]:
    """Return the row of one observation; without an answer yet, its last columns are empty."""
    one = line.observation
    return [
        one.code,
        f"{day_in_rome(one.received_at):{DAY}}",
        str(one.get_kind_display()),
        one.target_label,
        str(one.version_number),
        one.quote,
        one.display_name or _("Partecipante"),
        one.voice_name,
        str(one.get_channel_display()),
        one.comment,
        *_answer_cells(line),
        line.category,
        one.voice_kind_label,
        _("sì") if one.is_late else _("no"),
        line.override.reason if line.override and line.answer is None else "",
        line.proposed,
    ]


def _answer_cells(line: Line) -> list[str]:
    answer = line.answer
    if answer is None or answer.published_at is None:
        return [""] * 6
    promised = answer.commitment
    return [
        answer.kind_label,
        answer.outcome.motivation,
        ", ".join(str(paragraph.number) for paragraph in answer.changed),
        f"{promised.what} ({promised.who}, {promised.due_date:{DAY}})" if promised else "",
        answer.office,
        f"{day_in_rome(answer.published_at):{DAY}}",
    ]
