# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Sono d'accordo con queste parole» asks nothing: counted with the others, moderated, owed no answer."""

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.consultations.queries import consultations, front, obstacles, outcomes, report
from documents.consultations.queries.outcomes import AnswerState, RegisterFilter
from portal.comments.enums import Kind, State
from portal.comments.models import Observation
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.core import UserFactory
from tests.portal.comments.writing import form

pytestmark = pytest.mark.django_db


def kinds_in_the_way(consultation):
    return [one.kind.value for one in obstacles.before_freezing(consultation, moment=timezone.now())]


def test_an_agreement_needs_no_words_of_its_own(client):
    consultation = ConsultationFactory()
    url = reverse("comments:write", args=["paragraph", str(consultation.version.paragraphs.first().paragraph_id)])
    client.force_login(UserFactory())

    client.post(url, form(kind="AGREEMENT", text="  "))
    without_words = client.post(url, form(kind="QUESTION", text="  "))

    made = Observation.objects.get()
    assert (made.kind, made.comment) == ("AGREEMENT", "Sono d'accordo con queste parole.")
    assert without_words.status_code == 422


def test_the_gate_the_counts_and_the_report_agree_that_it_is_owed_no_answer():
    consultation = ConsultationFactory(is_closed=True)
    ObservationFactory(scope=consultation.scope, kind=Kind.AGREEMENT)
    answered = ObservationFactory(scope=consultation.scope)
    OutcomeFactory(observation=answered, consultation=consultation, is_published=True)

    numbers = outcomes.numbers(consultation)
    told = front.numbers_of(consultations.dated(consultation, moment=timezone.now()))
    reported = report.report(consultation)

    assert (numbers.shown, numbers.owed, numbers.unanswered, numbers.are_all_answered) == (2, 1, 0, True)
    assert (told.observations, told.answered, told.are_all_answered) == (2, 1, True)
    assert (reported.total, reported.answered, reported.are_all_answered) == (2, 1, True)
    assert kinds_in_the_way(consultation) == []
    assert list(outcomes.register(consultation, RegisterFilter(answer=AnswerState.NONE))) == []


def test_it_waits_for_a_moderator_like_the_others():
    consultation = ConsultationFactory(is_closed=True)
    ObservationFactory(scope=consultation.scope, kind=Kind.AGREEMENT, state=State.PENDING)

    assert kinds_in_the_way(consultation) == ["da-moderare"]


def test_the_office_may_answer_it_all_the_same_and_its_page_says_that_none_is_owed(client):
    consultation = ConsultationFactory(is_closed=True)
    agreement = ObservationFactory(scope=consultation.scope, kind=Kind.AGREEMENT)

    page = client.get(agreement.public_url).content.decode()

    assert list(outcomes.in_register(consultation, [agreement.pk])) == [agreement]
    assert "senza dover rispondere" in page
