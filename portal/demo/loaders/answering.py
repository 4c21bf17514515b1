# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the office of the demo answers: contributions handed over, notes, similar ones together, one correction."""

from __future__ import annotations

from datetime import timedelta

from documents.consultations.enums import OutcomeKind
from documents.consultations.models import Consultation, LikeMember
from documents.consultations.queries.outcomes import RegisterFilter, register
from documents.consultations.services import grouping, handling, outcomes
from documents.consultations.services.outcomes import Answer, Seen
from portal.demo.loaders.consultations import Place
from portal.demo.loaders.texts import at
from search.likeness import ByWords

HANDED_OVER = 4
NOTES = (
    "Sentire il tavolo prima di rispondere: se n'è parlato nell'ultima seduta.",
    "Manca il dato del 2026: chiesto agli uffici, arriva entro venerdì.",
)
CORRECTION = "Nella prima risposta mancava l'ufficio a cui rivolgersi nel frattempo."
ADDED = " Nel frattempo risponde lo sportello sociale di Roccalvana, ogni mattina."


def load(place: Place) -> None:
    """Show the office at work on the open consultation, and one answer of the closed one corrected."""
    opened = Consultation.objects.get(slug="regolamento-ufficio-di-piano")
    _hand_over(opened, place)
    _group(opened, place)
    _correct(Consultation.objects.get(slug="piano-sociale-2027-2029"), place)


def _hand_over(consultation: Consultation, place: Place) -> None:
    moment = place.moment - timedelta(hours=6)
    waiting = list(register(consultation, RegisterFilter(answer="nessuna"))[:HANDED_OVER])
    if not waiting:
        return
    handling.assign(
        consultation=consultation,
        pks=[one.pk for one in waiting],
        to=place.staff.drafter,
        by=place.staff.coordinator,
        moment=moment,
    )
    for one, text in zip(waiting, NOTES, strict=False):
        handling.add_note(observation=one, text=text, by=place.staff.drafter, moment=moment)


def _group(consultation: Consultation, place: Place) -> None:
    """Accept the two most alike; what else is proposed stays for a person to decide."""
    moment = place.moment - timedelta(hours=5)
    grouping.propose(consultation=consultation, moment=moment, way=ByWords())
    members = LikeMember.objects.filter(group__consultation=consultation).select_related("group")
    best = members.filter(likeness__lt=1).order_by("-likeness", "pk").first()
    if best is None:
        return
    middle = members.filter(group=best.group).order_by("-likeness", "pk")[0]
    pks = [middle.observation_id, best.observation_id]
    grouping.accept(group=best.group, pks=pks, by=place.staff.drafter, moment=moment)


def _correct(consultation: Consultation, place: Place) -> None:
    moment = at(place.moment, days=-2, hour=10)
    old = consultation.outcomes.published().filter(kind=OutcomeKind.REJECTED).order_by("pk").first()
    if old is None:
        return
    [new] = outcomes.prepare(
        consultation=consultation,
        seen={old.observation_id: Seen(revision=old.revision_number, edition=old.edition)},
        answer=Answer(kind=old.kind, motivation=old.motivation + ADDED, office=old.office, correction=CORRECTION),
        by=place.staff.drafter,
        moment=moment,
    )
    editions = {new.pk: new.in_hand.edition}
    outcomes.publish(consultation=consultation, editions=editions, by=place.staff.coordinator, moment=moment)
