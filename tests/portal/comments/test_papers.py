# SPDX-License-Identifier: AGPL-3.0-or-later
"""What came by other doors, typed in at the counter."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.comments import scopes, targets
from portal.comments.forms.passage import digest
from portal.comments.models import Observation
from portal.comments.passages import spans
from portal.core.models import PrivateUpload
from portal.notifications.models import OutgoingMail
from tests.factories.comments import SCOPE, ObservationFactory, Shelf
from tests.factories.core import UserFactory
from tests.factories.partners import PartnerFactory
from tests.factories.responses import TestScopes

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NOON_OF_THE_20TH = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def letter(**changes):
    """Return the form, filled in."""
    data = {
        "key": uuid.uuid4().hex,
        "channel": "PAPER",
        "received_date": "2026-11-20",
        "registry_number": "12345/2026",
        "for_whom": "persona",
        "display_name": "G. M.",
        "kind": "OBSERVATION",
        "text": "Vorrei che lo sportello aprisse anche il giovedì pomeriggio.",
        "notice_given": "on",
    }
    return {**data, **changes}


def enter(client, target, **changes):
    """Send it."""
    return client.post(reverse("comments_admin:paper", args=[target.kind, target.identity]), letter(**changes))


def test_a_letter_is_received_on_its_day_and_belongs_to_nobodys_account(client, clerk, target):
    response = enter(client, target)

    row = Observation.objects.get()
    assert response.headers["Location"] == reverse("comments_admin:detail", args=[row.pk])
    assert (row.user, row.entered_by, row.display_name) == (None, clerk, "G. M.")
    assert (row.channel, row.registry_number, str(row.received_date)) == ("PAPER", "12345/2026", "2026-11-20")
    assert row.received_at == datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
    assert row.state == "PENDING"
    assert OutgoingMail.objects.count() == 0


def test_the_hour_counts_if_it_is_known(client, clerk, target):
    enter(client, target, received_time="09:15")

    assert Observation.objects.get().received_at == datetime(2026, 11, 20, 8, 15, tzinfo=UTC)


# THREATS: 51
def test_what_came_in_time_may_be_typed_in_after_the_closing_and_what_came_late_says_so(
    client, clerk, policy, target, monkeypatch
):
    calendar = TestScopes(closes_at=NOW - timedelta(days=1))
    monkeypatch.setattr(scopes, "_policies", [calendar])
    policy.closes_at = calendar.closes_at

    early = enter(client, target, received_date="2026-11-20")
    late = enter(client, target, received_date="2026-11-23", received_time="10:30")

    assert (early.status_code, late.status_code) == (302, 302)
    assert list(Observation.objects.order_by("pk").values_list("is_late", flat=True)) == [False, True]
    page = client.get(Observation.objects.get(is_late=True).receipt_url).content.decode()
    assert "arrivata dopo la chiusura" in page
    assert "trascritta dall" in page


# THREATS: 51
def test_what_came_before_the_opening_is_refused_and_the_text_comes_back(client, clerk, policy, target, monkeypatch):
    monkeypatch.setattr(scopes, "_policies", [TestScopes(opens_at=NOW - timedelta(days=1))])
    policy.opens_at = NOW - timedelta(days=1)

    answer = enter(client, target, received_date="2026-11-20")

    assert answer.status_code == 409
    assert "anche il giovedì pomeriggio" in answer.content.decode()
    assert Observation.objects.count() == 0


@pytest.fixture
def opened(policy, monkeypatch):
    """Open the consultation at a moment."""

    def open_at(moment):
        monkeypatch.setattr(scopes, "_policies", [TestScopes(opens_at=moment)])
        policy.opens_at = moment

    return open_at


# THREATS: 51
@pytest.mark.parametrize(
    "case",
    [
        ("2026-11-20", NOW - timedelta(days=3), [NOON_OF_THE_20TH]),
        ("2026-11-20", NOON_OF_THE_20TH + timedelta(hours=2), [NOON_OF_THE_20TH + timedelta(hours=2)]),
        ("2026-11-23", NOW - timedelta(hours=1), [NOW]),
        ("2026-11-24", NOW - timedelta(hours=1), []),
    ],
    ids=["noon", "day-of-the-opening", "today", "tomorrow"],
)
@pytest.mark.usefixtures("clerk")
def test_an_hour_that_nobody_wrote_down_is_in_the_consultation_and_not_in_the_future(client, target, opened, case):
    day, opening, received = case
    opened(opening)

    enter(client, target, received_date=day)

    assert [row.received_at for row in Observation.objects.all()] == received


def test_a_partner_may_have_written(client, clerk, target):
    partner = PartnerFactory()

    enter(client, target, for_whom="partner", partner=partner.pk, display_name="")

    assert Observation.objects.get().voice == partner


def test_who_does_not_want_to_appear_does_not(client, clerk, target):
    enter(client, target, for_whom="nessuno", display_name="Nome di troppo")

    assert Observation.objects.get().display_name == ""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"notice_given": ""}, "Va data prima di inserire il testo."),
        ({"display_name": ""}, "Scrivi il nome che compare"),
        ({"for_whom": "partner"}, "Scegli il partner."),
        ({"received_date": "2026-11-24"}, "È nel futuro"),
        ({"channel": "WEB"}, "WEB non è tra quelle disponibili"),
    ],
)
def test_what_is_missing_is_said_and_the_text_stays(client, clerk, target, changes, told):
    response = enter(client, target, **changes)

    assert response.status_code == 422
    assert told in response.content.decode()
    assert "anche il giovedì pomeriggio" in response.content.decode()
    assert Observation.objects.count() == 0


# THREATS: 53
def test_the_same_form_twice_is_one_observation(client, clerk, target):
    key = uuid.uuid4().hex

    answers = [enter(client, target, key=key) for _time in range(2)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Observation.objects.count() == 1


def test_the_scan_is_kept_for_the_office_alone(client, clerk, target):
    enter(client, target, file=SimpleUploadedFile("lettera di Gina.pdf", PDF, "application/pdf"))

    observation = Observation.objects.get()
    address = reverse("comments_admin:scan", args=[observation.pk])
    response = client.get(address)
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Cache-Control"] == "private, no-store"
    client.force_login(UserFactory())
    assert client.get(address).status_code in {302, 404}


# THREATS: 44
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(client, clerk, target):
    response = enter(client, target, file=SimpleUploadedFile("lettera.pdf", b"<script>alert(1)</script>"))

    assert response.status_code == 422
    assert (Observation.objects.count(), PrivateUpload.objects.count()) == (0, 0)


def test_the_receipt_for_the_counter_tells_door_and_protocol(client, clerk, target):
    enter(client, target)

    page = client.get(Observation.objects.get().receipt_url).content.decode()

    assert "12345/2026" in page
    assert "su carta" in page
    assert "Stampa la ricevuta" in page
    assert "<svg" in page


def test_staff_choose_consultation_section_and_paragraph_without_javascript(client, clerk, target, monkeypatch):
    monkeypatch.setattr(targets, "_catalogues", [Shelf(target)])
    address = reverse("comments_admin:choose")
    query = {"consultazione": SCOPE, "sezione": f"section:{target.section_identity}"}

    first = client.get(address).content.decode()
    second = client.get(address, {"consultazione": SCOPE}).content.decode()
    third = client.get(address, query).content.decode()
    last = client.get(address, {**query, "parte": f"paragraph:{target.identity}"})

    assert "Piano sociale di zona" in first
    assert "Trasporto" in second
    assert "12. Il servizio di trasporto accompagna…" in third
    assert last.headers["Location"] == reverse("comments_admin:paper", args=["paragraph", target.identity])


def test_a_staff_observation_cannot_be_claimed_by_its_reader(client, target):
    row = ObservationFactory(target=target, user=None, channel="PAPER", received_date="2026-11-20")
    client.force_login(UserFactory())

    assert client.post(reverse("comments:withdraw", args=[row.pk])).status_code == 404


def test_a_letter_may_point_to_words_and_write_the_paragraph_anew(client, clerk, target):
    words = spans(target.quote)
    (start, _), (_, end) = words[0], words[1]
    data = {
        "words_first": f"{start}:1. {target.quote[words[0][0] : words[0][1]]}",
        "words_last": f"{end}:2. {target.quote[words[1][0] : words[1][1]]}",
        "words_seen": digest(target.quote),
        "kind": "PROPOSAL",
        "proposed": f"{target.quote} Anche di giovedì.",
    }

    assert enter(client, target, **data).status_code == 302

    made = Observation.objects.get()
    assert (made.words_start, made.words_end) == (start, end)
    assert made.revisions.get().proposed == f"{target.quote} Anche di giovedì."


def test_a_letter_that_proposes_without_writing_the_paragraph_anew_is_taken(client, clerk, target):
    assert enter(client, target, kind="PROPOSAL", proposed=target.quote).status_code == 302

    made = Observation.objects.get()
    assert (made.kind, made.words_start, made.revisions.get().proposed) == ("PROPOSAL", None, "")


def test_other_words_under_another_kind_are_asked_about_with_all_that_was_typed(client, clerk, target):
    refused = enter(client, target, kind="QUESTION", proposed="Lo sportello apre di giovedì.")

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["kind"])
    assert "Lo sportello apre di giovedì." in refused.content.decode()
    assert Observation.objects.count() == 0
