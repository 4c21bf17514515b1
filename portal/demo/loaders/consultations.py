# SPDX-License-Identifier: AGPL-3.0-or-later
"""The three consultations of the demo: one closed with its report, one open, one to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from documents.consultations.models import Consultation
from documents.consultations.services import outcomes, publication
from documents.library.models import Document
from partners.models import Partner
from portal.core.models import Area, PrivacyNotice, User
from portal.demo import contents
from portal.demo.loaders import reasons, redrafting, texts
from portal.demo.loaders.texts import Staff, at
from portal.demo.loaders.voices import Choir
from tavoli.models import Tavolo


@dataclass(frozen=True, kw_only=True)
class Place:
    """What the consultations are made with."""

    areas: dict[str, Area]
    partners: dict[str, Partner]
    people: dict[str, User]
    tavoli: dict[str, Tavolo]
    documents: list[Document]
    notice: PrivacyNotice
    staff: Staff
    moment: datetime


def load_piano(place: Place) -> None:
    """A closed consultation on the Piano: every voice answered, the *proposta definitiva* and its report out."""
    version = texts.load_text(texts.PIANO, staff=place.staff, moment=at(place.moment, days=-55, hour=9))
    texts.entrust(version.text, place.areas, place.tavoli)
    opens, closes = at(place.moment, days=-50, hour=9), at(place.moment, days=-20, hour=23, minute=59)
    window = texts.consult(
        version,
        slug="piano-sociale-2027-2029",
        title="Il Piano sociale 2027–2029: che cosa manca?",
        opens=opens,
        closes=closes,
        notice=place.notice,
        staff=place.staff,
        materials=[one for one in place.documents if one.title.startswith(("Analisi", "Indagine"))],
        details={
            "purpose": "Dieci schede di intervento nate da quattro tavoli. Prima di decidere chiediamo a chi usa i "
            "servizi, a chi li fa e a chi ne ha bisogno se abbiamo capito bene.",
            "negotiable": "Orari, luoghi, modi di accesso, priorità dentro ogni scheda, indicatori.",
            "not_negotiable": "L'importo dei fondi nazionali e i livelli essenziali, che la legge fissa per tutti.",
            "who_decides": "Il Consiglio comunale di Roccalvana, sentiti gli altri sei comuni, entro fine anno.",
        },
    )
    rows = contents.rows("piano_voices", "voice")
    choir = choir_of(place, window.consultation, opens)
    for row in sorted(rows, key=lambda one: one["day"]):
        choir.speak(row)
    choir.answer(rows, moment=at(place.moment, days=-8, hour=11))
    texts.apply_edits(version.text, [*contents.rows("piano_voices", "edit"), *reasons.piano_edits()], staff=place.staff)
    redrafting.redraft(version.text, staff=place.staff)
    redrafting.sign(
        version.text, staff=place.staff, referent=place.people["salute"], moment=at(place.moment, days=-7, hour=9)
    )
    explained_at = at(place.moment, days=-7, hour=10)
    reasons.explain(version.text, tavoli=place.tavoli, said=choir.said, by=place.staff.drafter, moment=explained_at)
    publication.publish_proposal(
        consultation=window.consultation,
        by=place.staff.coordinator,
        moment=at(place.moment, days=-5, hour=12),
        note="Proposta definitiva: tiene conto delle osservazioni arrivate nella consultazione.",
    )


def load_regolamento(place: Place) -> None:
    """An open consultation on the real Regolamento, begun ten days ago: some answered, some waiting."""
    version = texts.load_text(texts.REGOLAMENTO, staff=place.staff, moment=at(place.moment, days=-12, hour=9))
    opens = at(place.moment, days=-10, hour=8)
    last_day = texts.working_day(place.moment, days=20)
    window = texts.consult(
        version,
        slug="regolamento-ufficio-di-piano",
        title="Come lavora l'Ufficio di Piano: il regolamento",
        opens=opens,
        closes=at(place.moment, days=last_day, hour=23, minute=59),
        notice=place.notice,
        staff=place.staff,
        materials=[one for one in place.documents if one.title.startswith(("Linee guida", "Costituzione"))],
        details={
            "purpose": "Il regolamento dice chi compone l'ufficio, che cosa fa e come risponde ai cittadini. "
            "Lo rivediamo insieme a chi con l'ufficio ha a che fare ogni giorno.",
            "negotiable": "Tempi di risposta, modo di convocare i tavoli, rapporti con utenti e associazioni.",
            "not_negotiable": "Le funzioni che la legge regionale affida all'ufficio.",
            "who_decides": "La Giunta comunale, entro sessanta giorni dalla chiusura.",
        },
    )
    rows = contents.rows("regolamento_voices", "voice")
    choir = choir_of(place, window.consultation, opens)
    for row in sorted(rows, key=lambda one: one["day"]):
        choir.speak(row)
    moment = place.moment - timedelta(hours=20)
    choir.answer(rows, moment=moment)
    chosen = {choir.said[row["id"]].pk for row in rows if row.get("publish")}
    ready = window.consultation.outcomes.filter(observation_id__in=chosen)
    editions = dict(ready.values_list("pk", "edition"))
    outcomes.publish(consultation=window.consultation, editions=editions, by=place.staff.coordinator, moment=moment)


def load_compartecipazione(place: Place) -> None:
    """A consultation that opens in two weeks."""
    version = texts.load_text(texts.COMPARTECIPAZIONE, staff=place.staff, moment=at(place.moment, days=-2, hour=10))
    first = texts.working_day(place.moment, days=14)
    last = texts.working_day(place.moment, days=first + 30)
    texts.consult(
        version,
        slug="accesso-e-compartecipazione",
        title="Quanto si paga e come si chiede un servizio",
        opens=at(place.moment, days=first, hour=9),
        closes=at(place.moment, days=last, hour=23, minute=59),
        notice=place.notice,
        staff=place.staff,
        materials=[one for one in place.documents if one.title.startswith("Costi standard")],
        details={
            "purpose": "Le regole di oggi sono sette, una per comune. Ne proponiamo una sola, più semplice.",
            "negotiable": "Le soglie, i tempi di risposta, i modi per chiedere.",
            "not_negotiable": "L'uso dell'ISEE, che è legge dello Stato.",
            "who_decides": "I sette Consigli comunali, entro l'estate.",
        },
    )


def choir_of(place: Place, consultation: Consultation, opens: datetime) -> Choir:
    """Return everybody who speaks about a consultation."""
    return Choir(
        consultation=consultation,
        opens_at=opens,
        people=place.people,
        partners=place.partners,
        staff=place.staff,
    )
