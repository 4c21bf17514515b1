# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every route that changes something is either guarded by the window, or known not to change what people say.

A new route with a POST fails here until somebody puts it in one of the lists; those guarded are tried at the closing
instant (refused, text given back) and one second before (let through), with the window and with a section's own dates.
"""

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
from tests.factories.core import StaffFactory
from tests.factories.files import pdf, upload
from tests.portal.comments.writing import form
from tests.security.permissions import NEVER, ROWS
from tests.security.world import World, build

pytestmark = pytest.mark.django_db

NEW = "Parole nuove, scritte meglio di prima."
REASON = "Il tavolo dei trasporti si riunisce tardi."
SECOND = timedelta(seconds=1)

# Routes that take a POST and change nothing of what people say in a consultation.
NOT_A_CONTRIBUTION = {
    "comments:report": "asks the moderators to look: a reader may at any time",
    "comments:confirm": "takes in what was sent in time: the gate is asked about that moment (see test_waiting)",
    "comments:claim": "says whose a letter is; its words and its day of arrival stay (see test_claims)",
    "comments:response_lead": "private to the colleagues of a partner: nothing leaves them",
    "comments:response_take": "private to the colleagues of a partner: nothing leaves them",
    "comments:response_item": "private to the colleagues of a partner: nothing leaves them",
    "comments:response_draft": "private to the colleagues of a partner: nothing leaves them",
    "comments:response_comment": "private to the colleagues of a partner: nothing leaves them",
    "comments:response_write": "private to the colleagues of a partner: nothing leaves them",
    "consultations:follow": "what one is told",
    "consultations:unfollow": "what one is told",
    "consultations:sign_off": "the referent answers about the text to come",
}
# Whole families that are of the office, of the person's own account, or of other parts of the portal.
FAMILIES_OF_OTHERS = (
    "core_", "desk:", "notifications", "wagtail", "mandates_admin:", "partners", "partner", "adhesion", "distretto",
    "texts_admin:", "consultations_admin:", "answers_admin:", "comments_admin:", "tavoli", "practices", "library",
    "account", "invit", "seats", "experts", "runts", "register", "places", "core",
)  # fmt: skip


class Attempt(NamedTuple):
    """A route that the window guards: who tries, where, with what."""

    name: str
    person: str
    args: Callable[[World], list[Any]]
    data: Callable[[World], dict[str, Any]]
    typed: str


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
)  # fmt: skip
SENT_BY_OTHER_TESTS = {"comments:response_send": "tests/portal/comments/test_responses.py closes the window on it"}


@pytest.fixture
def world():
    """A portal with a consultation that is open."""
    cache.clear()
    return build()


def attempt(world, what, moment):
    visitor = Client()
    if what.person:
        visitor.force_login(world.people[what.person])
    with time_machine.travel(moment, tick=False):
        return visitor.post(reverse(what.name, args=what.args(world)), what.data(world))


def test_every_route_that_takes_a_post_is_known():
    """Put a new route among those that the gate guards, with an attempt; or say why it needs none."""
    taking = {row.name for row in ROWS if row.post != NEVER}
    guarded = {what.name for what in GATED} | SENT_BY_OTHER_TESTS.keys()

    unknown = {
        name
        for name in taking - guarded - NOT_A_CONTRIBUTION.keys()
        if name.startswith(("comments:", "consultations:")) or not name.startswith(FAMILIES_OF_OTHERS)
    }

    assert unknown == set()


# THREATS: 11, 38
@pytest.mark.parametrize("what", GATED, ids=lambda what: f"{what.name}-{what.person or 'anonymous'}")
@pytest.mark.parametrize("by_section", [False, True], ids=["window", "section"])
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
