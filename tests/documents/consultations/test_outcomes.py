# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers: reasons, changes or commitments, prepared in private, published once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.consultations.enums import OutcomeKind
from documents.consultations.models import Commitment, FormerAnswer, Outcome
from documents.consultations.queries import answers
from documents.consultations.queries import outcomes as queries
from documents.consultations.services import outcomes as services
from documents.consultations.services.outcomes import Answer, Promise, Seen
from portal.comments.enums import State
from portal.core.models import AuditEvent
from portal.notifications.models import Notification
from tests.factories.comments import ObservationFactory, ReplyFactory
from tests.factories.consultations import MOTIVATION, ConsultationFactory, OutcomeFactory
from tests.factories.core import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return ConsultationFactory(is_closed=True)


def said(consultation, **fields):
    """Return an observation about the first paragraph of the version in consultation."""
    twin = consultation.version.paragraphs.first()
    start = {
        "scope": consultation.scope,
        "target_id": str(twin.paragraph_id),
        "section_id": str(twin.section.section_id),
        "quote": twin.plain,
    }
    return ObservationFactory(**{**start, **fields})


def an_answer(**fields):
    start = {"kind": OutcomeKind.REJECTED, "motivation": MOTIVATION, "office": "Ufficio di Piano"}
    return Answer(**{**start, **fields})


def prepare(consultation, *observations, answer=None, edition=0, by=None, **seen):
    return services.prepare(
        consultation=consultation,
        seen={one.pk: Seen(revision=one.revision_number, edition=edition) for one in observations},
        answer=answer or an_answer(),
        by=by or StaffFactory(),
        moment=timezone.now(),
    )


def publish(consultation, *outcomes, by=None):
    return services.publish(
        consultation=consultation,
        editions={outcome.pk: outcome.in_hand.edition for outcome in outcomes},
        by=by or StaffFactory(),
        moment=timezone.now(),
    )


def edited(observation):
    """The author changes the words, and the new ones are in force."""
    type(observation).objects.filter(pk=observation.pk).update(revision_number=2)
    observation.refresh_from_db()
    return observation


def test_an_answer_is_prepared_in_private_and_told_to_nobody(consultation):
    observation = said(consultation)

    [outcome] = prepare(consultation, observation)

    assert (outcome.kind, outcome.motivation, outcome.revision_number) == (OutcomeKind.REJECTED, MOTIVATION, 1)
    assert outcome.published_at is None
    assert queries.extras_for([observation.pk]) == {}
    assert list(queries.answered_ids()) == []
    assert not Notification.objects.filter(event="outcome.published").exists()
    assert AuditEvent.objects.filter(action="outcome.prepared", target_id=str(outcome.pk)).count() == 1


def test_a_reason_of_29_characters_is_no_reason(consultation):
    observation = said(consultation)

    with pytest.raises(services.MotivationTooShort):
        prepare(consultation, observation, answer=an_answer(motivation="x" * 29))
    with pytest.raises(IntegrityError), transaction.atomic():
        OutcomeFactory(observation=observation, motivation="x" * 29)

    prepare(consultation, observation, answer=an_answer(motivation="x" * 30))


@pytest.mark.parametrize("kind", [OutcomeKind.ACCEPTED, OutcomeKind.PARTLY])
def test_a_yes_needs_a_changed_paragraph_or_a_commitment(consultation, kind):
    observation = said(consultation)
    twin = consultation.version.paragraphs.last()
    promise = Promise(what="Chiediamo un pulmino.", who="Ufficio mobilità", due_date=date(2027, 3, 1))

    with pytest.raises(services.ChangeOrCommitmentMissing):
        prepare(consultation, observation, answer=an_answer(kind=kind))
    [first] = prepare(
        consultation, observation, answer=an_answer(kind=kind, paragraph_ids=frozenset({twin.paragraph_id}))
    )
    assert [link.paragraph_id for link in first.outcomeparagraph_set.all()] == [twin.paragraph_id]
    [second] = prepare(consultation, observation, answer=an_answer(kind=kind, promise=promise), edition=1)

    assert second.outcomeparagraph_set.count() == 0
    assert second.commitment.what == "Chiediamo un pulmino."


def test_a_paragraph_of_another_text_is_no_change(consultation):
    stranger = ConsultationFactory().version.paragraphs.first()

    with pytest.raises(services.ChangeOrCommitmentMissing):
        prepare(
            consultation,
            said(consultation),
            answer=an_answer(kind=OutcomeKind.ACCEPTED, paragraph_ids=frozenset({stranger.paragraph_id})),
        )


def test_one_answer_serves_many_ticked_by_hand(consultation):
    observations = [said(consultation) for _ in range(3)]

    outcomes = prepare(consultation, *observations)

    assert len({outcome.batch for outcome in outcomes}) == 1
    assert [outcome.observation_id for outcome in outcomes] == [one.pk for one in observations]


