# SPDX-License-Identifier: AGPL-3.0-or-later
"""No silent change: every word that a version changes has a cause, or the version is refused."""

import copy
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from documents.consultations.enums import CauseKind, ChangeKind, OutcomeKind
from documents.consultations.models import Cause, CauseDraft, OutcomeParagraph, Version
from documents.consultations.queries import causes as queries
from documents.consultations.queries import drafts
from documents.consultations.queries.obstacles import Kind
from documents.consultations.redline import Piece, SectionPiece, compare, places
from documents.consultations.services import causes, publication, versions
from documents.consultations.services.causes import Why
from portal.comments.enums import State
from portal.core import triggers
from portal.core.models import AuditEvent
from tavoli.enums import Visibility
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_drafts import blocks_of, coordinator, drafter, edit, imported, pages_of, published
from tests.factories.core import StaffFactory
from tests.factories.tavoli import MeetingFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
REASON = "Correzione di un errore di battitura."


@pytest.fixture(scope="module")
def text_once(lasting_rows):
    with lasting_rows.unblock():
        made = imported()
        published(made)
    return made


@pytest.fixture
def text(text_once):
    """Published once; nothing has changed since."""
    return copy.deepcopy(text_once)


def rewrite(text, *, section=0, at=0, words):
    page = pages_of(text)[section]
    blocks = blocks_of(page)
    kind, _, block_id = blocks[at]
    blocks[at] = (kind, f"<p>{words}</p>", block_id)
    edit(page, *blocks)


def standing(text):
    return queries.standing(drafts.next_version(text))


def lacking(text):
    return [(one.stretch.kind, one.stretch.old, one.stretch.new) for one in standing(text).lacking]


def keys(text):
    return [one.stretch.key for one in standing(text).all]


def give(text, why, stretches=None, by=None):
    return causes.give(text=text, stretches=stretches or keys(text), why=why, by=by or drafter(), moment=NOW)


def publish(text, **fields):
    return versions.publish(text=text, by=coordinator(), moment=timezone.now(), **fields)


def consulted(text, *, paragraph=1, kind=OutcomeKind.ACCEPTED, is_published=False, **fields):
    """Return an observation on a paragraph with its answer; the consultation is closed and not yet answered."""
    version = text.versions.get()
    consultation = text.consultations.first() or ConsultationFactory(text=text, version=version, is_closed=True)
    twin = version.paragraphs.get(number=paragraph)
    observation = ObservationFactory(scope=consultation.scope, target_id=str(twin.paragraph_id), **fields)
    outcome = OutcomeFactory(observation=observation, kind=kind, is_published=is_published)
    OutcomeParagraph.objects.create(outcome=outcome, paragraph=twin.paragraph)
    return observation


def test_a_first_version_owes_no_cause():
    made = imported()

    publish(made)

    assert Cause.objects.count() == 0


def test_a_change_without_a_cause_is_refused_with_the_list(text):
    rewrite(text, words="La popolazione cambia.")

    with pytest.raises(causes.CausesMissing) as refusal:
        publish(text)

    told = [one.stretch for place in refusal.value.places for one in place.lacking]
    assert [(one.kind, one.old, one.new) for one in told] == [(ChangeKind.WORDS, "invecchia.", "cambia.")]
    assert (refusal.value.count, Version.objects.count(), Cause.objects.count()) == (1, 1, 0)


def test_every_stretch_of_a_paragraph_may_have_its_own_cause(text):
    rewrite(text, words="Tutta la popolazione oggi invecchia.")
    first, second = keys(text)
    meeting = MeetingFactory()

    give(text, Why(kind=CauseKind.TAVOLO, meeting_id=meeting.pk, words="Il tavolo ha deciso così."), [first])
    assert lacking(text) == [("WORDS", "", " oggi")]
    give(text, causes.office(REASON), [second])
    version = publish(text)

    frozen = [(one.kind, one.old_words, one.new_words, one.meeting_id, one.words) for one in version.causes.all()]
    assert frozen == [
        (CauseKind.TAVOLO, "La ", "Tutta la ", meeting.pk, "Il tavolo ha deciso così."),
        (CauseKind.OFFICE, "", " oggi", None, REASON),
    ]
    assert CauseDraft.objects.count() == 0


def test_words_changed_again_lose_their_cause_and_the_others_keep_it(text):
    rewrite(text, words="Tutta la popolazione oggi invecchia.")
    give(text, causes.office(REASON))
    assert lacking(text) == []

    rewrite(text, words="Tutta la popolazione domani invecchia.")

    assert lacking(text) == [("WORDS", "", " domani")]
    assert len(standing(text).stale) == 1
    with pytest.raises(causes.CausesMissing):
        publish(text)


