# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the author may do: change the words, withdraw them, hold the receipt."""

import pytest
from django.urls import reverse

from portal.comments.models import Observation
from portal.core.models import AuditEvent
from portal.notifications.models import Notification, OutgoingMail
from search.models import Refresh
from tests.factories.comments import ObservationFactory, ReplyFactory
from tests.factories.core import StaffFactory, UserFactory
from tests.portal.comments.writing import form, write_url

pytestmark = pytest.mark.django_db

NEW = "Parole nuove, scritte meglio di prima."


@pytest.fixture
def ada(client):
    user = UserFactory(first_name="Ada", last_name="Rossi")
    client.force_login(user)
    return user


def edit(client, observation, text=NEW):
    """Send new words."""
    return client.post(reverse("comments:edit", args=[observation.pk]), {"text": text})


def states(observation):
    """Return number and state of each revision."""
    return list(observation.revisions.values_list("number", "state"))


def test_where_moderation_comes_first_the_old_words_stay(client, ada, target):
    observation = ObservationFactory(target=target, user=ada, comment="Parole di prima, già pubblicate.")
    StaffFactory(roles=["Moderazione"])

    edit(client, observation)

    observation.refresh_from_db()
    assert (observation.comment, observation.revision_number) == ("Parole di prima, già pubblicate.", 1)
    assert states(observation) == [(1, "APPROVED"), (2, "PENDING")]
    assert Notification.objects.get().event == "observation.waiting"


def test_otherwise_the_new_words_are_there_at_once(client, ada, policy, target):
    policy.is_premoderated = False
    observation = ObservationFactory(target=target, user=ada)

    edit(client, observation)

    observation.refresh_from_db()
    assert (observation.comment, observation.revision_number) == (NEW, 2)
    assert states(observation) == [(1, "SUPERSEDED"), (2, "APPROVED")]


def test_what_no_moderator_has_read_yet_is_simply_replaced(client, ada, target):
    observation = ObservationFactory(target=target, user=ada, state="PENDING")

    edit(client, observation)

    observation.refresh_from_db()
    assert (observation.comment, observation.revision_number, observation.state) == (NEW, 2, "PENDING")
    assert states(observation) == [(1, "SUPERSEDED"), (2, "PENDING")]


# THREATS: 53
def test_the_same_words_twice_are_one_revision(client, ada, target):
    observation = ObservationFactory(target=target, user=ada)

    edit(client, observation)
    edit(client, observation)

    assert states(observation) == [(1, "APPROVED"), (2, "PENDING")]
    assert AuditEvent.objects.filter(action="observation.revised").count() == 1


# THREATS: 7, 16
@pytest.mark.parametrize("name", ["edit", "withdraw"])
def test_what_others_wrote_is_not_mine_to_touch(client, ada, target, name):
    observation = ObservationFactory(target=target, comment="Parole di un'altra persona.")
    address = reverse(f"comments:{name}", args=[observation.pk])

    answers = (client.get(address), client.post(address, {"text": NEW}))

    observation.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert (observation.comment, observation.state) == ("Parole di un'altra persona.", "PUBLISHED")


# THREATS: 58
def test_who_was_signed_out_while_changing_gets_the_text_back(client, target):
    observation = ObservationFactory(target=target)

    response = edit(client, observation)

    assert response.status_code == 403
    assert NEW in response.content.decode()
    assert f"/account/login/?next=%2Fosserva%2F{observation.pk}%2Fmodifica%2F" in response.content.decode()


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(client, target):
    observation = ObservationFactory(target=target)

    response = client.get(reverse("comments:support", args=[observation.pk]))

    assert response.headers["Location"] == f"/account/login/?next=%2Fosserva%2F{observation.pk}%2Fd-accordo%2F"


def test_withdrawing_keeps_the_place_in_the_thread_and_nothing_else(client, ada, target):
    observation = ObservationFactory(target=target, user=ada)
    reply = ReplyFactory(parent=observation)
    Refresh.objects.all().delete()

    client.post(reverse("comments:withdraw", args=[observation.pk]))

    observation.refresh_from_db()
    reply.refresh_from_db()
    assert (observation.state, observation.is_public) == ("WITHDRAWN", False)
    assert (reply.state, reply.is_public) == ("PUBLISHED", True)
    assert sorted(Refresh.objects.values_list("thing", flat=True)) == sorted([str(observation.pk), str(reply.pk)])
    assert AuditEvent.objects.get().action == "observation.withdrawn"


def test_what_is_withdrawn_cannot_be_withdrawn_or_changed_again(client, ada, target):
    observation = ObservationFactory(target=target, user=ada, state="WITHDRAWN")

    answers = (client.post(reverse("comments:withdraw", args=[observation.pk])), edit(client, observation))

    assert [answer.status_code for answer in answers] == [409, 409]
    assert NEW in answers[1].content.decode()


# THREATS: 20
def test_looking_at_the_pages_changes_nothing(client, ada, target):
    observation = ObservationFactory(target=target, user=ada)
    before = Observation.objects.values().get()

    for name in ("edit", "withdraw", "reply", "support", "report"):
        client.get(reverse(f"comments:{name}", args=[observation.pk]))
    client.get(observation.receipt_url)

    assert Observation.objects.values().get() == before
    assert AuditEvent.objects.count() == 0


def test_the_receipt_says_what_happens_next(client, ada, target):
    client.post(write_url(target), form())
    observation = Observation.objects.get()
    client.logout()

    response = client.get(observation.receipt_url)

    page = response.content.decode()
    assert "arrivata, in attesa di pubblicazione" in page
    assert "Entro 2 giorni lavorativi un moderatore" in page
    assert observation.code in page
    assert f"https://portale.example/osservazioni/{observation.code}/" in page
    assert "<svg" in page
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "private, no-store"


# THREATS: 4
def test_the_receipt_opens_to_its_code_alone_and_the_number_is_not_the_code(client, target):
    observation = ObservationFactory(target=target, state="PENDING")

    assert client.get(f"/ricevute/{observation.code}/").status_code == 404
    assert client.get(f"/ricevute/{observation.pk}/").status_code == 404


def test_codes_are_long_and_each_its_own(client, ada, target):
    for _number in range(3):
        client.post(write_url(target), form())

    codes = set(Observation.objects.values_list("receipt_code", flat=True))
    assert len(codes) == 3
    assert {len(code) for code in codes} == {19}


def test_the_receipt_by_mail_has_words_code_and_link_in_two_forms(client, ada, target):
    client.post(write_url(target), form(text="Un testo con <b>segni</b> & altro."))

    mail, observation = OutgoingMail.objects.get(), Observation.objects.get()
    link = f"https://portale.example{observation.receipt_url}"
    for part in (mail.text, mail.html):
        assert link in part
        assert observation.receipt_code in part
    assert "Un testo con <b>segni</b> & altro." in mail.text
    assert "Un testo con &lt;b&gt;segni&lt;/b&gt; &amp; altro." in mail.html


# THREATS: 40
def test_a_name_with_line_breaks_starts_no_header(client, ada, target):
    client.post(write_url(target), form(name="Ada\r\nBcc: x@y.example", name_choice="CHOSEN"))

    assert Observation.objects.count() == 0
    client.post(write_url(target), form(name="Ada\r\nBcc Rossi", name_choice="CHOSEN"))
    assert Observation.objects.get().display_name == "Ada Bcc Rossi"
    assert "\n" not in OutgoingMail.objects.get().subject
