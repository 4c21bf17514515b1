# SPDX-License-Identifier: AGPL-3.0-or-later
"""A charter that came back from Word and went out without one answer, with its reason; then adopted and approved.

And a new draft of another text that waits for somebody to say which paragraph is which.
"""

from __future__ import annotations

import io
from datetime import timedelta

from docx import Document

from documents.consultations.enums import CauseKind, ChangeKind, Stage, TextKind
from documents.consultations.imports.reading import read_file
from documents.consultations.models import Consultation, ImportDraft, Version
from documents.consultations.queries import causes as queries
from documents.consultations.queries import drafts, obstacles
from documents.consultations.services import causes, imports, new_drafts, publication, versions
from documents.consultations.services.causes import Why
from documents.consultations.services.publication import PassingOver
from portal.comments.models import Observation
from portal.demo import contents
from portal.demo.loaders import texts
from portal.demo.loaders.consultations import Place, choir_of
from portal.demo.loaders.texts import Wanted, at

CHARTER = Wanted(
    name="carta",
    title="Carta dei servizi dello sportello sociale",
    kind=TextKind.REGULATION,
    summary="Dove si chiede un aiuto, quando, e che cosa promette chi risponde.",
)
WHY_WITHOUT = (
    "La Giunta approva la carta entro il mese. Per dire come si chiama un interprete serve un preventivo, che non è "
    "ancora arrivato: rispondiamo appena c'è."
)
WHY_THE_REST = "Prima quello che tutela chi racconta di sé; il questionario annuale è già nel regolamento dell'ufficio."
ACTS = (
    (Stage.ADOPTED, -63, "88", "Giunta comunale di Roccalvana"),
    (Stage.APPROVED, -49, "31", "Consiglio comunale di Roccalvana"),
)


def load(place: Place) -> None:
    """Load the charter from its first version to the act that approves it; then the draft that waits."""
    version = texts.load_text(CHARTER, staff=place.staff, moment=at(place.moment, days=-120, hour=9))
    opens = at(place.moment, days=-115, hour=9)
    window = texts.consult(
        version,
        slug="carta-dello-sportello-sociale",
        title="La carta dello sportello sociale",
        opens=opens,
        closes=at(place.moment, days=-84, hour=23, minute=59),
        notice=place.notice,
        staff=place.staff,
        materials=[],
        details={
            "purpose": "Lo sportello cambia sede e orari: chiediamo a chi lo usa che cosa deve promettere.",
            "negotiable": "Orari, luoghi, tempi di attesa e di risposta.",
            "not_negotiable": "Il numero di persone che ci lavorano fino a dicembre.",
            "who_decides": "La Giunta comunale di Roccalvana.",
        },
    )
    rows = contents.rows("carta_voices", "voice")
    choir = choir_of(place, window.consultation, opens)
    for row in rows:
        choir.speak(row)
    choir.answer(rows, moment=at(place.moment, days=-76, hour=11))
    _bring_back(version, place, choir.said["richiamata"])
    _publish(window.consultation, place)
    _keep("compartecipazione_rivista", "compartecipazione-rivista.docx", place)


def _bring_back(version: Version, place: Place, asked: Observation) -> None:
    """The redraft made in Word takes the place of the sections; its changes get their causes.

    The half of a paragraph that now stands by itself is due to who asked for it, as the other half is.
    """
    draft = _keep("carta_rivista", "carta-rivista.docx", place)
    text, by, moment = version.text, place.staff.drafter, at(place.moment, days=-74, hour=10)
    new_drafts.redraft(draft=draft, text=text, by=by, choices={}, accepts=True)
    lacking = queries.standing(drafts.next_version(text)).lacking
    halves = [one.stretch.key for one in lacking if one.stretch.kind == ChangeKind.ADDED]
    why = Why(kind=CauseKind.OBSERVATION, observations=[asked.pk])
    causes.give(text=text, stretches=halves, why=why, by=by, moment=moment)
    causes.give_to_all_left(text=text, reason=WHY_THE_REST, by=by, moment=moment)


def _publish(consultation: Consultation, place: Place) -> None:
    coordinator = place.staff.coordinator
    proposal = publication.publish_proposal(
        consultation=consultation,
        by=coordinator,
        moment=at(place.moment, days=-70, hour=12),
        note="Proposta definitiva: la stesura è tornata da Word dopo due riunioni con gli operatori.",
        passing_over=PassingOver(reason=WHY_WITHOUT, unanswered=obstacles.unanswered(consultation)),
    )
    acts = (
        (Stage.ADOPTED, -63, "88", "Giunta comunale di Roccalvana"),
        (Stage.APPROVED, -49, "31", "Consiglio comunale"),
    )
    for stage, days, number, body in acts:
        moment = at(place.moment, days=days, hour=12)
        versions.add_stage(
            version=proposal,
            stage=stage,
            by=coordinator,
            moment=moment,
            act_number=number,
            act_body=body,
            act_date=(moment - timedelta(days=2)).date(),
        )


def _keep(content: str, name: str, place: Place) -> ImportDraft:
    word = _in_word(contents.markdown(content))
    return imports.keep(parsed=read_file(name, word), source_name=name, content=word, by=place.staff.drafter)


def _in_word(markdown: str) -> bytes:
    """Return a text as an office writes it in Word: titles with their styles, one paragraph after the other."""
    document = Document()
    document.core_properties.author = ""
    for block in markdown.strip().split("\n\n"):
        marks, _space, words = block.partition(" ")
        if set(marks) == {"#"}:
            document.add_heading(words, level=len(marks) - 1)
        else:
            document.add_paragraph(block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
