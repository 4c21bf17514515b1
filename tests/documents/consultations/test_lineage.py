# SPDX-License-Identifier: AGPL-3.0-or-later
"""A yes to words that were joined to others, or divided: kept where they live now, or still owed, and said so."""

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.consultations.enums import OutcomeKind
from documents.consultations.models import Cause, OutcomeParagraph
from documents.consultations.queries import causes, drafts, obstacles
from documents.consultations.queries.obstacles import Kind
from documents.consultations.services import publication
from documents.consultations.services.causes import confirm_proposed
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_drafts import coordinator, edit, imported, pages_of, published

pytestmark = pytest.mark.django_db
HOMES = "L'assistenza domiciliare è garantita a tutte le persone con più di 75 anni che vivono sole."
BUSES = "Il trasporto verso i centri diurni parte alle otto da ogni comune della valle."
EARLIER = BUSES.replace("alle otto", "alle sette e mezza")
SCHOOL = "Le scuole ospitano laboratori pomeridiani di musica, teatro e lingua italiana."
APART = f"# Piano\n\n## Uno\n\n{HOMES}\n\n{BUSES}\n\n{SCHOOL}\n"
TOGETHER = f"# Piano\n\n## Uno\n\n{HOMES} {BUSES}\n\n{SCHOOL}\n"


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


def consulted(source):
    text = imported(source)
    return ConsultationFactory(text=text, version=published(text), is_closed=True)


def accepted(consultation, number):
    twin = consultation.version.paragraphs.get(number=number)
    observation = ObservationFactory(
        scope=consultation.scope,
        target_id=str(twin.paragraph_id),
        section_id=str(twin.section.section_id),
        quote=twin.plain,
    )
    outcome = OutcomeFactory(observation=observation, kind=OutcomeKind.ACCEPTED)
    OutcomeParagraph.objects.create(outcome=outcome, paragraph_id=twin.paragraph_id)
    return observation


def rewritten(consultation, *paragraphs):
    """Write these paragraphs: the number of the block that each was, or none for a new one."""
    page = pages_of(consultation.text)[0]
    ids = [block.id for block in page.body]
    edit(page, *[("paragraph", f"<p>{words}</p>", None if at is None else ids[at]) for words, at in paragraphs])


def in_the_way(consultation):
    return [(one.kind, one.count) for one in obstacles.obstacles(consultation, moment=timezone.now())]


def publish(consultation):
    return publication.publish_proposal(
        consultation=consultation, by=coordinator(), moment=timezone.now(), left="Riordino deciso d'ufficio."
    )


def lacking(consultation):
    return [kind for kind, _ in in_the_way(consultation) if kind != Kind.UNCAUSED]


def test_a_yes_to_a_paragraph_that_flowed_into_another_with_other_words_is_kept_and_says_where(client):
    consultation = consulted(APART)
    observation = accepted(consultation, 2)
    rewritten(consultation, (f"{HOMES} {EARLIER}", 0), (SCHOOL, 2))

    before = lacking(consultation)
    publish(consultation)
    page = client.get(reverse("consultations:observation", args=[observation.code])).content.decode()

    assert before == []
    assert "Accolta: abbiamo cambiato il paragrafo 1." in page
    assert "Il paragrafo è stato unito a un altro: nella versione 2 è nel paragrafo 1." in page


def test_a_yes_to_a_paragraph_that_was_joined_to_another_as_it_was_is_still_owed():
    consultation = consulted(APART)
    accepted(consultation, 2)
    rewritten(consultation, (f"{HOMES} {BUSES}", 0), (SCHOOL, 2))

    assert lacking(consultation) == [Kind.UNCHANGED]
    with pytest.raises(publication.NotReady) as refusal:
        publish(consultation)
    assert [(one.kind, one.count) for one in refusal.value.obstacles] == [(Kind.UNCHANGED, 1)]


def test_a_yes_to_a_paragraph_that_was_divided_as_it_was_is_still_owed_and_with_other_words_it_is_kept():
    consultation = consulted(TOGETHER)
    accepted(consultation, 1)

    rewritten(consultation, (HOMES, 0), (BUSES, None), (SCHOOL, 1))
    as_it_was = lacking(consultation)
    rewritten(consultation, (HOMES, 0), (EARLIER, None), (SCHOOL, 1))

    assert as_it_was == [Kind.UNCHANGED]
    assert lacking(consultation) == []


def test_a_yes_to_a_paragraph_that_is_nowhere_has_vanished():
    consultation = consulted(APART)
    accepted(consultation, 2)
    rewritten(consultation, (HOMES, 0), (SCHOOL, 2))

    assert lacking(consultation) == [Kind.VANISHED]


def test_a_yes_to_a_joined_paragraph_is_proposed_as_the_cause_of_the_words_that_came_with_it():
    consultation = consulted(APART)
    observation = accepted(consultation, 2)
    rewritten(consultation, (f"{HOMES} {EARLIER}", 0), (SCHOOL, 2))
    by, moment = coordinator(), timezone.now()

    found = causes.standing(drafts.next_version(consultation.text))
    confirmed = confirm_proposed(text=consultation.text, by=by, moment=moment)
    publication.publish_proposal(consultation=consultation, by=by, moment=moment)

    assert [(place.label, len(place.lacking), len(place.proposed)) for place in found.unexplained] == [
        ("«Uno», paragrafo 1", 1, 1)
    ]
    assert confirmed == 1
    assert set(Cause.objects.values_list("observation_id", flat=True)) == {observation.pk}


@pytest.mark.parametrize(
    ("source", "number", "paragraphs", "told"),
    [
        (APART, 2, [(f"{HOMES} {BUSES}", 0), (SCHOOL, 2)], "Il paragrafo confluisce nel paragrafo 1 («Uno»)"),
        (TOGETHER, 1, [(HOMES, 0), (BUSES, None), (SCHOOL, 1)], "Il paragrafo è diviso: continua nel paragrafo 2"),
        (APART, 2, [(HOMES, 0), (SCHOOL, 2)], "Nel testo pronto questo paragrafo non c&#x27;è più."),
    ],
)
def test_who_answers_reads_where_the_paragraph_will_be(client, source, number, paragraphs, told):
    consultation = consulted(source)
    observation = accepted(consultation, number)
    rewritten(consultation, *paragraphs)
    client.force_login(coordinator())

    page = client.get(reverse("answers_admin:answer", args=[consultation.pk, observation.pk])).content.decode()

    assert told in page.replace("non c'è più.", "non c&#x27;è più.")
