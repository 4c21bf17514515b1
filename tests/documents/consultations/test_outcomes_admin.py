# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answering through the admin's own doors."""

import copy

import pytest
from django.urls import reverse

from documents.consultations.enums import OutcomeKind
from documents.consultations.models import Consultation, Outcome, OutcomeParagraph, Version
from documents.consultations.queries import todo
from portal.comments.enums import State
from portal.core import roles
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import MOTIVATION, ConsultationFactory, OutcomeFactory
from tests.factories.consultations_drafts import closed_and_changed
from tests.factories.core import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


@pytest.fixture(scope="module")
def consultation_once(lasting_rows):
    with lasting_rows.unblock():
        return closed_and_changed()


@pytest.fixture
def consultation(consultation_once):
    """Closed, on a text whose first paragraph the drafter has changed."""
    return copy.deepcopy(consultation_once)


def said(consultation, **fields):
    twin = consultation.version.paragraphs.get(number=1)
    start = {
        "scope": consultation.scope,
        "target_id": str(twin.paragraph_id),
        "section_id": str(twin.section.section_id),
        "quote": twin.plain,
        "target_label": "Paragrafo 1 · Il contesto",
    }
    return ObservationFactory(**{**start, **fields})


def url(name, consultation, *more):
    return reverse(f"answers_admin:{name}", args=[consultation.pk, *more])


def typed(*observations, edition=0, **changes):
    seen = ",".join(f"{one.pk}:{one.revision_number}:{edition}" for one in observations)
    start = {"seen": seen, "kind": "REJECTED", "motivation": MOTIVATION, "office": "Ufficio di Piano"}
    return {**start, **changes}


def sign_in(client, *names):
    person = StaffFactory(roles=names)
    client.force_login(person)
    return person


@pytest.mark.parametrize("role", [roles.OFFICE, roles.DRAFTER, roles.COORDINATOR])
def test_who_answers_sees_words_then_and_words_to_come_on_one_screen(client, consultation, role):
    observation = said(consultation, comment="E chi ci porta?")
    sign_in(client, role)

    text = client.get(url("answer", consultation, observation.pk)).content.decode()

    assert "E chi ci porta?" in text
    assert "La popolazione invecchia." in text
    assert "e chiede trasporti" in text
    assert "1 · Il contesto · La popolazione invecchia e chiede trasporti." in text


# THREATS: 16, 19
@pytest.mark.parametrize("role", [roles.MODERATOR, roles.DPO, roles.HEALTH_REFERENT])
@pytest.mark.parametrize("name", ["register", "answer", "many", "chosen"])
def test_nobody_else_of_the_office_answers(client, consultation, role, name):
    observation = said(consultation)
    sign_in(client, role)
    address = url(name, consultation, observation.pk) if name == "answer" else url(name, consultation)

    response = client.post(address, typed(observation, scelte=[observation.pk]))

    assert response.status_code in ({403} if name != "register" else {403, 405})
    assert Outcome.objects.count() == 0


# THREATS: 16
def test_a_citizen_does_not_reach_the_register(client, consultation):
    client.force_login(UserFactory())

    response = client.get(url("register", consultation))

    assert response.status_code == 404


def test_an_answer_is_typed_and_kept_in_private(client, consultation):
    observation = said(consultation)
    twin = consultation.version.paragraphs.get(number=1)
    sign_in(client, roles.DRAFTER)

    response = client.post(
        url("answer", consultation, observation.pk),
        typed(observation, kind="ACCEPTED", paragraphs=[str(twin.paragraph_id)], numbers="3"),
    )

    assert response.headers["Location"] == url("register", consultation)
    outcome = Outcome.objects.get()
    assert (outcome.kind, outcome.is_published) == (OutcomeKind.ACCEPTED, False)
    assert sorted(row.number for row in Version.objects.get().paragraphs.filter(paragraph__outcomes=outcome)) == [1, 3]


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"motivation": "Troppo corto."}, "motivation", "Il motivo ha 13 caratteri: ne servono almeno 30."),
        ({"kind": "ACCEPTED"}, "paragraphs", "Hai scelto di accogliere: indica che cosa cambia, o prendi un impegno."),
        ({"kind": "PARTLY", "what": "Un pulmino."}, "who", "Scrivi chi se ne occupa."),
        ({"kind": "ACCEPTED", "numbers": "99"}, "numbers", "«99» non è un paragrafo della prossima versione."),
        ({"seen": "1:1:0,2:x"}, "seen", "Le osservazioni scelte non sono più quelle: riapri la pagina."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client, consultation, changes, field, told):
    observation = said(consultation)
    sign_in(client, roles.OFFICE)
    body = typed(observation, **changes)

    response = client.post(url("answer", consultation, observation.pk), body)

    assert response.context["form"].errors[field] == [told]
    assert body["motivation"] in response.content.decode()
    assert Outcome.objects.count() == 0


# THREATS: 54
def test_who_comes_second_is_told_and_keeps_the_text(client, consultation):
    observation = said(consultation)
    OutcomeFactory(observation=observation, motivation="La risposta di chi è arrivato prima, per intero.")
    sign_in(client, roles.OFFICE)

    response = client.post(url("answer", consultation, observation.pk), typed(observation))

    assert response.status_code == 409
    assert MOTIVATION in response.content.decode()
    assert Outcome.objects.get().motivation == "La risposta di chi è arrivato prima, per intero."


