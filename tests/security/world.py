# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small portal with one of everything, public and reserved, and one person of each kind."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from typing import Any

from django.utils import timezone

from documents.consultations.enums import Stage
from documents.consultations.imports.reading import read_file
from documents.consultations.models import AnswerSheet, LikeGroup, SignOff
from documents.consultations.queries import sign_offs, simple_sheets
from documents.consultations.services import imports, simple_words
from partners.enums import MandateRole
from portal.comments import enums, services, targets
from portal.comments.services import papers_many, responses
from portal.core import roles, uploads
from portal.core.audiences import EVERYBODY
from portal.core.models import User
from portal.notifications.models import Notification
from portal.notifications.services import notify, queue_mail
from portal.pages.services import install_standing_pages
from tests.factories.comments import AttachmentFactory, ObservationFactory, ReplyFactory, ReportFactory, SupportFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_drafts import DRAFT, imported, published
from tests.factories.consultations_texts import VersionFactory
from tests.factories.core import AreaFactory, StaffFactory, UserFactory
from tests.factories.files import pdf, upload
from tests.factories.library import DocumentFactory, ProtocolFactory
from tests.factories.partners import MandateFactory, PartnerFactory, PlaceFactory, ServiceFactory
from tests.factories.practices import PracticeFactory
from tests.factories.responses import Team, contribution, sent, team
from tests.factories.tavoli import MeetingFactory, MinutesFactory, ReservedTavoloFactory, TavoloFactory
from tests.security import adhesion_world

STAFF = {
    "moderator": roles.MODERATOR,
    "drafter": roles.DRAFTER,
    "office": roles.OFFICE,
    "coordinator": roles.COORDINATOR,
    "dpo": roles.DPO,
    "administrator": roles.ADMINISTRATOR,
}
VISITORS = ("anonymous", "citizen", "delegate_a", "delegate_b", "member", *STAFF)


Say = Callable[..., str]


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


def plain(text: str, longest: int = 0) -> str:
    """Return the text as it is."""
    return text


def build(say: Say = plain) -> World:
    """Return a portal; `say` is asked for every text that people may write, with the most that fits (0: no limit)."""
    world = World()
    install_standing_pages()
    roles.install()
    _people(world, say)
    _shelves(world, say)
    _consultation(world, say)
    _signatures(world, say)
    _observations(world, say)
    adhesion_world.build(world, say)
    _post(world, say)
    return world


def _people(world: World, say: Say) -> None:
    a, b, seated = (PartnerFactory(name=say(f"Partner {name}", 200), what_it_does=say("Aiuta")) for name in "ABC")
    hidden = PartnerFactory(name=say("Nascosto", 200), is_public=False)
    world.things |= {"partner_a": a, "partner_b": b, "partner_c": seated, "hidden_partner": hidden}
    world.things["own_service"] = ServiceFactory(partner=a, name=say("Pulmino", 150), description=say("Porta"))
    world.things["own_place"] = PlaceFactory(partner=a, name=say("Sportello", 120), address=say("Via", 200))
    mandate = world.things["mandate"] = MandateFactory(partner=a)
    world.things["mandate_b"] = MandateFactory(partner=b, role=MandateRole.LEGAL_REPRESENTATIVE)
    world.things["colleague"] = MandateFactory(partner=a).user
    world.people = {
        "citizen": UserFactory(first_name=say("Ada", 150), last_name=say("Rossi", 150)),
        "delegate_a": mandate.user,
        "delegate_b": world.mandate_b.user,
        "member": MandateFactory(partner=seated).user,
        **{name: StaffFactory(roles=[role], first_name=say("Di ufficio", 150)) for name, role in STAFF.items()},
    }


def _shelves(world: World, say: Say) -> None:
    area = AreaFactory(name=say("Anziani", 120), sentence=say("Servizi", 250))
    world.partner_a.areas.add(area)
    table = TavoloFactory(name=say("Tavolo aperto", 200), area=area, partners=[world.partner_a], purpose=say("Scrive"))
    reserved = ReservedTavoloFactory(name=say("Tavolo riservato", 200), partners=[world.partner_c])
    document = DocumentFactory(title=say("Relazione", 200))
    secret = DocumentFactory(title=say("Segreta", 200), audience=reserved.token, words="parolasegreta")
    meeting = MeetingFactory(tavolo=table, agenda=say("Apertura"))
    closed_meeting = MeetingFactory(tavolo=reserved, starts_at=timezone.now() - timedelta(days=3))
    MinutesFactory(meeting=closed_meeting, document=secret)
    protocol = ProtocolFactory(title=say("Protocollo", 200), subject=say("Insieme"), partners=[world.partner_a])
    practice = PracticeFactory(title=say("Navetta", 100), problem=say("Turni"), partner=world.partner_a)
    unpublished = PracticeFactory(title=say("In bozza", 100), is_published=False, partner=world.partner_a)
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


