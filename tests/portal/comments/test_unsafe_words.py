# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people type is shown as words, wherever it is shown."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from portal.comments import enums, queries, words
from portal.comments.models import ModerationDecision, Observation
from portal.core import roles
from portal.core.audiences import EVERYBODY
from portal.notifications.models import OutgoingMail
from tests.factories.comments import SCOPE, ObservationFactory, ReplyFactory, ReportFactory
from tests.factories.core import UserFactory
from tests.portal.comments.payloads import XSS, dangers
from tests.portal.comments.test_moderation import QUEUE, detail, staff
from tests.portal.comments.writing import form, write_url

pytestmark = pytest.mark.django_db


def test_the_eye_that_looks_for_dangers_sees_them():
    page = '<a href="javascript:alert(1)">x</a><img src=x onerror=alert(1)><script>alert(1)</script>'

    assert [name for name, _value in dangers(page)] == ["href", "onerror", "script"]


# THREATS: 33
@pytest.mark.parametrize("payload", XSS)
def test_hostile_words_run_nowhere(client, settings, payload, target):
    settings.IS_DEMO = True
    author = UserFactory(first_name="Ada", last_name="Rossi")
    client.force_login(author)
    typed = form(text=f"Prima riga.\n\n{payload}\n{payload}", name=f"Ada {payload}"[:80], name_choice="CHOSEN")
    pages = [client.post(write_url(target), {**typed, "step": step}) for step in ("rivedi", "modifica")]
    client.post(write_url(target), {**typed, "name": "Ada Rossi"})
    Observation.objects.update(display_name=payload, target_label=payload, quote=payload, registry_number=payload[:40])
    observation = Observation.objects.get()
    ReplyFactory(parent=ObservationFactory(target=target, comment=payload), comment=payload, display_name=payload)
    ReportFactory(observation=observation, text=payload)
    ModerationDecision.objects.create(
        observation=observation, decision=enums.Decision.HIDE, reason="SPAM", message=payload,
        decided_by=author, decided_at=observation.received_at,
    )  # fmt: skip

    pages += [client.get(observation.receipt_url), client.get(reverse("comments:edit", args=[observation.pk]))]
    client.force_login(staff(roles.MODERATOR))
    pages += [client.get(QUEUE), client.get(detail(observation))]
    pages += [client.post(detail(observation), {"action": "nascondi", "message": payload})]
    Observation.objects.filter(pk=observation.pk).update(state="PUBLISHED", published_at=observation.received_at)
    for name in ("reply", "support", "report"):
        pages.append(client.get(reverse(f"comments:{name}", args=[observation.pk])))

    assert [dangers(page.content.decode()) for page in pages] == [[]] * len(pages)
    assert dangers(public_thread()) == []
    assert [dangers(mail.html) for mail in OutgoingMail.objects.all()] == [[]]


def public_thread():
    """Return the threads as a visitor reads them."""
    page = queries.thread_page(scope=SCOPE, viewer=AnonymousUser(), audience=EVERYBODY)
    request = RequestFactory().get("/")
    return render_to_string("comments/thread_list.html", {"thread_page": page}, request=request)


# THREATS: 23
def test_only_web_addresses_become_links_and_none_is_trusted():
    html = words.as_html("Vedi https://esempio.example/a?b=1&c=2, ftp://x.example e mailto:a@b.example.")

    assert html == (
        '<p>Vedi <a href="https://esempio.example/a?b=1&amp;c=2" rel="nofollow ugc noopener">'
        "https://esempio.example/a?b=1&amp;c=2</a>, ftp://x.example e mailto:a@b.example.</p>"
    )


# THREATS: 34
def test_markup_is_shown_as_it_was_typed():
    assert words.as_html("<b>forte</b>\nriga\n\nfine") == "<p>&lt;b&gt;forte&lt;/b&gt;<br>riga</p>\n<p>fine</p>"


def test_marks_that_turn_words_around_are_not_kept():
    assert words.clean_line("Ada\u202e\u2066 Ros\x07si\u200b") == "Ada Rossi"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Ada Rossi", "A. R."), ("maria de luca", "M. D. L."), ("Àlvaro", "À."), ("  ", ""), ("123", "")],
)
def test_initials(name, shown):
    assert words.initials(name) == shown


# THREATS: 36, 42
@pytest.mark.parametrize("value", ["1' OR '1'='1", "../../etc/passwd", "99999999999999999999999", "%00", "a" * 300])
def test_odd_addresses_are_simply_not_there(client, policy, value):
    for path in (f"/osserva/paragrafo/{value}/", f"/osserva/{value}/rispondi/", f"/ricevute/{value}/"):
        assert client.get(path).status_code in {400, 404}
