# SPDX-License-Identifier: AGPL-3.0-or-later
"""A letter that comes from a collective seat of the Distretto: who signed, for which seat and in what role."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from partners import services
from partners.models import Mandate, Seat
from portal.comments.models import Observation
from portal.comments.services import guards, papers, papers_many
from portal.core.models import AuditEvent
from tests.factories.core import UserFactory
from tests.factories.partners import PartnerFactory
from tests.factories.seats import CollectiveSeatFactory
from tests.portal.comments.test_papers import letter
from tests.portal.comments.test_papers_many import more

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NAME = "ETS non aderenti al Forum"
TOLD = f"il seggio «{NAME}» (supplente)"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def seat():
    """A collective seat that a delegate held until the 19th and a substitute holds since the 1st."""
    partner = PartnerFactory()
    found = CollectiveSeatFactory(partners=[partner], name=NAME)
    for role, since, until in (
        ("DELEGATO", date(2026, 10, 1), date(2026, 11, 19)),
        ("SUPPLENTE", date(2026, 11, 1), None),
    ):
        services.give_seat(
            seat=found, user=UserFactory(), partner=partner, role=role, starts_on=since, ends_on=until, by=None
        )
    return found


def enter(client, target, **changes):
    data = letter(for_whom="seggio", display_name="Rosa P.", **changes)
    return client.post(reverse("comments_admin:paper", args=[target.kind, target.identity]), data)


def test_a_letter_from_a_seat_says_who_signed_for_which_seat_and_in_what_role(client, clerk, target, seat):
    form = client.get(reverse("comments_admin:paper", args=[target.kind, target.identity])).content.decode()

    answer = enter(client, target, seat=f"{seat.pk}:SUPPLENTE")

    found = Observation.objects.get()
    page = client.get(answer.headers["Location"]).content.decode()
    assert f"{NAME} (supplente)" in form
    assert (found.seat, found.seat_role, found.voice, found.display_name) == (seat, "SUPPLENTE", None, "Rosa P.")
    assert f"Rosa P., per {TOLD}" in page
    assert TOLD in client.get(found.receipt_url).content.decode()
    assert TOLD in client.get(reverse("comments_admin:queue")).content.decode()
    assert AuditEvent.objects.get(action="observation.received").text.body["after"] == {"seat": seat.pk}


# THREATS: 16
@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("", "Scegli il seggio."),
        ("DELEGATO", "nessuno parlava per questo seggio in questo ruolo"),
        ("OPERATORE", "non è tra quelle disponibili"),
    ],
)
def test_a_seat_that_nobody_held_in_that_role_on_that_day_is_refused(client, target, seat, chosen, said):
    answer = enter(client, target, seat=f"{seat.pk}:{chosen}" if chosen else "")

    page = answer.content.decode()
    assert (answer.status_code, Observation.objects.count()) == (422, 0)
    assert said in page
    assert "anche il giovedì pomeriggio" in page


def test_the_day_of_the_letter_decides_who_held_the_seat(client, clerk, target, seat):
    Mandate.objects.filter(role="DELEGATO").update(revoked_at=datetime(2026, 11, 21, tzinfo=UTC))

    enter(client, target, seat=f"{seat.pk}:DELEGATO", received_date="2026-11-18")

    assert Observation.objects.get().seat_role == "DELEGATO"


# THREATS: 16
def test_the_service_asks_the_register_again(clerk, target, seat):
    paper = papers.Paper(
        channel="PAPER", received_at=NOW, text="Serve il sabato.", kind="OBSERVATION", seat_id=seat.pk,
        seat_role="DELEGATO",
    )  # fmt: skip

    with pytest.raises(guards.NotYourVoice):
        papers.enter_paper(target=target, paper=paper, by=clerk, key="a" * 32, moment=NOW)


def test_without_a_seat_that_speaks_the_form_offers_none(client, clerk, target):
    CollectiveSeatFactory()

    page = client.get(reverse("comments_admin:paper", args=[target.kind, target.identity])).content.decode()

    assert "Un seggio collettivo del Distretto" not in page


def test_a_partner_or_a_person_carries_no_seat_even_if_one_is_sent(client, clerk, target, seat):
    data = letter(seat=f"{seat.pk}:SUPPLENTE")

    client.post(reverse("comments_admin:paper", args=[target.kind, target.identity]), data)

    assert (Observation.objects.get().seat, Observation.objects.get().seat_role) == (None, "")


def test_a_row_of_a_sheet_may_come_from_a_seat(clerk, target, seat):
    batch, one = more(
        clerk, chi="seggio", nome_o_partner="ets non aderenti al forum", role="Supplente", signer="Rosa P."
    )
    papers_many.enter(batch=batch, by=clerk, moment=NOW)

    found = Observation.objects.get()
    assert (one.errors, one.author.told) == ([], f"{NAME} (supplente), Rosa P.")
    assert (found.seat, found.seat_role, found.display_name, found.voice_name) == (seat, "SUPPLENTE", "Rosa P.", TOLD)


def test_the_role_that_is_not_said_is_the_only_one_of_that_day(clerk, target, seat):
    _, one = more(clerk, chi="seggio", nome_o_partner=NAME)

    assert (one.errors, one.paper.seat_role) == ([], "SUPPLENTE")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"nome_o_partner": "Un altro"}, "Seggio: «Un altro» non è tra i seggi"),
        ({"role": "presidente"}, "Ruolo: scrivi «persona delegata» o «supplente»"),
        ({"role": "persona delegata"}, "Seggio: quel giorno, secondo il registro, nessuno"),
        ({"signer": "rosa@pace.example"}, "Chi firma: non può essere"),
    ],
)
def test_what_is_wrong_about_the_seat_is_said_once_in_words(clerk, target, seat, cells, said):
    _, one = more(clerk, **{"chi": "seggio", "nome_o_partner": NAME, **cells})

    assert [error.startswith(said) for error in one.errors] == [True]


def test_two_roles_on_the_same_day_must_be_told_apart(clerk, target, seat):
    Mandate.objects.filter(role="DELEGATO").update(ends_on=None)

    _, one = more(clerk, chi="seggio", nome_o_partner=NAME)

    assert [error.startswith("Ruolo: quel giorno il seggio era tenuto in più ruoli") for error in one.errors] == [True]


def test_a_seat_that_was_ended_before_that_day_speaks_no_more(clerk, target, seat):
    Seat.objects.filter(pk=seat.pk).update(ended_on=date(2026, 11, 15))

    _, one = more(clerk, chi="seggio", nome_o_partner=NAME, role="supplente")

    assert len(one.errors) == 1
