# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every route that changes something is either guarded by the window, or known not to change what people say.

A new route with a POST fails here until somebody puts it in one of the lists; those guarded are tried at the closing
instant (refused, text given back) and one second before (let through), with the window and with a section's own dates.
"""

import copy
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.consultations.models import Section, Window
from documents.consultations.services import section_windows
from portal.comments.models import Observation
from portal.comments.services import claims, responses
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.files import pdf, upload
from tests.portal.comments.writing import code_for, form
from tests.security.permissions import NEVER, ROWS
from tests.security.world import World, build

pytestmark = pytest.mark.django_db

NEW = "Parole nuove, scritte meglio di prima."
REASON = "Il tavolo dei trasporti si riunisce tardi."
SECOND = timedelta(seconds=1)

# Routes that take a POST and change nothing of what people say in a consultation.
NOT_A_CONTRIBUTION = {
    "comments:report": "asks the moderators to look: a reader may at any time",
    "comments:confirm": "takes in what was sent in time: the gate is asked about that moment (tried below)",
    "comments:claim": "says whose a letter is; its words and its day of arrival stay (tried below)",
    "ui:looking": "staff look at pages with somebody else's eyes, reading only",
    "consultations:follow": "what one is told",
    "consultations:unfollow": "what one is told",
    "consultations:sign_off": "the referent answers about the text to come",
}
# Whole families that are of the office, of the person's own account, or of other parts of the portal.
FAMILIES_OF_OTHERS = (
    "core_", "desk:", "notifications", "wagtail", "mandates_admin:", "partners", "partner", "adhesion", "distretto",
    "texts_admin:", "consultations_admin:", "answers_admin:", "comments_admin:", "tavoli", "practices", "library",
    "account", "invit", "people_admin:", "designations_admin:", "seats", "experts", "runts", "register", "places",
    "core",
)  # fmt: skip


class Attempt(NamedTuple):
    """A route that the window guards: who tries, where, with what; whether a section's own dates guard it too."""

    name: str
    person: str
    args: Callable[[World], list[Any]]
    data: Callable[[World], dict[str, Any]]
    typed: str
    by_section: bool = True


def sending(world):
    """What the lead sends: what was seen, and how the name will appear."""
    return {
        "key": uuid.uuid4().hex, "seen": responses.fingerprint(world.response), "name_choice": "FULL",
        "name": "Rosa Mancino",
    }  # fmt: skip


GATED = (
    Attempt(
        "comments:write", "citizen", lambda w: ["paragraph", w.paragraph.paragraph_id], lambda w: form(text=NEW), NEW
    ),
    Attempt(
        "comments:write", "", lambda w: ["paragraph", w.paragraph.paragraph_id],
        lambda w: form(text=NEW, email="nuova@cittadini.example"), NEW,
    ),
    Attempt(
        "comments:write", "citizen", lambda w: ["paragraph", w.paragraph.paragraph_id],
        lambda w: {**form(text=NEW, step="rivedi"), "attached": upload("turni.pdf", pdf())}, NEW,
    ),
    Attempt("comments:reply", "citizen", lambda w: [w.theirs.pk], lambda w: form(text=NEW), NEW),
    Attempt("comments:edit", "citizen", lambda w: [w.mine.pk], lambda w: {"text": NEW}, NEW),
    Attempt(
        "comments:edit", "citizen", lambda w: [w.mine.pk],
        lambda w: {"text": NEW, "attached": upload("turni.pdf", pdf())}, NEW,
    ),
    Attempt("comments:withdraw", "citizen", lambda w: [w.mine.pk], lambda w: {}, "Serve anche il sabato"),
    Attempt("comments:support", "member", lambda w: [w.theirs.pk], lambda w: {}, ""),
    Attempt(
        "comments:response_write", "delegate_a", lambda w: ["paragraph", w.paragraph.paragraph_id],
        lambda w: {"key": uuid.uuid4().hex, "partner": w.partner_a.pk, "text": NEW, "kind": "OBSERVATION"}, NEW,
    ),
    Attempt("comments:response_send", "delegate_a", lambda w: [w.response.pk], sending, ""),
    Attempt(
        "comments:response_draft", "delegate_a", lambda w: [w.own_draft.pk],
        lambda w: {"text": NEW, "kind": "QUESTION"}, NEW, by_section=False,
    ),
    Attempt(
        "comments:response_comment", "delegate_a", lambda w: [w.draft.pk],
        lambda w: {"key": uuid.uuid4().hex, "text": NEW}, NEW, by_section=False,
    ),
    Attempt(
        "comments:response_item", "delegate_a", lambda w: [w.item.pk],
        lambda w: {"scelta": "testo", "text": NEW, "kind": "QUESTION", "edition": 0}, NEW, by_section=False,
    ),
    Attempt(
        "comments:response_take", "delegate_a", lambda w: [w.response.pk],
        lambda w: {"contributo": w.own_draft.pk}, "", by_section=False,
    ),
    Attempt(
        "comments:response_lead", "delegate_a", lambda w: [w.response.pk],
        lambda w: {"person": w.colleague.pk, "turn": w.response.lead_turn}, "", by_section=False,
    ),
)  # fmt: skip
TRIED = [
    pytest.param(what, by_section, id=f"{'section' if by_section else 'window'}-{what.name}-{what.person or 'nobody'}")
    for what in GATED
    for by_section in (False, True)
    if what.by_section or not by_section
]


