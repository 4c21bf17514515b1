# SPDX-License-Identifier: AGPL-3.0-or-later
"""The answers of a consultation as rows of a table that is sent out, filled in and read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from documents.consultations.models import Consultation, Outcome, Redraft
from documents.consultations.queries import next_words
from documents.consultations.queries.answers import kind_label
from documents.consultations.queries.categories import category_choices
from documents.consultations.queries.outcomes import owed
from documents.consultations.services.answering import Answer, Promise
from documents.consultations.services.redrafts import answer_of
from portal.comments.models import Observation
from portal.comments.queries.rows import proposals_in_force

ROWS_AT_ONCE = 500
DAY = "%d/%m/%Y"
# Where the office writes; what stands before is only to be read.
FIRST_WRITTEN = 10


@dataclass(frozen=True, kw_only=True)
class Key:
    """What a row is about, and what was on the screen of who took the table out."""

    code: str
    revision: int
    edition: int

    def __str__(self) -> str:
        return f"{self.code}/{self.revision}/{self.edition}"


def heading() -> list[str]:
    """Return the names of the columns."""
    return [
        _("Chiave (non cambiarla)"),
        _("Parte del testo"),
        _("Parole commentate"),
        _("Chi scrive"),
        _("Per quale organizzazione"),
        _("Che cos'è"),
        _("Categoria"),
        _("Osservazione"),
        _("Parole proposte"),
        _("Risposta"),
        _("Esito"),
        _("Motivo"),
        _("Paragrafi che cambiano"),
        _("Impegno: che cosa"),
        _("Impegno: chi"),
        _("Impegno: entro il"),
        _("Ufficio competente, se è un altro"),
        _("Ufficio che risponde"),
        _("Perché si corregge"),
    ]


def rows(consultation: Consultation) -> Iterator[list[str]]:
    """Yield a row for each contribution that is owed an answer, oldest first; memory stays flat."""
    numbers = {one.identity: str(one.number) for one in next_words.paragraphs(consultation)}
    labels = dict(category_choices(consultation))
    pks = list(owed(consultation).order_by("received_at", "pk").values_list("pk", flat=True))
    for start in range(0, len(pks), ROWS_AT_ONCE):
        chunk = owed(consultation).filter(pk__in=pks[start : start + ROWS_AT_ONCE]).order_by("received_at", "pk")
        chunk = chunk.select_related("voice", "seat", "outcome__commitment", "outcome__redraft")
        found = list(chunk.prefetch_related("outcome__outcomeparagraph_set"))
        proposals = proposals_in_force(found)
        for one in found:
            about = labels.get(one.category, ""), proposals.get(one.pk, "")
            yield [*_read(one, *about), *written(in_hand(one), numbers, office=consultation.office)]


def key_of(observation: Observation) -> Key:
    """Return the key of the row of a contribution as it stands now."""
    outcome: Outcome | None = getattr(observation, "outcome", None)
    edition = outcome.in_hand.edition if outcome else 0
    return Key(code=observation.code, revision=observation.revision_number, edition=edition)


def in_hand(observation: Observation) -> Answer | None:
    """Return the answer that a contribution has, as a service would take it."""
    outcome: Outcome | None = getattr(observation, "outcome", None)
    if outcome is None:
        return None
    new = outcome.in_hand
    if isinstance(new, Redraft):
        return answer_of(new)
    promised = getattr(outcome, "commitment", None)
    return Answer(
        kind=outcome.kind,
        motivation=outcome.motivation,
        office=outcome.office,
        other_office=outcome.other_office,
        paragraph_ids=frozenset(link.paragraph_id for link in outcome.outcomeparagraph_set.all()),
        promise=Promise(what=promised.what, who=promised.who, due_date=promised.due_date) if promised else None,
    )


def written(answer: Answer | None, numbers: dict[UUID, str], *, office: str) -> list[str]:
    """Return the cells that the office writes; a paragraph that is in the text no more goes by its identity."""
    if answer is None:
        return ["", "", "", "", "", "", "", office, ""]
    promise = answer.promise
    named = sorted(numbers.get(pk, str(pk)) for pk in answer.paragraph_ids)
    return [
        kind_label(answer.kind),
        answer.motivation,
        ", ".join(sorted(named, key=lambda one: (len(one), one))),
        promise.what if promise else "",
        promise.who if promise else "",
        f"{promise.due_date:{DAY}}" if promise else "",
        answer.other_office,
        answer.office,
        answer.correction,
    ]


def _read(one: Observation, category: str, proposed: str) -> list[str]:
    outcome: Outcome | None = getattr(one, "outcome", None)
    return [
        str(key_of(one)),
        one.target_label,
        one.quote,
        one.display_name,
        one.voice_name,
        str(one.get_kind_display()),
        category,
        one.comment,
        proposed,
        _("nessuna") if outcome is None else _("preparata") if outcome.is_waiting else _("pubblicata"),
    ]
