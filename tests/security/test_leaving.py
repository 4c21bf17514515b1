# SPDX-License-Identifier: AGPL-3.0-or-later
"""A participant and an editor leave: every text, reply and answer stays, their name is nowhere (acceptance 6)."""

import json
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from documents.consultations.models import Consultation, Outcome
from documents.consultations.services import outcomes
from documents.consultations.services.outcomes import Answer
from documents.consultations.services.outcomes import Seen as SeenAnswer
from partners import services as partner_services
from partners.models import Mandate
from portal.comments import enums, services
from portal.comments.models import Observation, Report, Support
from portal.core import audit, roles
from portal.core.audiences import EVERYBODY
from portal.core.services import empty_account
from portal.notifications import sending
from portal.notifications.services import notify
from search import sync
from search.queries import SearchQuery, search
from tests.factories.consultations_drafts import edit, imported, pages_of, published
from tests.factories.core import PASSWORD, StaffFactory, UserFactory
from tests.security import world as worlds
from tests.security.permissions import ROWS
from tests.security.test_matrix import sessions

pytestmark = pytest.mark.django_db

CANARY, SURNAME, ADDRESS = "Zelinda", "Canarinì", "zelinda.canarini@cittadini.example"
FULL = f"{CANARY} {SURNAME}"


@pytest.fixture
def world(settings, tmp_path):
    settings.IS_DEMO = True
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    return worlds.build()


def stored():
    """Return where the canaries stand among all the rows of the database."""
    found = {}
    for model in apps.get_models():
        rows = json.dumps(list(model._base_manager.values()), default=str, ensure_ascii=False)
        rows += json.dumps(list(model._base_manager.values()), default=str)
        if words := [word for word in (CANARY, SURNAME, "Canarin", ADDRESS) if word in rows]:
            found[model._meta.label] = words
    return found


def shown(world, settings):
    """Return where the canaries stand in pages, in what is found, and in the files of the index."""
    found = set()
    for who, browser in sessions(world.people, ("anonymous", "citizen", "administrator")).items():
        for row in ROWS:
            if "2" in row.get:
                response = browser.get(reverse(row.name, args=row.args(world) if row.args else []))
                body = b"".join(response.streaming_content) if response.streaming else response.content
                if CANARY.encode() in body or ADDRESS.encode() in body:
                    found.add(f"{who} {row.name} {row.label}")
    for word in (CANARY, SURNAME):
        if search(SearchQuery(words=word), EVERYBODY | {"staff"}).results:
            found.add(f"found: {word}")
    for file in settings.SEARCH_INDEX_DIR.rglob("*"):
        if file.is_file() and CANARY.lower().encode() in file.read_bytes().lower():
            found.add(f"index: {file.name}")
    return found


def settle():
    """Do the work behind the pages: mail and index."""
    while sending.put_notices_in_mail():
        pass
    sync.rebuild()


def participate(world, client, person):
    """Do everything that a participant may do; return the observation and the reply."""
    now, named = timezone.now(), {"name_choice": enums.NameChoice.FULL, "display_name": FULL}

    def send(**fields):
        draft = services.Draft(**{"text": "Serve anche la domenica.", **named, **fields})
        return services.submit(
            target=world.target, draft=draft, author=person, key=uuid.uuid4().hex, moment=now
        ).observation

    client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    first, reply = send(), send(text="Rispondo qui.", parent_id=world.theirs.pk)
    seen = services.Seen(state="PENDING", revision_number=1)
    for one in (first, reply):
        services.publish(observation_id=one.pk, seen=seen, by=world.people["moderator"], moment=now)
    services.revise(observation=first, target=world.target, text="Serve la domenica, eh.", author=person, moment=now)
    services.support(observation=world.theirs, target=world.target, user=person, moment=now)
    services.report(observation=world.theirs, user=person, reason="OFFENSIVE", text=f"Dice {FULL}", moment=now)
    today = timezone.localdate()
    mandate = Mandate(
        user=person, partner=world.partner_b, role="DELEGATE", can_speak=True, is_name_public=True,
        starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=9),
    )  # fmt: skip
    partner_services.save_mandate(mandate=mandate, by=world.people["office"])
    notify(recipients=[person], event="thing.happened", subject=f"Cara {FULL}", url="/", context={"who": person.pk})
    services.start_waiting(
        target=world.target, draft=services.Draft(text="In attesa.", **named), email=ADDRESS,
        key=uuid.uuid4().hex, moment=now, language="it",
    )  # fmt: skip
    audit.record(actor=person, action="thing.happened", target=first, reason=f"Lo chiede {FULL}")
    return first, reply


# THREATS: 67
def test_a_participant_leaves_and_every_word_stays(world, client, settings):
    person = UserFactory(first_name=CANARY, last_name=SURNAME, email=ADDRESS)
    first, reply = participate(world, client, person)
    settle()
    before = (stored(), shown(world, settings))

    empty_account(user=person, by=person)
    settle()

    first.refresh_from_db()
    reply.refresh_from_db()
    assert (len(before[0]) > 5, len(before[1]) > 3) == (True, True)
    assert (first.comment, reply.comment) == ("Serve anche la domenica.", "Rispondo qui.")
    assert (first.state, reply.state, first.display_name) == ("PUBLISHED", "PUBLISHED", "Partecipante")
    assert list(first.revisions.values_list("text", flat=True)) == [
        "Serve anche la domenica.",
        "Serve la domenica, eh.",
    ]
    assert Support.objects.filter(observation=world.theirs, user=person).count() == 1
    assert Report.objects.filter(user=person).count() == 1
    assert stored() == {}
    assert shown(world, settings) == set()


# THREATS: 67
def test_an_editor_leaves_and_texts_versions_and_answers_stay(world, settings):
    editor = StaffFactory(
        first_name=CANARY, last_name=SURNAME, email=ADDRESS, roles=[roles.COORDINATOR, roles.DRAFTER, roles.MODERATOR]
    )
    text = imported(by=editor)
    version = published(text, by=editor)
    page = edit(pages_of(text)[0], ("paragraph", "Parole cambiate da chi poi se ne va.", None))
    page.save_revision(user=editor)
    consultation = Consultation.objects.get(pk=world.consultation.pk)
    now = timezone.now()
    services.publish(
        observation_id=world.waiting.pk,
        seen=services.Seen(state="PENDING", revision_number=1),
        by=editor,
        moment=now,
    )
    motivation = "Non è possibile, per i costi del trasporto notturno."
    answer = Answer(kind="REJECTED", motivation=motivation, office="Ufficio di Piano")
    seen = {world.waiting.pk: SeenAnswer(revision=1, edition=0)}
    outcomes.prepare(consultation=consultation, seen=seen, answer=answer, by=editor, moment=now)
    ready = Outcome.objects.filter(observation=world.waiting)
    outcomes.publish(
        consultation=consultation, editions=dict(ready.values_list("pk", "edition")), by=editor, moment=now
    )
    before = stored()

    empty_account(user=editor, by=world.people["administrator"])
    settle()

    assert before != {}
    assert version.paragraphs.count() == 3
    assert Outcome.objects.get(observation=world.waiting).motivation == answer.motivation
    assert Observation.objects.get(pk=world.waiting.pk).state == "PUBLISHED"
    assert pages_of(text)[0].get_latest_revision() is not None
    assert stored() == {}
    assert shown(world, settings) == set()
