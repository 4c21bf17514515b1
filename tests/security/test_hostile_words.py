# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hostile words in every text that people may write, looked at by everybody on every page: none runs anywhere."""

import itertools
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.comments import services
from portal.notifications import sending
from portal.notifications.models import OutgoingMail
from search import sync
from tests.factories.consultations_drafts import pages_of
from tests.portal.comments.payloads import XSS, dangers
from tests.security import world as worlds
from tests.security.permissions import LIBRARY_LISTS, ROWS
from tests.security.test_matrix import sessions

pytestmark = pytest.mark.django_db

PREVIEWS = {("iframe", None), ("iframe", ""), ("iframe", "about:blank")}


def hostile():
    """Return who says: a long text holds every payload, a short one the next that fits."""
    turn = itertools.cycle(XSS)

    def say(text, longest=0):
        if not longest:
            return f"{text} {' '.join(XSS)}"
        return f"{text}{next(payload for payload in turn if len(text) + len(payload) <= longest)}"

    return say


def admin_pages(world):
    """Return pages of the admin that Wagtail answers, about things that hold what people wrote."""
    section = pages_of(world.draft_text)[0]
    first, last = section.revisions.order_by("pk").first(), section.revisions.order_by("pk").last()
    edits = {
        "partners_admin:edit": world.partner_a,
        "tavoli_admin:edit": world.tavolo,
        "meetings_admin:edit": world.meeting,
        "practices_admin:edit": world.practice,
        "mandates_admin:edit": world.mandate,
        "wagtaildocs:edit": world.document,
        "wagtailsnippets_core_area:edit": world.area,
        "wagtailsnippets_library_protocol:edit": world.protocol,
        "wagtailadmin_pages:edit": section,
        "wagtailadmin_pages:history": section,
        "wagtailadmin_explore": section,
    }
    yield from (reverse(name, args=[thing.pk]) for name, thing in edits.items())
    yield reverse("wagtailadmin_pages:revisions_compare", args=[section.pk, first.pk, last.pk])
    yield from (reverse(name) for name in ("wagtailadmin_home", "wagtailadmin_reports:site_history", *LIBRARY_LISTS))


def found_in(response):
    """Return what would run in an answer."""
    if "html" not in response.get("Content-Type", "") or response.streaming:
        return []
    return [danger for danger in dangers(response.content.decode()) if danger not in PREVIEWS]


# THREATS: 23, 33
def test_hostile_words_run_on_no_page_for_nobody(settings, tmp_path):
    settings.IS_DEMO = True
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    world = worlds.build(hostile())
    sync.rebuild()
    paths = [reverse(row.name, args=row.args(world) if row.args else []) for row in ROWS if "2" in row.get]
    paths += [f"/cerca/?q={word}" for word in ("sabato", "script", "relazione", "%3Cscript%3Ealert(1)%3C/script%3E")]
    seen = dict.fromkeys(("anonymous", "citizen", "delegate_a", "member", "moderator", "administrator"), paths)
    world.people["administrator"].is_superuser = True
    world.people["administrator"].save()
    seen["administrator"] = [*paths, *admin_pages(world)]

    found, shown = {}, 0
    for who, browser in sessions(world.people, tuple(seen)).items():
        for path in seen[who]:
            response = browser.get(path, follow=True)
            shown += b"&lt;script" in response.content if not response.streaming else 0
            if danger := found_in(response):
                found[f"{who} {path}"] = danger[:3]

    assert found == {}
    assert shown > 50  # the words were there to be run


# THREATS: 33
def test_hostile_words_run_in_no_message():
    say = hostile()
    world = worlds.build(say)
    moderator, seen, now = world.people["moderator"], services.Seen(state="PENDING", revision_number=1), timezone.now()
    draft = services.Draft(text=say("Mandata davvero"), display_name=say("Ada", 80))
    sent = services.submit(
        target=world.target, draft=draft, author=world.people["delegate_a"], key=uuid.uuid4().hex, moment=now
    )
    services.hide(
        observation_id=sent.observation.pk, seen=seen, reason="SPAM", message=say("No"), by=moderator, moment=now
    )
    services.publish(observation_id=world.waiting.pk, seen=seen, by=moderator, moment=now)
    while sending.put_notices_in_mail():
        pass

    mails = list(OutgoingMail.objects.all())

    assert {mail.pk: dangers(mail.html) for mail in mails if dangers(mail.html)} == {}
    assert [mail.pk for mail in mails if "\n" in mail.subject] == []
    assert any("&lt;script" in mail.html for mail in mails)
