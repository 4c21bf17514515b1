# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the people of a partner write together and do not send is found by nobody else, by any door."""

from __future__ import annotations

import copy
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.consultations.queries.outcomes import numbers
from documents.consultations.queries.report import lines, report
from portal.comments import queries as comments
from portal.comments.models import Observation, PartnerResponse
from portal.comments.services import responses
from portal.core.emptying import exported
from portal.core.models import AuditEvent, AuditText
from portal.notifications.models import Notification, OutgoingMail
from portal.notifications.sending import put_notices_in_mail
from search import sync
from search.queries import SearchQuery, search
from tests.factories.responses import Team, contribution
from tests.security.permissions import LIBRARY_LISTS, ROWS

pytestmark = pytest.mark.django_db

CANARY = "zafferano"
OUTSIDERS = ("anonymous", "citizen", "delegate_b", "moderator", "coordinator", "administrator")
SCRAPED = re.compile(r'nonce-?="?[^" ]+|csrf[^>]+>|value="[0-9a-f]{32}"|/en/|\d\d:\d\d')


@pytest.fixture
def world(built, settings):
    settings.IS_DEMO = True
    made = copy.deepcopy(built)
    made.things["partner_b_before"] = _counted(made)
    return made


def _group(world):
    return Team(partner=world.partner_a, legal=world.people["delegate_a"], colleague=world.things["colleague"])


def _write_canaries(world):
    group = _group(world)
    draft = contribution(world.target, group, group.colleague, f"Tutto il {CANARY} che serve.")
    responses.comment(draft=draft, text=f"Più {CANARY}!", by=group.legal, key="e" * 32, moment=timezone.now())
    item = responses.take(response_id=group.response.pk, draft_id=draft.pk, by=group.legal, moment=timezone.now())
    responses.edit_item(
        item=item, text=f"Meno {CANARY}.", kind="QUESTION", seen_edition=0, by=group.legal, moment=timezone.now()
    )


def _counted(world):
    found = world.consultation
    return (
        comments.counts_for(found.scope),
        comments.people_count(found.scope),
        numbers(found),
        report(found),
        len(list(lines(found))),
    )


# THREATS: 4, 5, 7, 11
def test_no_address_shows_it_to_others_not_even_to_who_administers(world):
    _write_canaries(world)
    browsers = {name: Client(raise_request_exception=False) for name in OUTSIDERS}
    for name, browser in browsers.items():
        if name != "anonymous":
            browser.force_login(world.people[name])

    found = []
    paths = [reverse(row.name, args=row.args(world) if row.args else []) for row in ROWS]
    paths += [reverse(name) for name in LIBRARY_LISTS] + ["/", "/gestione/", "/gestione/reports/site-history/"]
    for path in paths:
        for name, browser in browsers.items():
            answer = browser.get(path)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if CANARY in content.decode(errors="replace"):
                found.append((name, path))

    assert found == []


# THREATS: 5, 14
def test_it_changes_no_count_and_no_page_that_others_read(world):
    pages = [
        "/",
        reverse("consultations:section", args=[world.text.slug, world.section.slug]),
        reverse("consultations:consultation", args=[world.consultation.slug]),
        reverse("partners:detail", args=[world.partner_a.slug]),
        reverse("machines:sitemap"),
    ]
    before = [SCRAPED.sub("", Client().get(page).content.decode()) for page in pages]

    _write_canaries(world)

    assert [SCRAPED.sub("", Client().get(page).content.decode()) for page in pages] == before
    assert _counted(world) == world.partner_b_before
    assert Observation.objects.filter(voice=world.partner_a).count() == 0


# THREATS: 2, 5
def test_the_embedded_search_finds_nothing_of_it(world, settings, tmp_path):
    settings.SEARCH_URL, settings.SEARCH_INDEX_DIR = "", tmp_path / "index"
    _write_canaries(world)
    said = "Serve anche il sabato"
    sync.rebuild()

    everybody, insider = frozenset({"public", "staff"}), frozenset({"public", f"partner:{world.partner_a.pk}"})
    found = {tokens: search(SearchQuery(words=CANARY), tokens).total for tokens in (everybody, insider)}

    assert found == {everybody: 0, insider: 0}
    assert search(SearchQuery(words=said), everybody).total > 0  # the index is there


# THREATS: 13, 73
def test_neither_mail_nor_notices_nor_the_trail_of_actions_tell_of_it(world):
    deeds, mails = AuditEvent.objects.count(), OutgoingMail.objects.count()

    _write_canaries(world)
    responses.remind(world.window.closes_at - timedelta(days=1))
    put_notices_in_mail()

    assert AuditEvent.objects.count() == deeds
    assert CANARY not in json.dumps(list(AuditText.objects.values_list("body", flat=True)))
    fresh = OutgoingMail.objects.order_by("pk")[mails:]
    reminders = [mail.to for mail in fresh if "non è ancora stato inviato" in mail.text]
    assert sorted(reminders) == sorted([_group(world).legal.email, _group(world).colleague.email])
    assert [mail for mail in fresh if CANARY in mail.subject + mail.text + mail.html] == []
    told = Notification.objects.filter(event="response.reminder")
    assert {notice.recipient for notice in told} == {_group(world).legal, _group(world).colleague}
    assert {notice.subject for notice in told} == {"Una consultazione sta per chiudersi"}


# THREATS: 12, 68
def test_only_its_author_finds_it_in_the_own_data(world):
    _write_canaries(world)

    holding = [name for name, person in world.people.items() if CANARY in json.dumps(exported(person), default=str)]

    assert holding == ["delegate_a"]  # wrote the comment
    assert CANARY in json.dumps(exported(world.things["colleague"]), default=str)


# THREATS: 4, 5
def test_unsent_at_the_close_it_stays_with_the_partner_for_ever(world):
    _write_canaries(world)
    world.consultation.windows.update(closes_at=timezone.now())
    response = PartnerResponse.objects.get(partner=world.partner_a)
    inside, outside = Client(), Client()
    inside.force_login(world.things["colleague"])
    outside.force_login(world.people["administrator"])

    page = inside.get(response.workspace_url).content.decode()

    assert CANARY in page
    assert "non inviata" in page
    assert (outside.get(response.workspace_url).status_code, outside.get(response.public_url).status_code) == (404, 404)
