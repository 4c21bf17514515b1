# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small portal with one of everything, public and reserved, and one person of each kind."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from documents.consultations.enums import Stage
from documents.consultations.imports.reading import read_file
from documents.consultations.services import imports
from portal.comments import enums, services, targets
from portal.core import roles
from portal.core.audiences import EVERYBODY
from portal.core.models import User
from portal.notifications.models import Notification
from portal.notifications.services import notify, queue_mail
from portal.pages.services import install_standing_pages
from tests.factories.comments import ObservationFactory, ReplyFactory, ReportFactory, SupportFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_drafts import DRAFT, imported, published
from tests.factories.consultations_texts import VersionFactory
from tests.factories.core import AreaFactory, StaffFactory, UserFactory
from tests.factories.library import DocumentFactory, ProtocolFactory
from tests.factories.partners import MandateFactory, PartnerFactory
from tests.factories.practices import PracticeFactory
from tests.factories.tavoli import MeetingFactory, MinutesFactory, ReservedTavoloFactory, TavoloFactory

STAFF = {
    "moderator": roles.MODERATOR,
    "drafter": roles.DRAFTER,
    "office": roles.OFFICE,
    "coordinator": roles.COORDINATOR,
    "dpo": roles.DPO,
    "administrator": roles.ADMINISTRATOR,
}
VISITORS = ("anonymous", "citizen", "delegate_a", "delegate_b", "member", *STAFF)


@dataclass
class World:
    """People by what they are, things by what they are called."""

    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["things"][name]
        except KeyError:
            raise AttributeError(name) from None


def build(words: str = "") -> World:
    """Return a portal; `words` stand in every text that people may write."""
    world = World()
    install_standing_pages()
    roles.install()
    _people(world, words)
    _shelves(world, words)
    _consultation(world, words)
    _observations(world, words)
    _post(world, words)
    return world


def _people(world: World, words: str) -> None:
    a, b, seated = (PartnerFactory(name=f"Partner {name}{words}", what_it_does=f"Aiuta{words}") for name in "ABC")
    hidden = PartnerFactory(name=f"Nascosto{words}", is_public=False)
    world.things |= {"partner_a": a, "partner_b": b, "partner_c": seated, "hidden_partner": hidden}
    mandate = world.things["mandate"] = MandateFactory(partner=a)
    world.people = {
        "citizen": UserFactory(first_name=f"Ada{words}"[:150], last_name=f"Rossi{words}"[:150]),
        "delegate_a": mandate.user,
        "delegate_b": MandateFactory(partner=b).user,
        "member": MandateFactory(partner=seated).user,
        **{name: StaffFactory(roles=[role], first_name=f"Di ufficio{words}"[:150]) for name, role in STAFF.items()},
    }


def _shelves(world: World, words: str) -> None:
    area = AreaFactory(name=f"Anziani{words}"[:120], sentence=f"Servizi{words}"[:250])
    world.partner_a.areas.add(area)
    table = TavoloFactory(name=f"Tavolo aperto{words}", area=area, partners=[world.partner_a], purpose=f"Scrive{words}")
    reserved = ReservedTavoloFactory(name=f"Tavolo riservato{words}", partners=[world.partner_c])
    document = DocumentFactory(title=f"Relazione{words}"[:200])
    secret = DocumentFactory(title=f"Segreta{words}"[:200], audience=reserved.token, words="parolasegreta")
    meeting = MeetingFactory(tavolo=table, agenda=f"Apertura{words}")
    closed_meeting = MeetingFactory(tavolo=reserved, starts_at=timezone.now() - timedelta(days=3))
    MinutesFactory(meeting=closed_meeting, document=secret)
    protocol = ProtocolFactory(title=f"Protocollo{words}"[:200], subject=f"Insieme{words}", partners=[world.partner_a])
    practice = PracticeFactory(title=f"Navetta{words}"[:150], problem=f"Turni{words}", partner=world.partner_a)
    unpublished = PracticeFactory(title=f"In bozza{words}"[:150], is_published=False, partner=world.partner_a)
    world.things |= {
        "area": area,
        "tavolo": table,
        "reserved_tavolo": reserved,
        "meeting": meeting,
        "document": document,
        "secret_document": secret,
        "protocol": protocol,
        "practice": practice,
        "unpublished_practice": unpublished,
    }


def _consultation(world: World, words: str) -> None:
    draft = imported(DRAFT.replace("La popolazione invecchia.", f"La popolazione invecchia{words}."))
    published(draft)
    parsed = read_file("bozza.md", DRAFT.encode())
    kept = imports.keep(
        parsed=parsed, source_name=f"bozza{words}.md"[:150], content=DRAFT.encode(), by=world.people["drafter"]
    )
    first = VersionFactory(stage=Stage.CONSULTATION)
    VersionFactory(
        text=first.text, number=2, like=first, words={first.paragraphs.first().paragraph_id: f"Nuove{words}"}
    )
    fields = {"title": f"Che cosa manca?{words}"[:200], "purpose": f"Vogliamo sapere{words}"}
    opened = ConsultationFactory(text=first.text, version=first, **fields)
    world.things |= {
        "draft_text": draft,
        "import_draft": kept,
        "text": first.text,
        "version": first,
        "section": first.sections.first(),
        "paragraph": first.paragraphs.first(),
        "consultation": opened,
        "window": opened.windows.get(),
        "preparing": ConsultationFactory(is_preparing=True),
    }


def _observations(world: World, words: str) -> None:
    paragraph = targets.resolve("paragraph", str(world.paragraph.paragraph_id), audience=EVERYBODY)
    said = {"target": paragraph, "comment": f"Serve anche il sabato{words}", "display_name": f"Ada{words}"[:80]}
    mine = ObservationFactory(user=world.people["citizen"], **said)
    theirs = ObservationFactory(user=world.people["delegate_b"], voice=world.partner_b, **said)
    waiting = ObservationFactory(user=world.people["delegate_a"], state=enums.State.PENDING, **said)
    hidden = ObservationFactory(user=world.people["delegate_a"], state=enums.State.HIDDEN, **said)
    reply = ReplyFactory(parent=theirs, user=world.people["citizen"], comment=f"Anch'io{words}")
    SupportFactory(observation=theirs, user=world.people["citizen"])
    ReportFactory(observation=theirs, user=world.people["citizen"], text=f"Offensivo{words}"[:1000])
    OutcomeFactory(observation=theirs, is_published=True, motivation=f"La scelta è diversa, per i costi{words}")
    OutcomeFactory(observation=mine, motivation=f"Risposta ancora in privato, da rileggere{words}")
    held = services.start_waiting(
        target=paragraph,
        draft=services.Draft(text=f"In attesa del codice{words}", display_name="Ada"),
        email="inattesa@cittadini.example",
        key=uuid.uuid4().hex,
        moment=timezone.now(),
        language="it",
    )
    world.things |= {
        "target": paragraph,
        "mine": mine,
        "theirs": theirs,
        "waiting": waiting,
        "hidden": hidden,
        "reply": reply,
        "held": held,
    }


def _post(world: World, words: str) -> None:
    citizen = world.people["citizen"]
    notify(
        recipients=[citizen], event="observation.published", subject=f"Pubblicata{words}"[:200], url="/",
        context={"observation": world.mine.pk},
    )  # fmt: skip
    world.things["notice"] = Notification.objects.get(recipient=citizen)
    queue_mail(to=citizen.email, subject=f"Ricevuta{words}"[:200], text=f"Ciao{words}")