@pytest.fixture(scope="module")
def built(lasting_rows):
    """A portal with a consultation that is open, and a contribution that the lead of A has just written."""
    with lasting_rows.unblock():
        made = build()
        _write(made)
    return made


@pytest.fixture
def world(built):
    cache.clear()
    return copy.deepcopy(built)


def _write(made):
    made.things["own_draft"] = responses.write_draft(
        target=made.target, partner_id=made.partner_a.pk, text="Anche la domenica.", kind="OBSERVATION",
        by=made.people["delegate_a"], key=uuid.uuid4().hex, moment=timezone.now(),
    )  # fmt: skip
    made.response.refresh_from_db()


def attempt(world, what, moment):
    visitor = Client()
    with time_machine.travel(moment, tick=False):
        if what.person:  # signed in only then: a session does not last as long as a consultation
            visitor.force_login(world.people[what.person])
        return visitor.post(reverse(what.name, args=what.args(world)), what.data(world))


def test_every_route_that_takes_a_post_is_known():
    """Put a new route among those that the gate guards, with an attempt; or say why it needs none."""
    taking = {row.name for row in ROWS if row.post != NEVER}
    guarded = {what.name for what in GATED}

    unknown = {
        name
        for name in taking - guarded - NOT_A_CONTRIBUTION.keys()
        if name.startswith(("comments:", "consultations:")) or not name.startswith(FAMILIES_OF_OTHERS)
    }

    assert unknown == set()


# THREATS: 11, 38
@pytest.mark.parametrize(("what", "by_section"), TRIED)
def test_at_the_closing_it_is_refused_with_the_text_and_a_second_before_it_is_not(world, what, by_section):
    window: Window = world.window
    closes = window.closes_at
    if by_section:
        closes = timezone.now() + timedelta(days=3)
        section = Section.objects.get(pk=world.section.section_id)
        section_windows.set_dates(
            window=window, section=section, opens_at=window.opens_at, closes_at=closes, reason=REASON,
            by=StaffFactory(), moment=timezone.now(),
        )  # fmt: skip

    refused = attempt(world, what, closes)
    taken = attempt(world, what, closes - SECOND)

    assert refused.status_code == 409
    assert what.typed in refused.content.decode()
    assert taken.status_code in {200, 302}


# THREATS: 51, 52
def test_what_was_sent_a_second_before_is_taken_in_after_the_closing_as_of_when_it_was_sent(world):
    email = "nuova@cittadini.example"
    write = Attempt(
        "comments:write", "", lambda w: ["paragraph", w.paragraph.paragraph_id],
        lambda w: form(text=NEW, email=email), NEW,
    )  # fmt: skip
    closes = world.window.closes_at
    page = attempt(world, write, closes - SECOND).headers["Location"]

    with time_machine.travel(closes + timedelta(minutes=10), tick=False):
        answer = Client().post(page, {"code": code_for(email)})

    assert answer.status_code == 302
    assert Observation.objects.get(comment=NEW).received_at == closes - SECOND


# THREATS: 52
def test_a_letter_is_claimed_after_the_closing_and_not_a_word_of_it_changes(world):
    facts = ("comment", "received_at", "received_date", "is_late", "channel", "state")
    letter = Observation.objects.filter(pk=world.paper.pk)
    before = letter.values(*facts).get()
    code = claims.issue_code(observation=world.paper, by=world.people["office"], moment=timezone.now())
    visitor, author = Client(), UserFactory()

    with time_machine.travel(world.window.closes_at + SECOND, tick=False):
        visitor.force_login(author)
        answer = visitor.post(reverse("comments:claim"), {"code": code})

    assert answer.status_code == 302
    assert letter.get().user == author
    assert letter.values(*facts).get() == before
