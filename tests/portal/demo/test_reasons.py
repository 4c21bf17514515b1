# SPDX-License-Identifier: AGPL-3.0-or-later
"""The causes of the demo's Piano are given as an editor gives them, and all of its other changes are explained."""

from datetime import UTC, datetime

import pytest

from documents.consultations.models import CauseDraft
from documents.consultations.queries import causes, drafts
from portal.demo.loaders import reasons, texts
from portal.demo.loaders.texts import Staff
from tests.factories.consultations_drafts import coordinator, drafter
from tests.factories.tavoli import MeetingFactory, TavoloFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def test_every_edit_changes_something_and_gets_its_cause():
    staff = Staff(drafter=drafter(), coordinator=coordinator(), moderator=drafter())
    text = texts.load_text(texts.PIANO, staff=staff, moment=NOW).text
    slugs = {edit["tavolo"] for edit in reasons.piano_edits() if "tavolo" in edit}
    tavoli = {slug: TavoloFactory(slug=slug) for slug in slugs}
    for tavolo in tavoli.values():
        MeetingFactory(tavolo=tavolo)
    texts.apply_edits(text, reasons.piano_edits(), staff=staff)

    reasons.explain(text, tavoli=tavoli, by=staff.drafter, moment=NOW)

    assert causes.standing(drafts.next_version(text)).lacking == ()
    assert {draft.kind for draft in CauseDraft.objects.all()} == {"TAVOLO", "SIGN_OFF", "OFFICE"}
