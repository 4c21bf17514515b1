# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who holds the collective seat speaks for it in the consultation that is open, on the site and with a letter."""

from __future__ import annotations

import uuid

from documents.consultations.models import Consultation, VersionParagraph
from partners.enums import SeatKind
from partners.models import Seat
from portal.comments import targets
from portal.comments.enums import Channel, Kind, NameChoice, State
from portal.comments.services import moderation, papers
from portal.comments.services.submission import Draft, submit
from portal.core.audiences import EVERYBODY
from portal.demo.loaders.consultations import Place
from portal.demo.loaders.texts import at

OPEN = "regolamento-ufficio-di-piano"
ON = "Il Bilancio sociale di Ambito è redatto con cadenza triennale"
TEXT = (
    "Le associazioni fuori dal Forum chiedono che i dati si leggano anche comune per comune: da noi, in montagna, "
    "la media dell'Ambito dice poco."
)

LETTER = "I centri di ascolto chiedono che il Bilancio sociale si presenti anche a voce, una sera, in ogni comune."


def load(place: Place) -> None:
    """Let the delegate of the collective seat send an observation, and a moderator publish it; a letter waits."""
    found = Consultation.objects.select_related("version").get(slug=OPEN)
    twin = VersionParagraph.objects.filter(version=found.version, plain__contains=ON).order_by("number")[0]
    seat, author = Seat.objects.get(kind=SeatKind.COLLECTIVE), place.people["porta"]
    moment = at(place.moment, days=-2, hour=17)
    target = targets.resolve("paragraph", str(twin.paragraph_id), audience=EVERYBODY)
    said = submit(
        target=target,
        draft=Draft(text=TEXT, name_choice=NameChoice.FULL, display_name=author.get_full_name(), seat_id=seat.pk),
        author=author,
        key=str(uuid.uuid4()),
        moment=moment,
    ).observation
    seen = moderation.Seen(state=State.PENDING, revision_number=1)
    moderation.publish(observation_id=said.pk, seen=seen, by=place.staff.moderator, moment=moment)
    papers.enter_paper(
        target=target,
        paper=papers.Paper(
            channel=Channel.PEC,
            received_at=at(place.moment, days=-1, hour=9),
            text=LETTER,
            kind=Kind.OBSERVATION,
            display_name=author.get_full_name(),
            seat_id=seat.pk,
            seat_role=said.seat_role,
            registry_number=f"1352/{moment:%Y}",
        ),
        by=place.staff.coordinator,
        key=uuid.uuid4().hex,
        moment=place.moment,
    )
