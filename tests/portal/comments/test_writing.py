# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing as a signed-in person: form, preview, sending, refusals."""

import uuid

import pytest
from django.urls import reverse

from partners.models import Mandate
from portal.comments.models import Observation, ObservationRevision
from portal.core import limits
from portal.core.models import AuditEvent
from portal.notifications.models import Notification, OutgoingMail
from search.models import Refresh
from tests.factories.comments import ObservationFactory, ReplyFactory
from tests.factories.core import StaffFactory, UserFactory, office
from tests.factories.partners import MandateFactory
from tests.portal.comments.writing import TEXT, form, write_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    user = UserFactory(first_name="Ada", last_name="Rossi")
    client.force_login(user)
    return user


def test_the_form_shows_the_words_commented_and_the_warning(client, policy):
    target = policy.add(questions=["Che cosa manca?"])

    page = client.get(write_url(target)).content.decode()

    assert write_url(target) == f"/osserva/paragrafo/{target.identity}/"
    assert target.quote in page
    assert "Non scrivere nomi di familiari" in page
    assert "Che cosa manca?" in page


def test_the_preview_shows_the_name_as_it_will_look_and_saves_nothing(client, ada, target):
    page = client.post(write_url(target), form(step="rivedi")).content.decode()

    assert "A. R." in page
    assert "<p>Il trasporto serve anche il sabato e la domenica.</p>" in page
    assert "Invia l&#x27;osservazione" in page or "Invia l'osservazione" in page
    assert Observation.objects.count() == 0


def test_going_back_from_the_preview_keeps_everything(client, ada, target):
    page = client.post(write_url(target), form(step="modifica", text="Un testo ancora da cambiare.")).content.decode()

    assert "Un testo ancora da cambiare." in page
    assert "Rivedi" in page


def test_sending_keeps_the_observation_its_words_and_the_notice(client, ada, policy):
    from tests.factories.core import PrivacyNoticeFactory

    notice = PrivacyNoticeFactory()
    target = policy.add(notice=notice)
    response = client.post(write_url(target), form())

    observation = Observation.objects.get()
    assert response.headers["Location"] == observation.receipt_url
    assert (observation.state, observation.kind, observation.display_name) == ("PENDING", "QUESTION", "A. R.")
    assert (observation.comment, observation.quote, observation.version_number) == (TEXT, target.quote, 1)
    assert (observation.scope, observation.target_id, observation.section_id) == (
        target.scope,
        target.identity,
        target.section_identity,
    )
    assert (observation.user, observation.notice, observation.is_public) == (ada, notice, False)
    revisions = ObservationRevision.objects.values_list("number", "text", "state")
    assert list(revisions) == [(1, TEXT, "PENDING")]


# THREATS: 73
def test_sending_is_audited_mailed_told_and_indexed_once(client, ada, target):
    moderator = StaffFactory(roles=["Moderazione"])

    client.post(write_url(target), form())

    observation = Observation.objects.get()
    audited = AuditEvent.objects.filter(action="observation.received").values_list("actor_id", "target_id")
    assert list(audited) == [(ada.pk, str(observation.pk))]
    assert list(OutgoingMail.objects.values_list("to", "key")) == [(ada.email, f"receipt:{observation.pk}")]
    assert list(Notification.objects.values_list("recipient_id", "event")) == [(moderator.pk, "observation.waiting")]
    assert list(Refresh.objects.values_list("kind", "thing")) == [("observation", str(observation.pk))]


def test_without_moderation_before_it_is_public_at_once(client, ada, policy, target):
    policy.is_premoderated = False

    client.post(write_url(target), form())

    observation = Observation.objects.get()
    assert (observation.state, observation.is_public) == ("PUBLISHED", True)
    assert observation.published_at is not None


# THREATS: 53
def test_the_same_form_sent_twice_is_one_observation_one_mail_one_notice(client, ada, target):
    StaffFactory(roles=["Moderazione"])
    once = form()

    first = client.post(write_url(target), once)
    second = client.post(write_url(target), once)

    assert Observation.objects.count() == 1
    assert second.headers["Location"] == first.headers["Location"]
    assert (OutgoingMail.objects.count(), Notification.objects.count()) == (1, 1)


# THREATS: 53
def test_a_retry_after_the_closing_gives_the_receipt_of_what_was_sent_before(client, ada, policy, target):
    once = form()
    first = client.post(write_url(target), once)
    policy.closes_at = policy.opens_at

    second = client.post(write_url(target), once)

    assert second.headers["Location"] == first.headers["Location"]