def _consultation(world: World, say: Say) -> None:
    draft = imported(DRAFT.replace("La popolazione invecchia.", say("La popolazione invecchia")))
    section = simple_sheets.sheets(draft)[0]
    simple_words.save(
        text=draft,
        section_id=section.section.pk,
        typed={section.paragraphs[0].identity: simple_words.Typed(words=say("Ci sono più nonni"))},
        expected=section.digest,
        are_ready=True,
        by=world.people["drafter"],
        moment=timezone.now(),
    )
    published(draft)
    parsed = read_file("bozza.md", DRAFT.encode())
    kept = imports.keep(
        parsed=parsed, source_name=say("bozza", 150), content=DRAFT.encode(), by=world.people["drafter"]
    )
    first = VersionFactory(stage=Stage.CONSULTATION)
    VersionFactory(
        text=first.text, number=2, like=first, words={first.paragraphs.first().paragraph_id: escape(say("Nuove"))}
    )
    fields = {"title": say("Che cosa manca?", 200), "purpose": say("Vogliamo sapere")}
    opened = ConsultationFactory(text=first.text, version=first, **fields)
    world.things |= {
        "draft_text": draft,
        "draft_section": section.section.pk,
        "import_draft": kept,
        "text": first.text,
        "version": first,
        "section": first.sections.first(),
        "paragraph": first.paragraphs.first(),
        "consultation": opened,
        "window": opened.windows.get(),
        "group": LikeGroup.objects.create(consultation=opened, way="parole", proposed_at=timezone.now()),
        "sheet": AnswerSheet.objects.create(consultation=opened, created_at=timezone.now(), source_name="risposte.csv"),
        "preparing": ConsultationFactory(is_preparing=True),
    }


def _signatures(world: World, say: Say) -> None:
    """The Distretto della Salute on words that everybody reads, and on words that only the office knows."""
    blocks = world.section.paragraphs.order_by("position").values_list("is_heading", "html")
    read = sign_offs.digest_of(world.section.title, blocks)
    note = uploads.store(file=upload("nota.pdf", pdf()), by=world.people["office"])
    common = {"section_id": world.section.section_id, "decided_at": timezone.now()}
    world.things |= {
        "signed": SignOff.objects.create(
            kind="SIGNED", digest=read, signer=say("Azienda sanitaria", 150), act_number=say("12", 40),
            act_date=timezone.localdate(), file=note, **common,
        ),
        "given_back": SignOff.objects.create(kind="RETURNED", digest="d" * 64, words=say("Mancano i medici"), **common),
    }  # fmt: skip


def _observations(world: World, say: Say) -> None:
    paragraph = targets.resolve("paragraph", str(world.paragraph.paragraph_id), audience=EVERYBODY)
    said = {"target": paragraph, "comment": say("Serve anche il sabato"), "display_name": say("Ada", 80)}
    mine = ObservationFactory(user=world.people["citizen"], **said)
    theirs = ObservationFactory(user=world.people["delegate_b"], voice=world.partner_b, **said)
    waiting = ObservationFactory(user=world.people["delegate_a"], state=enums.State.PENDING, **said)
    hidden = ObservationFactory(user=world.people["delegate_a"], state=enums.State.HIDDEN, **said)
    reply = ReplyFactory(parent=theirs, user=world.people["citizen"], comment=say("Anch'io"))
    SupportFactory(observation=theirs, user=world.people["citizen"])
    ReportFactory(observation=theirs, user=world.people["citizen"], text=say("Offensivo", 1000))
    OutcomeFactory(observation=theirs, is_published=True, motivation=say("La scelta è diversa, per i costi"))
    OutcomeFactory(observation=mine, motivation=say("Risposta ancora in privato, da rileggere"))
    file, waiting_file = (
        AttachmentFactory(observation=theirs),
        AttachmentFactory(observation=waiting, published_at=None),
    )
    _together(world, paragraph, say)
    held = services.start_waiting(
        target=paragraph,
        draft=services.Draft(text=say("In attesa del codice"), display_name="Ada"),
        email="inattesa@cittadini.example",
        key=uuid.uuid4().hex,
        moment=timezone.now(),
        language="it",
    )
    paper = ObservationFactory(user=None, channel="PAPER", received_date="2026-11-20", is_late=True, **said)
    batch = papers_many.keep_minutes(
        scope=world.consultation.scope,
        name="verbale.txt",
        content=b"",
        pasted=say("Il trasporto serve prima"),
        channel="TAVOLO",
        day=timezone.localdate(),
        registry_number="",
        by=world.people["moderator"],
        moment=timezone.now(),
    )
    world.things |= {
        "batch": batch,
        "paper": paper,
        "target": paragraph,
        "mine": mine,
        "theirs": theirs,
        "waiting": waiting,
        "hidden": hidden,
        "reply": reply,
        "held": held,
        "file": file,
        "waiting_file": waiting_file,
    }


def _together(world: World, target: Any, say: Say) -> None:
    """What the people of A write together and nobody else may know of; what another partner has sent."""
    group = Team(partner=world.partner_a, legal=world.people["delegate_a"], colleague=world.things["colleague"])
    draft = contribution(target, group, world.things["colleague"], say("Lo diremo insieme"))
    responses.comment(draft=draft, text=say("Parliamone"), by=group.legal, key=uuid.uuid4().hex, moment=timezone.now())
    common = {"response_id": group.response.pk, "by": group.legal, "moment": timezone.now()}
    responses.choose_lead(person_id=group.legal.pk, seen_turn=0, **common)
    item = responses.take(draft_id=draft.pk, **common)
    other = team(name=say("Partner che ha risposto", 200))
    contribution(target, other, other.colleague, say("Detto insieme"))
    done = sent(other, display_name=say("Rosa Mancino", 80)).response
    for one in done.observations.all():
        seen = services.Seen(state=enums.State.PENDING, revision_number=1)
        moderator = world.people["moderator"]
        services.publish(observation_id=one.pk, seen=seen, by=moderator, moment=timezone.now())
    world.things |= {"response": group.response, "draft": draft, "item": item, "sent_response": done}


def _post(world: World, say: Say) -> None:
    citizen = world.people["citizen"]
    notify(
        recipients=[citizen], event="observation.published", subject=say("Pubblicata", 200), url="/",
        context={"observation": world.mine.pk},
    )  # fmt: skip
    world.things["notice"] = Notification.objects.get(recipient=citizen, event="observation.published")
    queue_mail(to=citizen.email, subject=say("Ricevuta", 200), text=say("Ciao"))