def test_a_published_answer_is_corrected_only_saying_why(client, consultation):
    observation = said(consultation)
    outcome = OutcomeFactory(observation=observation, is_published=True)
    sign_in(client, roles.COORDINATOR)
    address = url("answer", consultation, observation.pk)
    right = typed(observation, edition=1, motivation="Il sabato il pulmino c'è già: l'avevamo letto male.")

    refused = client.post(address, right)
    client.post(address, {**right, "correction": "Avevamo letto male l'orario."})
    assert refused.context["form"].errors["correction"] == [
        "Scrivi perché la risposta pubblicata si corregge: almeno 15 caratteri."
    ]
    assert client.get(address).context["form"].initial["motivation"] == right["motivation"]
    client.post(
        url("chosen", consultation),
        {"scelte": [observation.pk], "azione": "pubblica", f"stesura-{observation.pk}": f"{outcome.pk}:2"},
    )

    page = client.get(reverse("consultations:observation", args=[observation.code])).content.decode()
    assert "È una correzione." in page
    assert "Avevamo letto male l&#x27;orario." in page
    assert "La risposta di prima" in page
    assert MOTIVATION in page


def test_one_answer_is_given_to_those_ticked_by_hand(client, consultation):
    ticked, other = [said(consultation) for _ in range(2)], said(consultation)
    sign_in(client, roles.OFFICE)

    chosen = client.post(url("chosen", consultation), {"scelte": [one.pk for one in ticked], "azione": "rispondi"})
    shown = client.get(chosen.headers["Location"])
    client.post(url("many", consultation), typed(*ticked, scelte=[one.pk for one in ticked]))

    assert [row[0] for row in shown.context["observations"]] == ticked
    assert set(Outcome.objects.values_list("observation_id", flat=True)) == {one.pk for one in ticked}
    assert Outcome.objects.values("batch").distinct().count() == 1
    assert not Outcome.objects.filter(observation=other).exists()


# THREATS: 7, 36
def test_observations_of_another_consultation_cannot_be_answered_from_here(client, consultation):
    elsewhere = said(ConsultationFactory(text=consultation.text, version=consultation.version, is_coming=True))
    sign_in(client, roles.OFFICE)

    for address in (url("answer", consultation, elsewhere.pk), f"{url('many', consultation)}?scelte={elsewhere.pk}"):
        assert client.get(address).status_code == 404
        assert client.post(address, typed(elsewhere, scelte=[elsewhere.pk])).status_code == 404
    assert Outcome.objects.count() == 0


@pytest.mark.parametrize("role", [roles.OFFICE, roles.DRAFTER])
def test_only_the_coordinator_sends_answers_out(client, consultation, role):
    outcome = OutcomeFactory(observation=said(consultation))
    body = {
        "scelte": [outcome.observation_id],
        "azione": "pubblica",
        f"stesura-{outcome.observation_id}": f"{outcome.pk}:1",
    }

    sign_in(client, role)
    refused = client.post(url("chosen", consultation), body)
    assert (refused.status_code, Outcome.objects.published().count()) == (403, 0)

    sign_in(client, roles.COORDINATOR)
    client.post(url("chosen", consultation), body)
    assert Outcome.objects.published().count() == 1


@pytest.mark.parametrize("size", [1, 12])
def test_the_register_page_costs_the_same_however_long(client, consultation, size, django_assert_max_num_queries):
    for _ in range(size):
        OutcomeFactory(observation=said(consultation))
    sign_in(client, roles.OFFICE)
    client.get(url("register", consultation))

    with django_assert_max_num_queries(20) as asked:
        response = client.get(url("register", consultation))

    assert len(response.context["rows"]) == size
    assert len(asked) == 19


def test_the_proposal_is_published_from_the_admin_or_says_what_is_missing(client, consultation):
    waiting = said(consultation)
    sign_in(client, roles.COORDINATOR)
    address = reverse("consultations_admin:publish", args=[consultation.pk])

    refused = client.post(address)
    assert refused.status_code == 409
    assert waiting.code in refused.content.decode()

    outcome = OutcomeFactory(observation=waiting, kind=OutcomeKind.ACCEPTED)
    twin = consultation.version.paragraphs.get(number=1)
    OutcomeParagraph.objects.create(outcome=outcome, paragraph_id=twin.paragraph_id)
    shown = client.get(address)
    published_now = client.post(address, {"expected": shown.context["draft"].digest})

    assert published_now.headers["Location"] == reverse("consultations_admin:detail", args=[consultation.pk])
    assert Consultation.objects.get().closed_version.number == 2
    assert client.get(reverse("consultations:report", args=[consultation.slug])).status_code == 200


# THREATS: 16
@pytest.mark.parametrize("role", [roles.OFFICE, roles.DRAFTER, roles.MODERATOR])
def test_nobody_else_publishes_the_proposal(client, consultation, role):
    OutcomeFactory(observation=said(consultation))
    sign_in(client, role)

    response = client.post(reverse("consultations_admin:publish", args=[consultation.pk]))

    assert (response.status_code, Version.objects.count()) == (403, 1)


def test_the_admins_home_counts_what_is_owed(consultation):
    said(consultation)
    OutcomeFactory(observation=said(consultation))
    OutcomeFactory(observation=said(consultation), is_published=True)
    said(consultation, state=State.WITHDRAWN)
    person = StaffFactory()

    assert (todo.unanswered(person), todo.prepared(person), todo.stale(person)) == (1, 1, 0)
    assert todo.only_one() == consultation.pk
