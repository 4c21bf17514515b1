# SPDX-License-Identifier: AGPL-3.0-or-later
"""Colleagues write in private, one leads, one official response is sent."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from partners.models import Mandate
from portal.comments import scopes, services
from portal.comments.models import Observation, PartnerResponse, ResponseDraft, ResponseItem, ResponseStep
from portal.comments.services import ChangedMeanwhile, guards, responses
from portal.comments.services.submission import Draft, submit
from portal.comments.targets import WindowClosed
from portal.core.exceptions import NotReadable
from portal.core.models import AuditEvent
from portal.core.services import empty_account
from portal.notifications.models import Notification, OutgoingMail
from portal.notifications.wording import words_of
from tests.factories.core import UserFactory
from tests.factories.partners import MandateFactory
from tests.factories.responses import TestScopes, contribution, sent, team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calendar(monkeypatch):
    mine = TestScopes()
    monkeypatch.setattr(scopes, "_policies", [mine])
    return mine


@pytest.fixture
def group(db):
    return team()


def draft_form(target, group, **changes):
    return {
        "key": uuid.uuid4().hex, "partner": group.partner.pk, "text": "Il pulmino serve anche il sabato.",
        "kind": "OBSERVATION", **changes,
    }  # fmt: skip


def write_url(target):
    return reverse("comments:response_write", args=[target.kind, target.identity])


def test_the_legal_representative_leads_by_default(target, group):
    contribution(target, group, group.colleague)

    assert group.response.lead == group.legal
    assert [step.what for step in group.response.steps.all()] == ["STARTED", "LEAD"]


def test_a_colleague_writes_from_the_page_and_all_colleagues_read_it(client, target, group):
    client.force_login(group.colleague)

    answer = client.post(write_url(target), draft_form(target, group))

    written = ResponseDraft.objects.get()
    assert answer.headers["Location"] == f"{group.response.workspace_url}#contributo-{written.pk}"
    client.force_login(group.legal)
    page = client.get(group.response.workspace_url)
    assert "Il pulmino serve anche il sabato." in page.content.decode()
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert Observation.objects.count() == 0


# THREATS: 53
def test_the_same_form_twice_is_one_contribution_and_one_comment(client, target, group):
    client.force_login(group.colleague)
    form = draft_form(target, group)
    for _time in range(2):
        client.post(write_url(target), form)
    written = ResponseDraft.objects.get()
    note = {"key": uuid.uuid4().hex, "text": "Aggiungerei la domenica."}
    for _time in range(2):
        client.post(reverse("comments:response_comment", args=[written.pk]), note)

    assert written.comments.count() == 1
    assert "Aggiungerei la domenica." in client.get(group.response.workspace_url).content.decode()


def test_who_speaks_for_two_must_choose(client, target, group):
    other = team()
    MandateFactory(user=group.colleague, partner=other.partner)
    client.force_login(group.colleague)

    page = client.get(write_url(target)).content.decode()
    answer = client.post(write_url(target), draft_form(target, group, partner=""))

    assert page.count('name="partner"') == 2
    assert "checked" not in page.partition('name="partner"')[2].partition("</fieldset>")[0]
    assert answer.status_code == 422
    assert "Scegli per quale organizzazione scrivi." in answer.content.decode()
    assert "Il pulmino serve anche il sabato." in answer.content.decode()


def test_an_organisation_of_one_sends_directly_and_of_two_through_the_lead(client, target, group):
    alone = MandateFactory()
    draft = Draft(text="Parliamo per noi.", display_name="A. R.", voice_id=alone.partner_id)

    submit(target=target, draft=draft, author=alone.user, key="uno", moment=timezone.now())
    with pytest.raises(guards.ThroughTheLead):
        submit(
            target=target,
            draft=Draft(text="Parlo per noi.", display_name="P. L.", voice_id=group.partner.pk),
            author=group.colleague,
            key="due",
            moment=timezone.now(),
        )

    assert [row.voice for row in Observation.objects.all()] == [alone.partner]
    client.force_login(group.colleague)
    page = client.get(reverse("comments:write", args=[target.kind, target.identity])).content.decode()
    assert f"Scrivi con i colleghi di {group.partner.name}" in page
    assert f"Per {group.partner.name}" not in page


def test_the_lead_works_on_a_copy_and_the_original_stays(client, target, group):
    written = contribution(target, group, group.colleague)
    responses.take(response_id=group.response.pk, draft_id=written.pk, by=group.legal, moment=timezone.now())
    copy = ResponseItem.objects.get()
    client.force_login(group.legal)
    address = reverse("comments:response_item", args=[copy.pk])

    page = client.get(address).content.decode()
    client.post(address, {"scelta": "testo", "text": "Chiediamo il sabato.", "kind": "PROPOSAL", "edition": 0})

    written.refresh_from_db()
    copy.refresh_from_db()
    assert "L'originale di Pino Lauria" in page
    assert (written.text, copy.text, copy.kind) == (
        "Il pulmino serve anche il sabato.", "Chiediamo il sabato.", "PROPOSAL",
    )  # fmt: skip
    with pytest.raises(responses.NotYourDraft):
        responses.change_draft(
            draft=written, text="Altro testo.", kind="QUESTION", by=group.colleague, moment=timezone.now()
        )


# THREATS: 55
def test_a_copy_changed_meanwhile_is_not_overwritten_and_the_text_comes_back(client, target, group):
    contribution(target, group, group.colleague)
    responses.take_all(response_id=group.response.pk, by=group.legal, moment=timezone.now())
    copy = ResponseItem.objects.get()
    client.force_login(group.legal)
    address = reverse("comments:response_item", args=[copy.pk])
    form = {"scelta": "testo", "kind": "OBSERVATION", "edition": 0}

    client.post(address, {**form, "text": "Prima scheda del browser."})
    answer = client.post(address, {**form, "text": "Seconda scheda del browser."})

    copy.refresh_from_db()
    assert (answer.status_code, copy.text) == (409, "Prima scheda del browser.")
    assert "Seconda scheda del browser." in answer.content.decode()


def test_only_the_lead_touches_the_copies(client, target, group):
    written = contribution(target, group, group.colleague)
    responses.take_all(response_id=group.response.pk, by=group.legal, moment=timezone.now())
    copy = ResponseItem.objects.get()
    client.force_login(group.colleague)

    answers = [
        client.post(reverse("comments:response_take", args=[group.response.pk]), {"contributo": written.pk}),
        client.post(
            reverse("comments:response_item", args=[copy.pk]),
            {"scelta": "testo", "text": "Decido io.", "kind": "QUESTION", "edition": 0},
        ),
        client.post(reverse("comments:response_item", args=[copy.pk]), {"scelta": "lascia-fuori"}),
        client.post(
            reverse("comments:response_send", args=[group.response.pk]),
            {
                "key": uuid.uuid4().hex, "seen": responses.fingerprint(group.response), "name_choice": "FULL",
                "name": "Pino Lauria",
            },
        ),
    ]  # fmt: skip

    copy.refresh_from_db()
    assert [answer.status_code for answer in answers] == [409] * 4
    assert (copy.edition, copy.is_dropped, group.response.state) == (0, False, "DRAFT")
    assert "Decido io." in answers[1].content.decode()


def test_copies_are_ordered_left_out_and_put_back(target, group):
    first = contribution(target, group, group.colleague, "Il primo dei contributi.")
    contribution(target, group, group.legal, "Il secondo dei contributi.")
    now, pk = timezone.now(), group.response.pk
    responses.take_all(response_id=pk, by=group.legal, moment=now)
    one = ResponseItem.objects.get(draft=first)

    responses.move_item(item=one, is_up=False, by=group.legal, moment=now)
    assert [item.text for item in group.response.items.all()] == [
        "Il secondo dei contributi.", "Il primo dei contributi.",
    ]  # fmt: skip
    responses.drop_item(item=one, by=group.legal, moment=now)
    assert group.response.items.filter(is_dropped=False).count() == 1
    responses.restore_item(item=one, by=group.legal, moment=now)
    assert group.response.items.filter(is_dropped=False).count() == 2


# THREATS: 54
def test_two_who_take_the_lead_at_once_and_one_wins(target, group):
    contribution(target, group, group.colleague)
    response, now = group.response, timezone.now()

    responses.choose_lead(
        response_id=response.pk, person_id=group.colleague.pk, seen_turn=0, by=group.colleague, moment=now
    )
    with pytest.raises(responses.LeadChanged):
        responses.choose_lead(
            response_id=response.pk, person_id=group.legal.pk, seen_turn=0, by=group.legal, moment=now
        )

    assert group.response.lead == group.colleague
    assert ResponseStep.objects.filter(what="LEAD", by__isnull=False).count() == 1
    notice = Notification.objects.get(event="response.lead_changed")
    assert notice.recipient == group.legal
    assert "Pino Lauria" in words_of(notice).text


def test_the_lead_goes_only_to_who_speaks_for_the_partner(target, group):
    contribution(target, group, group.colleague)

    with pytest.raises(guards.NotYourVoice):
        responses.choose_lead(
            response_id=group.response.pk,
            person_id=UserFactory().pk,
            seen_turn=0,
            by=group.legal,
            moment=timezone.now(),
        )


def test_one_official_response_is_sent_with_its_points_receipt_and_notices(target, group):
    contribution(target, group, group.colleague, "Il primo dei contributi.")
    contribution(target, group, group.legal, "Il secondo dei contributi.")

    done = sent(group)

    rows = list(Observation.objects.order_by("pk"))
    assert [row.comment for row in rows] == ["Il primo dei contributi.", "Il secondo dei contributi."]
    assert {(row.voice, row.response, row.user, row.state) for row in rows} == {
        (group.partner, done.response, group.legal, "PENDING")
    }
    assert (done.response.sender_name, done.response.sender_role) == ("Rosa Mancino", "RAPPRESENTANTE")
    receipt = OutgoingMail.objects.get(to=group.legal.email)
    assert all(row.code in receipt.text and row.receipt_code in receipt.text for row in rows)
    assert Notification.objects.get(event="response.sent").recipient == group.colleague
    assert AuditEvent.objects.filter(action="response.sent", partner_id=group.partner.pk).count() == 1


# THREATS: 53, 56
def test_a_double_click_sends_once(target, group):
    contribution(target, group, group.colleague)
    key = uuid.uuid4().hex

    first, second = sent(group, key=key), None
    second = responses.send(
        response_id=group.response.pk, seen="", name_choice="FULL", display_name="Rosa Mancino", key=key,
        by=group.legal, moment=timezone.now(),
    )  # fmt: skip
    with pytest.raises(responses.AlreadySent):
        responses.send(
            response_id=group.response.pk, seen="", name_choice="FULL", display_name="Rosa Mancino",
            key=uuid.uuid4().hex, by=group.legal, moment=timezone.now(),
        )  # fmt: skip

    assert (first.is_new, second.is_new) == (True, False)
    assert Observation.objects.count() == 1
    assert OutgoingMail.objects.filter(to=group.legal.email).count() == 1


# THREATS: 56
def test_the_database_keeps_one_response_for_each_partner_and_consultation(target, group):
    contribution(target, group, group.colleague)

    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerResponse.objects.create(partner=group.partner, scope=group.response.scope, started_at=timezone.now())


# THREATS: 55
def test_what_was_seen_is_what_is_sent(target, group):
    contribution(target, group, group.colleague)
    responses.take_all(response_id=group.response.pk, by=group.legal, moment=timezone.now())
    seen = responses.fingerprint(group.response)
    responses.edit_item(
        item=ResponseItem.objects.get(), text="Altre parole.", kind="OBSERVATION", seen_edition=0, by=group.legal,
        moment=timezone.now(),
    )  # fmt: skip

    with pytest.raises(ChangedMeanwhile):
        sent(group, seen=seen)

    assert Observation.objects.count() == 0


# THREATS: 52
def test_after_the_close_nothing_is_written_nor_sent(client, policy, calendar, target, group):
    written = contribution(target, group, group.colleague)
    responses.take_all(response_id=group.response.pk, by=group.legal, moment=timezone.now())
    policy.closes_at = calendar.closes_at = timezone.now() - timedelta(seconds=1)
    client.force_login(group.legal)

    with pytest.raises(WindowClosed):
        sent(group)
    comment = client.post(
        reverse("comments:response_comment", args=[written.pk]), {"key": uuid.uuid4().hex, "text": "Troppo tardi?"}
    )
    again = client.post(write_url(target), draft_form(target, group))

    assert (comment.status_code, again.status_code) == (409, 409)
    assert "Troppo tardi?" in comment.content.decode()
    assert "Il pulmino serve anche il sabato." in again.content.decode()
    assert (Observation.objects.count(), group.response.state) == (0, "DRAFT")
    page = client.get(group.response.workspace_url).content.decode()
    assert "non inviata" in page
    assert "quello che avete scritto resta a voi" in page


# THREATS: 52
def test_a_section_that_closed_before_the_others_stops_the_sending(policy, target, group):
    contribution(target, group, group.colleague)
    responses.take_all(response_id=group.response.pk, by=group.legal, moment=timezone.now())
    policy.closes_at = timezone.now() - timedelta(seconds=1)

    with pytest.raises(WindowClosed, match="Paragrafo 12 · Trasporto"):
        sent(group)

    assert (Observation.objects.count(), group.response.state) == (0, "DRAFT")


# THREATS: 26
def test_the_very_next_request_after_a_mandate_ends_sees_nothing(client, target, group):
    written = contribution(target, group, group.colleague)
    client.force_login(group.colleague)
    assert client.get(group.response.workspace_url).status_code == 200

    Mandate.objects.filter(user=group.colleague).update(ends_on=timezone.localdate() - timedelta(days=1))

    addresses = [
        group.response.workspace_url,
        reverse("comments:response_draft", args=[written.pk]),
        reverse("comments:response_send", args=[group.response.pk]),
    ]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert group.partner.name not in client.get(reverse("comments:responses")).content.decode()
    client.force_login(group.legal)
    assert "Il pulmino serve anche il sabato." in client.get(group.response.workspace_url).content.decode()


def test_the_words_of_who_leaves_stay_with_the_colleagues_without_the_name(client, target, group):
    contribution(target, group, group.colleague)
    empty_account(user=group.colleague, by=None)
    client.force_login(group.legal)

    page = client.get(group.response.workspace_url).content.decode()

    assert "Il pulmino serve anche il sabato." in page
    assert "una persona che non c" in page
    assert "Lauria" not in page


# THREATS: 26
def test_who_speaks_for_the_partner_no_more_cannot_change_what_was_sent(target, group):
    contribution(target, group, group.colleague)
    observation = sent(group).observations[0]
    Mandate.objects.filter(user=group.legal).update(revoked_at=timezone.now())

    with pytest.raises(guards.NotYourVoice):
        services.revise(
            observation=observation, target=target, text="Altro.", author=group.legal, moment=timezone.now()
        )


def test_a_stranger_cannot_lock_a_response(target, group):
    contribution(target, group, group.colleague)

    with pytest.raises(NotReadable):
        responses.take_all(response_id=group.response.pk, by=UserFactory(), moment=timezone.now())


@pytest.mark.parametrize(
    ("left", "days"),
    [(timedelta(days=7, minutes=1), None), (timedelta(days=7), 7), (timedelta(days=3), 7), (timedelta(days=1), 2)],
)
def test_reminders_come_7_and_2_days_before_once_each(calendar, target, group, left, days):
    contribution(target, group, group.colleague)
    now = timezone.now()
    calendar.closes_at = now + left

    for _time in range(3):
        responses.remind(now)

    told = Notification.objects.filter(event="response.reminder")
    assert sorted(told.values_list("recipient", flat=True)) == sorted(
        [group.legal.pk, group.colleague.pk] if days else []
    )
    assert {row.context["days"] for row in told} == ({days} if days else set())


def test_a_reminder_says_nothing_once_the_response_left(calendar, target, group):
    contribution(target, group, group.colleague)
    calendar.closes_at = timezone.now() + timedelta(days=2)
    responses.remind(timezone.now())
    notice = Notification.objects.filter(event="response.reminder").first()
    assert "non è ancora stato inviato" in words_of(notice).text

    sent(group)

    assert words_of(notice) is None


def test_nobody_is_reminded_of_what_was_never_written_sent_or_closed(calendar, target, group):
    written = contribution(target, group, group.colleague)
    calendar.closes_at = timezone.now() - timedelta(days=1)
    responses.remind(timezone.now())
    calendar.closes_at = timezone.now() + timedelta(days=1)
    responses.remove_draft(draft=written, by=group.colleague, moment=timezone.now())
    responses.remind(timezone.now())

    assert Notification.objects.filter(event="response.reminder").count() == 0


@pytest.mark.parametrize("count", [2, 12])
def test_the_workspace_costs_the_same_however_much_is_written(client, target, group, count, django_assert_num_queries):
    for number in range(count):
        written = contribution(target, group, (group.legal, group.colleague)[number % 2])
        responses.comment(
            draft=written, text="Va bene.", by=group.legal, key=uuid.uuid4().hex, moment=datetime.now(UTC)
        )
    responses.take_all(response_id=group.response.pk, by=group.legal, moment=timezone.now())
    client.force_login(group.legal)
    client.get(group.response.workspace_url)

    with django_assert_num_queries(13):
        assert client.get(group.response.workspace_url).status_code == 200