def test_what_is_left_is_said_d_ufficio_only_with_a_reason(text):
    rewrite(text, words="La popolazione cambia.")

    for left in ("", "   "):
        with pytest.raises(causes.CausesMissing):
            publish(text, left=left)
    with pytest.raises(causes.SaysTooLittle):
        publish(text, left="breve")
    version = publish(text, left=REASON)

    assert [(one.kind, one.words) for one in version.causes.all()] == [(CauseKind.OFFICE, REASON)]


def test_an_accepted_answer_is_the_cause_by_itself_where_one_thing_changed(text):
    observation = consulted(text)
    rewrite(text, words="La popolazione cambia.")

    assert lacking(text) == []
    version = publication.publish_proposal(
        consultation=text.consultations.get(), by=coordinator(), moment=timezone.now()
    )

    assert [(one.observation, one.old_words, one.new_words) for one in version.causes.all()] == [
        (observation, "invecchia.", "cambia.")
    ]


def test_where_several_things_changed_the_answer_is_only_proposed(text):
    observation = consulted(text)
    rewrite(text, words="Tutta la popolazione oggi invecchia.")
    consultation = text.consultations.get()

    with pytest.raises(publication.NotReady) as refusal:
        publication.publish_proposal(consultation=consultation, by=coordinator(), moment=timezone.now())
    assert [(one.kind, one.count) for one in refusal.value.obstacles] == [(Kind.UNCAUSED, 2)]
    assert standing(text).proposals == 2
    assert causes.confirm_proposed(text=text, by=drafter(), moment=NOW) == 2

    version = publication.publish_proposal(consultation=consultation, by=coordinator(), moment=timezone.now())
    assert [one.observation for one in version.causes.all()] == [observation, observation]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": OutcomeKind.REJECTED},
        {"state": State.HIDDEN},
        {"state": State.WITHDRAWN},
        {"state": State.PENDING},
    ],
)
def test_what_was_not_accepted_in_public_causes_nothing(text, fields):
    observation = consulted(text, **fields)
    rewrite(text, words="La popolazione cambia.")

    assert len(lacking(text)) == 1
    with pytest.raises(causes.NotCitable):
        give(text, Why(kind=CauseKind.OBSERVATION, observations=[observation.pk]))


def test_a_cause_whose_answer_is_then_refused_no_longer_covers(text):
    observation = consulted(text, paragraph=2)
    rewrite(text, words="La popolazione cambia.")
    give(text, Why(kind=CauseKind.OBSERVATION, observations=[observation.pk]))
    assert lacking(text) == []

    observation.outcome.kind = OutcomeKind.REJECTED
    observation.outcome.save()

    assert len(lacking(text)) == 1


def test_an_observation_on_another_text_cannot_be_named(text):
    other = imported("# Altro\n\n## Parte\n\nParole.\n")
    published(other)
    observation = consulted(other)
    rewrite(text, words="La popolazione cambia.")

    with pytest.raises(causes.NotCitable):
        give(text, Why(kind=CauseKind.OBSERVATION, observations=[observation.pk]))


# THREATS: 2
def test_a_reserved_tavolo_is_not_named(text):
    meeting = MeetingFactory()
    rewrite(text, words="La popolazione cambia.")
    why = Why(kind=CauseKind.TAVOLO, meeting_id=meeting.pk, words="Il tavolo ha deciso così.")
    give(text, why)

    meeting.tavolo.visibility = Visibility.RESERVED
    meeting.tavolo.save()

    assert len(lacking(text)) == 1
    with pytest.raises(causes.NotCitable):
        give(text, why)


@pytest.mark.parametrize(
    "why",
    [
        causes.office("corto"),
        Why(kind=CauseKind.SIGN_OFF, words="Parere favorevole con una modifica."),
        Why(kind=CauseKind.TAVOLO, words="poche"),
    ],
)
def test_a_cause_that_says_too_little_is_refused(text, why):
    rewrite(text, words="La popolazione cambia.")

    with pytest.raises(causes.SaysTooLittle):
        give(text, why)


def test_causes_are_given_only_to_changes_that_are_there_and_twice_is_once(text):
    rewrite(text, words="La popolazione cambia.")
    old = keys(text)
    give(text, causes.office(REASON))
    give(text, causes.office(REASON))
    assert CauseDraft.objects.count() == 1

    rewrite(text, words="La popolazione parte.")

    for stretches in (old, ["0" * 64]):
        with pytest.raises(causes.ChangedMeanwhile):
            give(text, causes.office(REASON), stretches)


