# SPDX-License-Identifier: AGPL-3.0-or-later
"""The causes of the demo's Piano are given as an editor gives them, and all of its other changes are explained."""

from datetime import UTC, datetime

import pytest

from documents.consultations.enums import OutcomeKind
from documents.consultations.models import CauseDraft, ParagraphParent, SignOff
from documents.consultations.queries import causes, drafts, redlines
from portal.demo.loaders import reasons, redrafting, texts
from portal.demo.loaders.texts import Staff
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_drafts import coordinator, drafter, published
from tests.factories.tavoli import MeetingFactory, TavoloFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def test_every_edit_changes_something_and_gets_its_cause():
    staff = Staff(drafter=drafter(), coordinator=coordinator(), moderator=drafter())
    text = texts.load_text(texts.PIANO, staff=staff, moment=NOW).text
    edits = [*reasons.piano_edits(), *redrafting.reasons()]
    slugs = {edit["tavolo"] for edit in edits if "tavolo" in edit}
    tavoli = {slug: TavoloFactory(slug=slug) for slug in slugs}
    for tavolo in tavoli.values():
        MeetingFactory(tavolo=tavolo)
    texts.apply_edits(text, reasons.piano_edits(), staff=staff)
    redrafting.redraft(text, staff=staff)
    SignOff.objects.create(
        section=text.versions.get().sections.order_by("position")[0].section, kind="SIGNED", digest="d" * 64,
        act_number=redrafting.NOTE, act_date=NOW.date(), decided_at=NOW,
    )  # fmt: skip
    said = accepted(text)

    reasons.explain(text, tavoli=tavoli, said=said, by=staff.drafter, moment=NOW)

    assert causes.standing(drafts.next_version(text)).lacking == ()
    assert {draft.kind for draft in CauseDraft.objects.all()} == {"OBSERVATION", "TAVOLO", "SIGN_OFF", "OFFICE"}


def test_one_paragraph_is_split_one_moved_two_joined_one_removed():
    staff = Staff(drafter=drafter(), coordinator=coordinator(), moderator=drafter())
    text = texts.load_text(texts.PIANO, staff=staff, moment=NOW).text

    redrafting.redraft(text, staff=staff)
    new = published(text, by=staff.coordinator, moment=NOW)

    assert sorted(ParagraphParent.objects.values_list("kind", flat=True)) == ["MERGE", "SPLIT"]
    redline = redlines.redline_of(text.versions.get(number=1), new)
    assert redline.counts == {"edited": 2, "added": 1, "removed": 2, "moved": 1}


def accepted(text):
    """Return the voices that the reasons name, as if the office had said yes to each."""
    consultation = ConsultationFactory(text=text, version=text.versions.get(number=1), is_closed=True)
    said = {}
    for row in redrafting.reasons():
        if "voice" in row:
            observation = ObservationFactory(scope=consultation.scope)
            OutcomeFactory(observation=observation, consultation=consultation, kind=OutcomeKind.ACCEPTED)
            said[row["voice"]] = observation
    return said
