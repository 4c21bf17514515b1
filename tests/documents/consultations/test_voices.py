# SPDX-License-Identifier: AGPL-3.0-or-later
"""What consultations show elsewhere: panels, notices, search, and what staff choose letters from."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from documents.consultations import panels
from documents.consultations.comment_catalogue import ConsultationsCatalogue
from documents.consultations.models import Section
from documents.consultations.search_kinds import CONSULTATION, OBSERVATION
from documents.consultations.services import outcomes
from portal.comments.enums import State
from portal.core.audiences import EVERYBODY
from portal.notifications.models import Notification
from portal.notifications.wording import words_of
from search.sources import source_of
from tests.factories.comments import ObservationFactory, ReplyFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.core import AreaFactory, StaffFactory, UserFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_anybody():
    request = RequestFactory().get("/")
    request.audience = EVERYBODY
    return request


def said(consultation, **fields):
    return ObservationFactory(scope=consultation.scope, **fields)


# THREATS: 4
def test_a_partners_page_shows_what_it_said_in_public_and_no_more(request_of_anybody):
    consultation, partner = ConsultationFactory(), PartnerFactory()
    shown = said(consultation, voice=partner)
    said(consultation, voice=partner, state=State.PENDING)
    ReplyFactory(parent=shown, voice=partner)

    panel = panels.what_it_said(request_of_anybody, partner)

    assert (panel.context["total"], [line.observation for line in panel.context["lines"]]) == (1, [shown])
    assert panels.what_it_said(request_of_anybody, PartnerFactory()) is None


def test_an_areas_page_shows_its_sections_and_what_is_open(request_of_anybody):
    area = AreaFactory()
    consultation = ConsultationFactory()
    section = consultation.version.sections.first()
    Section.objects.filter(pk=section.section_id).update(area=area)

    panel = panels.what_the_texts_say(request_of_anybody, area)

    assert [link.url for link in panel.context["sections"]] == [f"/testi/{consultation.text.slug}/articolo-1/"]
    assert [told.consultation for told in panel.context["opened"]] == [consultation]
    assert panels.what_the_texts_say(request_of_anybody, AreaFactory()) is None


def test_my_area_shows_what_i_said_with_its_answer_and_nothing_of_others(client):
    consultation, me = ConsultationFactory(is_closed=True), UserFactory()
    answered, waiting = said(consultation, user=me), said(consultation, user=me, state=State.PENDING)
    OutcomeFactory(observation=answered, is_published=True)
    OutcomeFactory(observation=waiting)
    said(consultation)
    client.force_login(me)

    panel = panels.what_i_said(None, me)
    page = client.get(reverse("desk:home"))

    assert [(own.observation, bool(own.answer)) for own in panel.context["own"]] == [(waiting, False), (answered, True)]
    assert "Le mie osservazioni e le risposte" in page.content.decode()
    assert f"/osservazioni/{answered.code}/" in page.content.decode()


def test_a_notice_of_an_answer_says_it_and_says_nothing_once_the_observation_is_hidden():
    outcome = OutcomeFactory(observation=said(ConsultationFactory(is_closed=True)))
    outcomes.publish(
        consultation=outcome.consultation, editions={outcome.pk: 1}, by=StaffFactory(), moment=timezone.now()
    )
    notice = Notification.objects.get(event="outcome.published")

    words = words_of(notice)
    type(outcome.observation).objects.filter(pk=outcome.observation_id).update(state=State.HIDDEN)

    assert words.subject == f"L'ufficio ha risposto alla tua osservazione {outcome.observation.code}"
    assert outcome.motivation in words.text
    assert words_of(notice) is None


# THREATS: 1, 4
def test_the_search_finds_what_anybody_may_read_and_forgets_the_rest():
    consultation = ConsultationFactory(title="Il Piano da scrivere insieme")
    hidden = ConsultationFactory(is_preparing=True)
    shown = said(consultation, comment="Serve il sabato.")
    OutcomeFactory(observation=shown, is_published=True, motivation="Il sabato entra nel testo, e diciamo perché.")
    prepared = OutcomeFactory(observation=said(consultation), motivation="Questa è ancora una bozza dell'ufficio.")
    withheld = [said(consultation, state=state) for state in (State.PENDING, State.HIDDEN, State.WITHDRAWN)]
    observations, consultations = source_of(OBSERVATION), source_of(CONSULTATION)

    entry = observations.entry(shown.pk)

    assert "sabato" in entry.text
    assert "entra nel testo" in entry.text
    assert (entry.status, entry.url) == ("non accolta", f"/osservazioni/{shown.code}/")
    assert "bozza" not in observations.entry(prepared.observation_id).text
    assert [observations.entry(one.pk) for one in withheld] == [None, None, None]
    assert dict(observations.audience([one.pk for one in withheld])) == {}
    assert set(observations.pks()) == {shown.pk, prepared.observation_id}
    assert list(consultations.pks()) == [consultation.pk]
    assert (consultations.entry(hidden.pk), dict(consultations.audience([hidden.pk]))) == (None, {})
    assert [found.title for found in consultations.titles(["piano", "insieme"], EVERYBODY, 5)] == [consultation.title]


@pytest.mark.parametrize("size", [1, 6])
def test_observations_are_read_for_the_index_at_the_same_cost(size, django_assert_num_queries):
    consultation = ConsultationFactory()
    pks = [said(consultation).pk for _ in range(size)]

    with django_assert_num_queries(1):
        assert len(list(source_of(OBSERVATION).entries(pks))) == size


def test_letters_are_about_consultations_under_way_and_their_parts():
    current = ConsultationFactory()
    done = ConsultationFactory(is_closed=True)
    done.closed_version, done.results_published_at = done.version, timezone.now()
    done.save()
    ConsultationFactory(is_coming=True)
    catalogue = ConsultationsCatalogue()
    section = current.version.sections.first()

    assert list(catalogue.scopes()) == [(current.scope, current.title)]
    assert [title for _, title in catalogue.sections(current.scope)] == ["Tutto il testo", "Articolo 1", "Articolo 2"]
    labels = [label for _, label in catalogue.paragraphs(current.scope, str(section.section_id))]
    assert labels[0] == "1. Parole del paragrafo 1."
    assert list(catalogue.sections(done.scope)) == []
    assert list(catalogue.paragraphs(current.scope, "non-esiste")) == []