def test_nothing_is_owed_to_replies_hidden_withdrawn_or_others(consultation):
    elsewhere = said(ConsultationFactory())
    not_owed = [
        ReplyFactory(parent=said(consultation)),
        said(consultation, state=State.HIDDEN),
        said(consultation, state=State.WITHDRAWN),
        elsewhere,
    ]

    for observation in not_owed:
        with pytest.raises(services.NotOwed):
            prepare(consultation, observation)
    assert Outcome.objects.count() == 0


# THREATS: 54
def test_who_saves_an_answer_that_somebody_else_saved_first_is_told(consultation):
    observation = said(consultation)
    prepare(consultation, observation, answer=an_answer(motivation="La prima risposta, con tutte le sue ragioni."))

    with pytest.raises(services.ChangedMeanwhile):
        prepare(consultation, observation, answer=an_answer(motivation="La seconda risposta, scritta senza vedere."))

    assert Outcome.objects.get().motivation == "La prima risposta, con tutte le sue ragioni."


# THREATS: 54
def test_an_answer_is_published_once_and_the_author_told_once(consultation):
    observation = said(consultation)
    [outcome] = prepare(consultation, observation)

    assert publish(consultation, outcome) == 1
    with pytest.raises(services.ChangedMeanwhile):
        publish(consultation, outcome)

    [notice] = Notification.objects.filter(event="outcome.published")
    assert notice.recipient == observation.user
    assert notice.url == f"/osservazioni/{observation.code}/"
    assert AuditEvent.objects.filter(action="outcome.published").count() == 1
    assert list(queries.extras_for([observation.pk])) == [observation.pk]
    assert [row["observation_id"] for row in queries.answered_ids()] == [observation.pk]


def test_many_are_published_together_or_none(consultation):
    good, pending = said(consultation), said(consultation, state=State.PENDING)
    outcomes = prepare(consultation, good, pending)

    with pytest.raises(services.NotYetPublic):
        publish(consultation, *outcomes)

    assert Outcome.objects.published().count() == 0
    assert Notification.objects.filter(event="outcome.published").count() == 0


def test_an_answer_to_words_that_changed_must_be_looked_at_again(consultation):
    observation = said(consultation)
    [outcome] = prepare(consultation, observation)
    edited(observation)

    with pytest.raises(services.StaleAnswer):
        publish(consultation, outcome)
    assert queries.numbers(consultation).stale == 1

    [again] = prepare(consultation, observation, edition=1)
    publish(consultation, again)
    assert queries.numbers(consultation).stale == 0
    assert Outcome.objects.get().revision_number == 2


