# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Pubblica la proposta definitiva»: refused with the list of what is missing, then everything comes out at once."""

import copy
from datetime import timedelta

import pytest
from django.utils import timezone

from documents.consultations.enums import OutcomeKind, Stage
from documents.consultations.models import Outcome, OutcomeParagraph, Version
from documents.consultations.queries import obstacles
from documents.consultations.queries.obstacles import Kind
from documents.consultations.services import publication, versions
from portal.comments.enums import State
from portal.comments.models import WaitingObservation
from portal.core import roles
from portal.core.models import AuditEvent
from portal.notifications.models import Notification
from tests.factories.comments import ObservationFactory, ReplyFactory
from tests.factories.consultations import OutcomeFactory
from tests.factories.consultations_drafts import (
    blocks_of,
    closed_and_changed,
    coordinator,
    edit,
    pages_of,
)
from tests.factories.core import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def consultation_once(lasting_rows):
    with lasting_rows.unblock():
        return closed_and_changed()


@pytest.fixture
def consultation(consultation_once):
    """Closed, on a text whose first paragraph has since been changed by the drafter."""
    return copy.deepcopy(consultation_once)


def twin(consultation, number):
    return consultation.version.paragraphs.get(number=number)


def said(consultation, number=1, **fields):
    there = twin(consultation, number)
    start = {
        "scope": consultation.scope,
        "target_id": str(there.paragraph_id),
        "section_id": str(there.section.section_id),
        "quote": there.plain,
    }
    return ObservationFactory(**{**start, **fields})


def accepted(consultation, number=1, **fields):
    outcome = OutcomeFactory(observation=said(consultation), kind=OutcomeKind.ACCEPTED, **fields)
    OutcomeParagraph.objects.create(outcome=outcome, paragraph_id=twin(consultation, number).paragraph_id)
    return outcome


LEFT = "Correzione d'ufficio della prova."


def publish(consultation, by=None, left=LEFT):
    return publication.publish_proposal(
        consultation=consultation, by=by or coordinator(), moment=timezone.now(), left=left
    )


def in_the_way(consultation):
    with pytest.raises(publication.NotReady) as refusal:
        publish(consultation)
    return [(one.kind, one.count) for one in refusal.value.obstacles]


def test_the_proposal_comes_out_with_its_answers_and_everybody_is_told_once(consultation):
    outcome = accepted(consultation)
    author = outcome.observation.user
    rejected = OutcomeFactory(observation=said(consultation, user=author))
    reply = ReplyFactory(parent=outcome.observation)

    version = publish(consultation)

    consultation.refresh_from_db()
    assert (version.number, version.stages.get().stage) == (2, Stage.PROPOSAL)
    assert (consultation.closed_version, consultation.has_results) == (version, True)
    assert set(Outcome.objects.published()) == {outcome, rejected}
    told = Notification.objects.exclude(event__startswith="version")
    assert sorted((notice.event, notice.recipient_id) for notice in told) == sorted(
        [("consultation.answered", author.pk), ("consultation.answered", reply.user_id)]
    )
    assert AuditEvent.objects.filter(action="outcome.published").count() == 2
    assert AuditEvent.objects.filter(action="consultation.answered").count() == 1


def test_it_is_refused_while_the_window_is_open(consultation):
    window = consultation.windows.get()
    window.closes_at = timezone.now() + timedelta(days=1)
    window.save()

    assert in_the_way(consultation) == [(Kind.OPEN, 1)]
    assert Version.objects.count() == 1


def test_it_is_refused_while_a_text_sent_in_time_waits_for_its_code(consultation):
    now = timezone.now()
    WaitingObservation.objects.create(
        key="k", token="t", email="ada@cittadini.example", scope=consultation.scope, payload={},
        sent_at=now, expires_at=now + timedelta(minutes=5),
    )  # fmt: skip

    assert in_the_way(consultation) == [(Kind.WAITING, 1)]


# DOMAIN: invariant 1
def test_it_is_refused_while_anybody_lacks_an_answer_or_a_reader(consultation):
    said(consultation)
    said(consultation, state=State.PENDING)
    said(consultation, state=State.HIDDEN)
    said(consultation, state=State.WITHDRAWN)

    assert in_the_way(consultation) == [(Kind.PENDING, 1), (Kind.UNANSWERED, 2)]
    consultation.refresh_from_db()
    assert (consultation.has_results, Version.objects.count()) == (False, 1)


def test_it_is_refused_while_an_answer_is_to_be_looked_at_again(consultation):
    outcome = accepted(consultation)
    type(outcome.observation).objects.filter(pk=outcome.observation_id).update(revision_number=2)

    assert in_the_way(consultation) == [(Kind.STALE, 1)]


def test_it_is_refused_when_an_accepted_paragraph_stayed_as_it_was(consultation):
    accepted(consultation, number=3)

    assert in_the_way(consultation) == [(Kind.UNCHANGED, 1)]
    assert (Version.objects.count(), Outcome.objects.published().count()) == (1, 0)


def test_it_is_refused_when_an_accepted_paragraph_vanished_even_if_already_answered_in_public(consultation):
    accepted(consultation, number=2, is_published=True)
    page = pages_of(consultation.text)[0]
    edit(page, blocks_of(page)[0])

    assert in_the_way(consultation) == [(Kind.VANISHED, 1)]
    assert Version.objects.count() == 1


def test_what_is_in_the_way_is_listed_before_trying(consultation):
    accepted(consultation, number=3)
    waiting = said(consultation)

    found = obstacles.obstacles(consultation, moment=timezone.now())

    assert [(one.kind, one.count) for one in found] == [
        (Kind.UNANSWERED, 1),
        (Kind.UNCHANGED, 1),
        (Kind.UNCAUSED, 1),
    ]
    assert found[0].observations == (waiting,)


def test_it_comes_out_once(consultation):
    accepted(consultation)
    publish(consultation)

    with pytest.raises(publication.AlreadyPublished):
        publish(consultation)

    assert Version.objects.count() == 2


# THREATS: 19
@pytest.mark.parametrize("role", [roles.DRAFTER, roles.OFFICE, roles.MODERATOR])
def test_only_the_coordinator_publishes_it(consultation, role):
    accepted(consultation)

    with pytest.raises(versions.NotAllowed):
        publish(consultation, by=StaffFactory(roles=[role]))

    assert Outcome.objects.published().count() == 0


def unchanged(consultation):
    page = pages_of(consultation.text)[0]
    first, *others = blocks_of(page)
    edit(page, (first[0], "<p>La popolazione invecchia.</p>", first[2]), *others)


def test_when_nothing_was_accepted_the_version_that_people_read_is_the_proposal(consultation):
    unchanged(consultation)
    outcome = OutcomeFactory(observation=said(consultation))

    version = publish(consultation)

    consultation.refresh_from_db()
    outcome.refresh_from_db()
    assert (version, Version.objects.count()) == (consultation.version, 1)
    assert [stage.stage for stage in version.stages.all()] == [Stage.CONSULTATION, Stage.PROPOSAL]
    assert (consultation.closed_version, outcome.is_published) == (version, True)


def test_what_was_accepted_must_be_in_the_text_even_when_nothing_else_changed(consultation):
    unchanged(consultation)
    accepted(consultation)

    assert in_the_way(consultation) == [(Kind.UNCHANGED, 1)]