# THREATS: 17
def test_the_key_of_another_person_opens_nothing(client, target):
    once = form()
    first, second = UserFactory(), UserFactory()
    client.force_login(first)
    client.post(write_url(target), once)
    client.force_login(second)

    response = client.post(write_url(target), {**once, "text": "Un altro testo, di un'altra persona."})

    assert response.status_code == 409
    assert Observation.objects.get().user == first
    assert "Un altro testo, di un&#x27;altra persona." in response.content.decode()
    assert Observation.objects.get().receipt_code not in response.content.decode()


# THREATS: 18
def test_fields_that_the_form_does_not_have_are_ignored(client, ada, target):
    other = UserFactory()
    forged = {
        "is_public": "1", "state": "PUBLISHED", "user": other.pk, "user_id": other.pk, "scope": "consultation:99",
        "ip_address": "10.0.0.1", "received_at": "2000-01-01", "channel": "PAPER", "entered_by": other.pk,
        "user_email": "x@y.example", "user_name": "Altra", "published_at": "2000-01-01", "voice_id": "1",
        "seat": "1", "seat_id": "1", "seat_role": "DELEGATO",
    }  # fmt: skip

    client.post(write_url(target), form(**forged))

    row = Observation.objects.get()
    assert (row.state, row.is_public, row.user, row.scope, row.channel) == (
        "PENDING", False, ada, target.scope, "WEB",
    )  # fmt: skip
    assert (row.ip_address, row.user_email, row.user_name, row.user_url, row.entered_by) == (None, "", "", "", None)
    assert (row.voice, row.seat, row.seat_role) == (None, None, "")


def test_a_reader_who_may_not_see_the_text_finds_nothing(client, ada, policy, target):
    policy.readers = frozenset({"tavolo:12"})

    assert client.get(write_url(target)).status_code == 404
    assert client.post(write_url(target), form()).status_code == 404
    assert Observation.objects.count() == 0


