# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Che fine ha fatto»: one page for each observation, for ever."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.consultations.enums import OutcomeKind, Stage
from documents.consultations.models import Commitment, OutcomeParagraph, VersionStage
from portal.comments.enums import State
from portal.core import roles
from tests.factories.comments import ObservationFactory, ReplyFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_texts import VersionFactory
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7|add:7 }}",
]


def said(consultation, **fields):
    twin = consultation.version.paragraphs.first()
    start = {
        "scope": consultation.scope,
        "target_id": str(twin.paragraph_id),
        "section_id": str(twin.section.section_id),
        "quote": twin.plain,
        "target_label": "Paragrafo 1 · Articolo 1",
    }
    return ObservationFactory(**{**start, **fields})


def read(client, observation, code=None):
    return client.get(reverse("consultations:observation", args=[code or observation.code]))


def answered(consultation, observation, **fields):
    """The proposal is out, with the first paragraph changed because of this observation."""
    twin = consultation.version.paragraphs.first()
    new = VersionFactory(
        text=consultation.text, number=2, like=consultation.version, stage=Stage.PROPOSAL,
        words={twin.paragraph_id: "Parole nuove del paragrafo 1."},
    )  # fmt: skip
    consultation.closed_version, consultation.results_published_at = new, timezone.now()
    consultation.save()
    outcome = OutcomeFactory(observation=observation, kind=OutcomeKind.PARTLY, is_published=True, **fields)
    OutcomeParagraph.objects.create(outcome=outcome, paragraph_id=twin.paragraph_id)
    return outcome


def test_the_page_tells_words_then_words_now_outcome_reason_office_and_when(client):
    consultation = ConsultationFactory(is_closed=True)
    observation = said(consultation, comment="Serve anche il sabato.", voice=PartnerFactory(name="Il Filo di Lana"))
    outcome = answered(consultation, observation, prepared_by=StaffFactory(first_name="Ivo", last_name="Segreto"))
    Commitment.objects.create(outcome=outcome, what="Proviamo il sabato.", who="Mobilità", due_date=date(2027, 3, 1))
    VersionStage.objects.create(
        version=consultation.closed_version, stage=Stage.APPROVED, reached_at=timezone.now(),
        act_number="12", act_body="Consiglio comunale", act_date=date(2027, 1, 20),
    )  # fmt: skip

    text = read(client, observation).content.decode()

    for words in (
        "Serve anche il sabato.",
        "Il Filo di Lana",
        "Parole del paragrafo 1.",
        "Accolta in parte: abbiamo cambiato il paragrafo 1.",
        outcome.motivation,
        "Proviamo il sabato.",
        "lunedì 1 marzo 2027",
        "Consiglio comunale",
        f"/testi/{consultation.text.slug}/confronto/1-2/",
    ):
        assert words in text
    assert "<ins>" in text
    assert "Segreto" not in text  # office and role, never the person


# THREATS: 4, 7
@pytest.mark.parametrize("state", [State.PENDING, State.HIDDEN, State.WITHDRAWN])
def test_what_was_never_public_does_not_exist_for_others(client, state):
    observation = said(ConsultationFactory(), state=state)
    client.force_login(UserFactory())

    assert read(client, observation).status_code == 404


def test_the_author_and_the_moderators_read_what_waits(client):
    observation = said(ConsultationFactory(), state=State.PENDING, comment="Aspetto.")

    for person in (observation.user, StaffFactory(roles=[roles.MODERATOR])):
        client.force_login(person)
        response = read(client, observation)
        assert "Arrivata, in attesa" in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]


# THREATS: 4
@pytest.mark.parametrize("state", [State.HIDDEN, State.WITHDRAWN])
def test_what_was_public_and_is_no_more_leaves_a_tombstone_without_words(client, state):
    observation = said(
        ConsultationFactory(), state=state, published_at=timezone.now(), comment="Parole tolte", display_name="Z. Q."
    )
    OutcomeFactory(observation=observation, is_published=True, motivation="Un motivo che le citava: parole tolte.")

    response = read(client, observation)

    text = response.content.decode()
    assert response.status_code == 200
    assert 'name="robots" content="noindex"' in text
    for words in ("Parole tolte", "parole tolte", "Z. Q."):
        assert words not in text


@pytest.mark.parametrize("code", ["2020-0001", "9999-9999999", "2026-1", "abc", "2026-00٣4"])
def test_a_wrong_number_is_404(client, code):
    said(ConsultationFactory())

    assert client.get(f"/osservazioni/{code}/").status_code == 404


def test_an_observation_without_an_answer_says_so(client):
    text = read(client, said(ConsultationFactory())).content.decode()

    assert "L'ufficio non ha ancora risposto." in text


def test_a_prepared_answer_is_not_shown(client):
    outcome = OutcomeFactory(observation=said(ConsultationFactory()))

    assert outcome.motivation not in read(client, outcome.observation).content.decode()


def test_an_answer_before_its_version_shows_the_reason_only(client):
    consultation = ConsultationFactory(is_closed=True)
    outcome = OutcomeFactory(observation=said(consultation), kind=OutcomeKind.ACCEPTED, is_published=True)
    OutcomeParagraph.objects.create(outcome=outcome, paragraph_id=consultation.version.paragraphs.first().paragraph_id)

    text = read(client, outcome.observation).content.decode()

    assert "Accolta: il testo cambia nella proposta definitiva." in text
    assert "Che cosa è cambiato nel testo" not in text


def test_a_reply_has_its_page_and_owes_no_answer(client):
    parent = said(ConsultationFactory())
    reply = ReplyFactory(parent=parent)

    text = read(client, reply).content.decode()

    assert parent.code in text
    assert "Che cosa ha risposto l'ufficio" not in text


# THREATS: 33
@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_people_type_is_run(client, payload):
    consultation = ConsultationFactory(is_closed=True)
    observation = said(consultation, comment=payload, display_name=payload, quote=payload, target_label=payload)
    OutcomeFactory(
        observation=observation, is_published=True, motivation=payload + " " * 3 + "x" * 30, office=payload,
        kind=OutcomeKind.OFF_TOPIC, other_office=payload,
    )  # fmt: skip

    pages = [read(client, observation)]
    pages += [
        client.get(reverse(f"consultations:{name}", args=[consultation.slug])) for name in ("observations", "outcomes")
    ]

    for page in pages:
        body = page.content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert "<svg onload" not in body
        assert 'href="javascript' not in body
        assert "14" not in [word.strip() for word in body.split() if word.strip() == "14"]


@pytest.mark.parametrize("size", [0, 8])
def test_the_page_costs_the_same_however_many_replies(client, size, django_assert_num_queries):
    consultation = ConsultationFactory(is_closed=True)
    observation = said(consultation)
    answered(consultation, observation)
    for _ in range(size):
        ReplyFactory(parent=observation)
    read(client, observation)

    with django_assert_num_queries(15):
        read(client, observation)