def test_a_published_answer_is_never_rewritten(consultation):
    observation = said(consultation)
    [outcome] = prepare(consultation, observation)
    publish(consultation, outcome)

    with pytest.raises(services.CorrectionReasonMissing):
        prepare(consultation, observation, edition=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.filter(pk=outcome.pk).update(motivation="Parole messe al posto di quelle pubblicate ieri.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.filter(pk=outcome.pk).update(published_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.filter(pk=outcome.pk).delete()

    assert Outcome.objects.get().motivation == MOTIVATION


def test_a_correction_says_why_and_readers_keep_the_old_answer_until_it_is_out(consultation):
    observation = said(consultation)
    twin = consultation.version.paragraphs.first()
    yes = an_answer(kind=OutcomeKind.ACCEPTED, paragraph_ids=frozenset({twin.paragraph_id}))
    [outcome] = prepare(consultation, observation, answer=yes)
    publish(consultation, outcome)
    because = an_answer(
        motivation="Ci eravamo sbagliati: la corsa c'è già il lunedì.", correction="Errore sull'orario."
    )

    [again] = prepare(consultation, observation, answer=because, edition=1)

    shown = answers.published_answers([observation.pk])[observation.pk]
    assert (shown.outcome.motivation, shown.former, shown.correction) == (MOTIVATION, (), "")
    assert [row.paragraph_id for row in shown.outcome.outcomeparagraph_set.all()] == [twin.paragraph_id]
    found = queries.numbers(consultation)
    assert (found.published, found.prepared, found.accepted, found.stale) == (1, 1, 1, 0)

    publish(consultation, again)

    shown = answers.published_answers([observation.pk])[observation.pk]
    [former] = shown.former
    assert (shown.outcome.kind, shown.correction) == (OutcomeKind.REJECTED, "Errore sull'orario.")
    assert (former.kind, former.motivation, former.office) == (OutcomeKind.ACCEPTED, MOTIVATION, "Ufficio di Piano")
    assert former.paragraph_ids == [str(twin.paragraph_id)]
    assert shown.outcome.outcomeparagraph_set.count() == 0
    assert Notification.objects.filter(event="outcome.published", recipient=observation.user).count() == 2
    assert queries.numbers(consultation).prepared == 0


def test_who_saves_or_publishes_a_correction_over_another_is_told(consultation):
    observation = said(consultation)
    [outcome] = prepare(consultation, observation)
    publish(consultation, outcome)
    because = an_answer(correction="C'era un errore nella data.")
    [seen_first] = prepare(consultation, observation, answer=because, edition=1)
    prepare(consultation, observation, answer=because, edition=2)

    with pytest.raises(services.ChangedMeanwhile):
        prepare(consultation, observation, answer=because, edition=2)
    with pytest.raises(services.ChangedMeanwhile):
        publish(consultation, seen_first)

    assert FormerAnswer.objects.count() == 0


@pytest.mark.parametrize("change", ["words", "row"])
def test_a_former_answer_cannot_be_changed_or_taken_away(consultation, change):
    observation = said(consultation)
    [outcome] = prepare(consultation, observation)
    publish(consultation, outcome)
    [again] = prepare(consultation, observation, answer=an_answer(correction="C'era un errore."), edition=1)
    publish(consultation, again)
    rows = FormerAnswer.objects.all()

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(motivation="Altro.") if change == "words" else rows.delete()

    assert rows.get().motivation == MOTIVATION


@pytest.mark.parametrize("of", ["paragraph", "commitment"])
def test_what_a_published_answer_changes_or_promises_cannot_be_taken_away(consultation, of):
    twin = consultation.version.paragraphs.first()
    promise = Promise(what="Un pulmino.", who="Ufficio mobilità", due_date=date(2027, 3, 1))
    answer = an_answer(kind=OutcomeKind.ACCEPTED, paragraph_ids=frozenset({twin.paragraph_id}), promise=promise)
    [outcome] = prepare(consultation, said(consultation), answer=answer)
    publish(consultation, outcome)

    with pytest.raises(IntegrityError), transaction.atomic():
        (outcome.outcomeparagraph_set.all() if of == "paragraph" else Commitment.objects.all()).delete()

    assert (outcome.outcomeparagraph_set.count(), Commitment.objects.count()) == (1, 1)


def test_a_published_answer_to_words_that_changed_stays_readable_beside_the_new_one(consultation):
    observation = said(consultation)
    [outcome] = prepare(consultation, observation, answer=an_answer(motivation="Il primo motivo, per le prime parole."))
    publish(consultation, outcome)
    edited(observation)

    [again] = prepare(consultation, observation, edition=1)
    publish(consultation, again)

    [former] = again.former.all()
    assert (former.motivation, former.revision_number) == ("Il primo motivo, per le prime parole.", 1)
    assert Notification.objects.filter(event="outcome.published", recipient=observation.user).count() == 2


def test_the_register_is_filtered_and_costs_the_same_however_long(consultation, django_assert_num_queries):
    answered, waiting = said(consultation), said(consultation, comment="Il pulmino parte troppo presto.")
    [outcome] = prepare(consultation, answered)
    publish(consultation, outcome)
    said(consultation, state=State.HIDDEN)

    def found(**wanted):
        return list(queries.register(consultation, queries.RegisterFilter(**wanted)))

    assert found(answer="nessuna") == [waiting]
    assert found(answer="pubblicata") == [answered]
    assert found(words="pulmino presto") == [waiting]
    assert found(words=waiting.code) == [waiting]
    assert found(section="00000000-0000-0000-0000-000000000000") == []
    assert len(found()) == 3
    with django_assert_num_queries(1):
        for one in found():
            str(getattr(one, "outcome", None))


@pytest.mark.parametrize("size", [1, 5])
def test_answers_under_observations_cost_the_same_however_many(size, consultation, django_assert_num_queries):
    observations = [said(consultation) for _ in range(size)]
    for observation in observations:
        OutcomeFactory(observation=observation, is_published=True)

    with django_assert_num_queries(1):
        found = queries.extras_for([one.pk for one in observations])

    assert len(found) == size


def test_numbers_count_what_is_owed_and_how_far_it_is(consultation):
    for state in (State.PENDING, State.HIDDEN, State.WITHDRAWN):
        said(consultation, state=state)
    OutcomeFactory(observation=said(consultation), is_published=True, kind=OutcomeKind.PARTLY)
    OutcomeFactory(observation=said(consultation))
    ReplyFactory(parent=said(consultation))
    said(ConsultationFactory(), received_at=timezone.now() - timedelta(days=1))

    found = queries.numbers(consultation)

    assert (found.owed, found.pending, found.unanswered) == (4, 1, 2)
    assert (found.prepared, found.published, found.accepted, found.stale) == (1, 1, 1, 0)