def test_what_does_not_exist_cannot_be_commented(client, ada, policy):
    assert client.get(f"/osserva/paragrafo/{uuid.uuid4()}/").status_code == 404
    assert client.get("/osserva/persona/1/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text": ""}, "Scrivi il tuo testo."),
        ({"text": "breve"}, "almeno 10 caratteri"),
        ({"text": "x" * 10_001}, "10001 caratteri su 10000"),
        ({"name": ""}, "Scrivi il nome"),
        ({"name": "Ufficio di Piano di Ada", "name_choice": "CHOSEN"}, "nome di un ufficio"),
        ({"name": "ada@esempio.example"}, "non scrivere indirizzi"),
        ({"name": "12345"}, "Servono nome e cognome"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_stays(client, ada, target, changes, told):
    response = client.post(write_url(target), form(step="rivedi", **changes))

    assert response.status_code == 422
    assert told in response.content.decode()
    assert form(**changes)["text"][:200] in response.content.decode()


def test_line_breaks_count_one_as_the_reader_counts_them(client, ada, target):
    text = "\r\n".join(["x" * 99] * 100)

    response = client.post(write_url(target), form(text=text))

    assert response.status_code == 302
    assert len(Observation.objects.get().comment) == 9_999


def test_who_speaks_for_a_partner_must_choose_and_the_preview_says_it(client, target):
    mandate = MandateFactory(partner__name="Associazione Aurora")
    client.force_login(mandate.user)

    without = client.post(write_url(target), form(step="rivedi"))
    page = client.post(write_url(target), form(step="rivedi", voice=str(mandate.partner_id))).content.decode()

    assert "Scegli per chi parli." in without.content.decode()
    assert "A. R., per Associazione Aurora" in page


def test_a_delegate_sends_for_the_partner(client, target):
    mandate = MandateFactory()
    client.force_login(mandate.user)

    client.post(write_url(target), form(voice=str(mandate.partner_id), name_choice="FULL"))

    observation = Observation.objects.get()
    assert (observation.voice, observation.display_name) == (mandate.partner, "Ada Rossi")
    assert AuditEvent.objects.get(action="observation.received").partner_id == mandate.partner_id


def test_who_speaks_for_a_partner_takes_no_invented_name(client, target):
    mandate = MandateFactory()
    client.force_login(mandate.user)

    response = client.post(
        write_url(target), form(voice=str(mandate.partner_id), name_choice="CHOSEN", name="Girasole")
    )

    assert response.status_code == 422
    assert Observation.objects.count() == 0


# THREATS: 16, 17
def test_nobody_speaks_for_a_partner_without_a_mandate_that_holds(client, ada, target):
    foreign = MandateFactory()
    own = MandateFactory(user=ada)
    page = client.post(write_url(target), form(voice=str(own.partner_id), step="rivedi"))
    Mandate.objects.filter(pk=own.pk).update(can_speak=False, can_vote=True)

    for partner_id in (foreign.partner_id, own.partner_id):
        response = client.post(write_url(target), form(voice=str(partner_id)))
        observation = Observation.objects.last()
        assert observation is None or observation.voice is None
        assert response.status_code in {302, 422}
    assert page.status_code == 200


def test_staff_must_say_that_they_speak_for_themselves(client, target):
    client.force_login(StaffFactory(roles=["Redazione"]))

    without = client.post(write_url(target), form())
    client.post(write_url(target), form(voice="io"))

    assert without.status_code == 422
    assert Observation.objects.get().voice is None


def test_one_may_write_as_a_relative(client, ada, target):
    client.post(write_url(target), form(capacity="FAMILY"))

    assert Observation.objects.get().get_capacity_display() == "come familiare"


def test_a_reply_is_about_the_same_thing(client, ada, target):
    parent = ObservationFactory(target=target)

    response = client.post(reverse("comments:reply", args=[parent.pk]), form())

    reply = Observation.objects.get(level=1)
    assert response.status_code == 302
    assert (reply.parent_id, reply.thread_id, reply.target_id) == (parent.pk, parent.pk, target.identity)
    assert (reply.scope, reply.quote) == (parent.scope, parent.quote)


# THREATS: 4, 17
@pytest.mark.parametrize("state", ["PENDING", "HIDDEN", "WITHDRAWN"])
def test_nobody_answers_or_reads_what_is_not_published(client, ada, target, state):
    parent = ObservationFactory(target=target, state=state, comment="Parole che nessuno deve leggere.")

    for name in ("reply", "support", "report"):
        address = reverse(f"comments:{name}", args=[parent.pk])
        for response in (client.get(address), client.post(address, form(reason="SPAM"))):
            assert response.status_code == 404
            assert "Parole che nessuno" not in response.content.decode()
    assert Observation.objects.count() == 1


def test_a_thread_has_a_deepest_level(client, ada, target):
    deepest = ObservationFactory(target=target)
    for _level in range(3):
        deepest = ReplyFactory(parent=deepest)

    response = client.post(reverse("comments:reply", args=[deepest.pk]), form())

    assert deepest.level == 3
    assert response.status_code == 409
    assert TEXT in response.content.decode()


# THREATS: 26
def test_a_switched_off_account_writes_nothing_from_an_old_page(client, ada, target):
    client.get(write_url(target))
    type(ada).objects.filter(pk=ada.pk).update(is_active=False)

    client.post(write_url(target), form())

    assert Observation.objects.count() == 0


# THREATS: 30, 31
def test_more_than_the_office_reads_in_a_day_is_refused_with_the_text(client, ada, target):
    office(observations_per_day=2)
    answers = [client.post(write_url(target), form(text=f"Testo numero {number} di oggi.")) for number in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Testo numero 2 di oggi." in answers[2].content.decode()
    assert Observation.objects.count() == 2


# THREATS: 30
def test_one_address_cannot_flood_the_queue_with_fresh_accounts(client, target, monkeypatch):
    monkeypatch.setitem(limits._limits, "observation.sent", "3/h/ip")
    answers = []
    for number in range(5):
        client.force_login(UserFactory())
        answers.append(client.post(write_url(target), form(text=f"Testo numero {number} di oggi.")))

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]
    assert "Testo numero 4 di oggi." in answers[4].content.decode()
    assert int(answers[4].headers["Retry-After"]) > 0


# THREATS: 21
def test_a_post_without_the_token_saves_nothing_and_gives_the_text_back(target):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory())

    response = strict.post(write_url(target), form())

    assert response.status_code == 403
    assert TEXT in response.content.decode()
    assert Observation.objects.count() == 0


# THREATS: 58
def test_who_was_signed_out_meanwhile_goes_on_with_a_code_and_the_text(client, target):
    page = client.post(write_url(target), form(step="rivedi")).content.decode()

    assert TEXT in page
    assert 'name="email"' in page


# THREATS: 10, 15
def test_the_pages_for_writing_are_for_one_person_and_no_engine(client, target):
    response = client.get(write_url(target))

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_htmx_gets_the_piece_alone_with_something_to_say(client, ada, target):
    response = client.get(write_url(target), headers={"HX-Request": "true"})

    page = response.content.decode()
    assert "<html" not in page
    assert 'data-announce="Scrivi un&#x27;osservazione"' in page


def test_htmx_is_led_to_the_receipt(client, ada, target):
    response = client.post(write_url(target), form(), headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == Observation.objects.get().receipt_url