# THREATS: 16
def test_only_who_writes_texts_gives_causes(text):
    rewrite(text, words="La popolazione cambia.")

    with pytest.raises(causes.NotAllowed):
        give(text, causes.office(REASON), by=StaffFactory())


def test_giving_and_taking_back_are_in_the_audit_trail(text):
    rewrite(text, words="La popolazione cambia.")
    give(text, causes.office(REASON))
    draft = CauseDraft.objects.get()

    causes.take_back(text=text, pk=draft.pk, by=drafter())
    causes.take_back(text=text, pk=draft.pk, by=drafter())

    assert len(lacking(text)) == 1
    told = AuditEvent.objects.filter(action__startswith="cause.").values_list("action", flat=True)
    assert sorted(told) == ["cause.given", "cause.taken_back"]


def test_all_that_is_left_is_given_one_reason_by_hand(text):
    rewrite(text, words="Tutta la popolazione oggi invecchia.")
    give(text, causes.office("Una causa data a mano."), keys(text)[:1])

    assert causes.give_to_all_left(text=text, reason=REASON, by=drafter(), moment=NOW) == 1
    assert causes.give_to_all_left(text=text, reason=REASON, by=drafter(), moment=NOW) == 0

    assert [one.drafts[0].words for one in standing(text).all] == ["Una causa data a mano.", REASON]


def test_what_came_went_moved_and_was_renamed_owes_a_cause(text):
    context, goals = pages_of(text)
    first, second = blocks_of(context)
    edit(context, second, first, ("paragraph", "<p>Gli anziani restano.</p>", None))
    goals = goals.get_latest_revision_as_object()
    goals.title = "I traguardi"
    goals.body = []
    goals.save_revision().publish()
    text.page.title = "Piano di prova, riveduto"
    text.page.save_revision().publish()
    text.refresh_from_db()

    assert lacking(text) == [
        ("TITLE", "prova", "prova, riveduto"),
        ("MOVED", "", ""),
        ("ADDED", "", "Gli anziani restano."),
        ("SECTION_WORDS", "Gli obiettivi", "I traguardi"),
        ("REMOVED", "Ridurre le attese.", ""),
    ]
    version = publish(text, left=REASON)
    assert [(one.change, one.paragraph_id is None, one.section_id is None) for one in version.causes.all()] == [
        ("TITLE", True, True),
        ("MOVED", False, True),
        ("ADDED", False, True),
        ("SECTION_WORDS", True, False),
        ("REMOVED", False, True),
    ]


def test_a_new_number_and_another_form_owe_nothing(text):
    context, goals = pages_of(text)
    first, second = blocks_of(context)
    edit(context, (first[0], "<p><b>La popolazione</b> invecchia.</p>", first[2]), second)
    edit(goals, *blocks_of(goals))

    assert drafts.next_version(text).has_changes
    assert lacking(text) == []
    assert publish(text).causes.count() == 0


# THREATS: 73
def test_frozen_causes_are_never_changed(text):
    rewrite(text, words="La popolazione cambia.")
    version = publish(text, left=REASON)
    triggers.install()
    cause = version.causes.get()

    for deed in (
        lambda: Cause.objects.filter(pk=cause.pk).update(words="Un'altra ragione di comodo."),
        lambda: Cause.objects.filter(pk=cause.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_the_queries_are_the_same_however_much_changed(text, django_assert_num_queries):
    rewrite(text, words="Tutta la popolazione oggi invecchia ancora un poco.")
    draft = drafts.next_version(text)
    draft.redline  # noqa: B018 -- worked out before counting

    with django_assert_num_queries(2):
        queries.standing(draft)
    give(text, causes.office(REASON))
    with django_assert_num_queries(2):
        queries.standing(draft)


def test_a_hunk_is_named_by_its_place_in_the_old_words():
    old = [SectionPiece(identity="s", slug="s", title="T", pieces=(Piece(identity="a", plain="uno due tre due"),))]
    first, last = (
        replace(old[0], pieces=(Piece(identity="a", plain=plain),))
        for plain in ("uno quattro tre due", "uno due tre quattro")
    )

    one, other = (places(compare(old, [new]))[0].stretches[0] for new in (first, last))

    assert ((one.old, one.new), (other.old, other.new)) == (("due", "quattro"), ("due", "quattro"))
    assert (one.start, other.start, one.key == other.key) == (4, 12, False)
