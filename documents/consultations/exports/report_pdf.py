# SPDX-License-Identifier: AGPL-3.0-or-later
"""The report as an accessible PDF (PDF/UA-1). Words reach typst as data: none of them is ever its language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from documents.consultations.models import Consultation
from documents.consultations.queries.left import PassedOver
from documents.consultations.queries.report import BAR_WIDTH, Bar, Report, SectionReport
from portal.comments.words import excerpt
from portal.ui.dates import in_full_day

SOURCE = Path(__file__).with_name("report.typ")
EXCERPT = 240


def write(
    consultation: Consultation,
    report: Report,
    changed: Sequence[SectionReport],
    passed_over: PassedOver | None,
    *,
    moment: datetime,
) -> bytes:
    """Return the PDF: the numbers, what changed section by section, tables that are charts too, who was not heard."""
    data = {
        **_head(consultation, report, moment),
        "tables": _tables(report),
        "changed_title": _("Che cosa avete chiesto e che cosa è cambiato"),
        "changed": [_section(one) for one in changed],
        "passed_over": _passed_over(passed_over),
        "invited": _invited(report),
    }
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return bytes(typst.compile(SOURCE.read_bytes(), format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs))


def _head(consultation: Consultation, report: Report, moment: datetime) -> dict[str, Any]:
    day = timezone.localdate(moment)
    numbers = [
        ngettext("%d osservazione", "%d osservazioni", report.total) % report.total,
        ngettext("%d accolta, del tutto o in parte", "%d accolte, del tutto o in parte", report.accepted)
        % report.accepted,
        ngettext("%d con risposta", "%d con risposta", report.answered) % report.answered,
        ngettext("%d persona ha scritto", "%d persone hanno scritto", report.people) % report.people,
        _("contate a parte: %(hidden)d non pubblicate, %(withdrawn)d ritirate")
        % {"hidden": report.hidden, "withdrawn": report.withdrawn},
    ]
    return {
        "lang": get_language() or "it",
        "title": _("Ci avete detto, abbiamo fatto"),
        "subtitle": consultation.title,
        "office": consultation.office,
        "day": [day.year, day.month, day.day],
        "situation": _("Situazione al %(day)s.") % {"day": in_full_day(moment)},
        "numbers_title": _("I numeri"),
        "numbers": numbers,
    }


def _tables(report: Report) -> list[dict[str, Any]]:
    named = (
        (_("Che cosa ha deciso l'ufficio"), _("Esito"), report.outcomes),
        (_("Chi ha partecipato"), _("Partecipante"), report.participants),
        (_("Da dove sono arrivate"), _("Canale"), report.channels),
        (_("Che cosa erano"), _("Tipo"), report.kinds),
        (_("Di che cosa parlavano"), _("Categoria"), report.categories),
        (_("Su quali parti del testo"), _("Parte"), report.sections),
        (_("Quando sono arrivate"), _("Quando"), report.times),
    )
    heads = [_("Quante"), _("Su cento"), _("Disegno")]
    return [
        {"caption": caption, "heads": [head, *heads], "rows": [_bar(bar) for bar in bars]}
        for caption, head, bars in named
        if bars
    ]


def _bar(bar: Bar) -> list[Any]:
    return [bar.label, str(bar.count), str(bar.percent), bar.width / BAR_WIDTH]


def _section(one: SectionReport) -> dict[str, Any]:
    told = _("%(total)d osservazioni, %(accepted)d accolte") % {"total": one.count, "accepted": one.accepted}
    lines = [
        [line.observation.code, excerpt(line.observation.comment, EXCERPT), line.answer.sentence]
        for line in one.lines
        if line.answer
    ]
    return {"title": one.title, "told": told, "lines": lines}


def _passed_over(passed_over: PassedOver | None) -> dict[str, Any] | None:
    if passed_over is None:
        return None
    waiting = _("Aspettano ancora una risposta: %s.") % ", ".join(passed_over.codes) if passed_over.codes else ""
    return {"title": _("Pubblicata senza tutte le risposte"), "reason": passed_over.reason, "waiting": waiting}


def _invited(report: Report) -> dict[str, Any] | None:
    if not report.invited:
        return None
    silent = ", ".join(one.label for one in report.silent)
    return {
        "title": _("Chi era invitato e chi ha parlato"),
        "told": _("Non ha parlato nessuno tra: %s.") % silent if silent else "",
        "heads": [_("Specie"), _("Invitate"), _("Hanno parlato")],
        "rows": [[one.label, str(one.invited), str(one.spoke)] for one in report.invited],
    }
