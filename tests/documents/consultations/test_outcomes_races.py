# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two people answer, or publish, at the same instant: on a SQLite file with WAL, and the same on PostgreSQL."""

import threading

import pytest
from django.db import connections
from django.utils import timezone
from wagtail.models import Locale, Page

from documents.consultations.models import Outcome, Version
from documents.consultations.services import outcomes, publication
from documents.consultations.services.outcomes import Answer, Seen
from portal.core.models import AuditEvent
from portal.notifications.models import Notification
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import MOTIVATION, ConsultationFactory, OutcomeFactory
from tests.factories.consultations_drafts import blocks_of, coordinator, edit, imported, pages_of, published
from tests.factories.core import StaffFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _root_page():
    """The top of Wagtail's pages, which an emptied database lacks."""
    if not Page.objects.exists():
        locale, _ = Locale.objects.get_or_create(language_code="it")
        Page.add_root(title="Radice", slug="root", locale=locale)


def at_once(*acts):
    """Run all at the same instant, each on a connection of its own; return what each gave or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait(timeout=10)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def losers(results, kind):
    return [result for result in results if isinstance(result, kind)]


def errors(results):
    return [result for result in results if isinstance(result, Exception)]


# THREATS: 54
def test_two_who_answer_the_same_observation_at_once_one_wins_and_the_other_is_told():
    consultation = ConsultationFactory(is_closed=True)
    observation = ObservationFactory(scope=consultation.scope)
    people = [StaffFactory(), StaffFactory()]

    def answer(person):
        return lambda: outcomes.prepare(
            consultation=consultation,
            seen={observation.pk: Seen(revision=1, edition=0)},
            answer=Answer(kind="REJECTED", motivation=f"{MOTIVATION} {person.pk}", office="Ufficio di Piano"),
            by=person,
            moment=timezone.now(),
        )

    results = at_once(*(answer(person) for person in people))

    assert (len(errors(results)), len(losers(results, outcomes.ChangedMeanwhile))) == (1, 1)
    assert Outcome.objects.count() == 1
    assert AuditEvent.objects.filter(action="outcome.prepared").count() == 1


# THREATS: 54
def test_two_who_publish_the_same_answer_at_once_tell_the_author_once():
    outcome = OutcomeFactory(observation=ObservationFactory(scope=ConsultationFactory(is_closed=True).scope))
    people = [StaffFactory(), StaffFactory()]

    def publish(person):
        return lambda: outcomes.publish(
            consultation=outcome.consultation, editions={outcome.pk: 1}, by=person, moment=timezone.now()
        )

    results = at_once(*(publish(person) for person in people))

    assert (results.count(1), len(losers(results, outcomes.ChangedMeanwhile))) == (1, 1)
    assert Notification.objects.filter(event="outcome.published").count() == 1
    assert AuditEvent.objects.filter(action="outcome.published").count() == 1


# THREATS: 54
@pytest.mark.usefixtures("_root_page")
def test_two_who_publish_the_proposal_at_once_make_one_version():
    text = imported()
    consultation = ConsultationFactory(text=text, version=published(text), is_closed=True)
    OutcomeFactory(observation=ObservationFactory(scope=consultation.scope))
    page = pages_of(text)[0]
    first, *others = blocks_of(page)
    edit(page, (first[0], "<p>La popolazione cambia.</p>", first[2]), *others)
    people = [coordinator(), coordinator()]

    def publish(person):
        return lambda: publication.publish_proposal(
            consultation=consultation, by=person, moment=timezone.now(), left="Correzione d'ufficio della prova."
        )

    results = at_once(*(publish(person) for person in people))

    assert (len(errors(results)), len(losers(results, publication.AlreadyPublished))) == (1, 1)
    assert Version.objects.count() == 2
    assert Notification.objects.filter(event="consultation.answered").count() == 1
