# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seats, and how organisations choose together who holds theirs."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from partners import queries, services
from partners.enums import DesignationState, Elected
from partners.models import Ballot, Candidate, Designation, Invitation, Mandate, MandateProlongation, RollEntry
from portal.core import clock, roles
from portal.core.models import AuditEvent
from portal.notifications.models import Notification
from tests.factories.adhesion import PDF
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import MandateFactory, PartnerFactory
from tests.factories.seats import CollectiveSeatFactory, opened_round

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


@pytest.fixture(autouse=True)
def _files_aside(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    settings.IS_DEMO = True


@pytest.fixture
def officer(client):
    roles.install()
    person = StaffFactory(roles=[roles.OFFICE])
    client.force_login(person)
    return person


class Round:
    """A round among some organisations, each with a person who may speak and vote for it."""

    def __init__(self, number=4, **fields):
        self.people = [MandateFactory(can_vote=True, user__first_name=f"Persona {n}") for n in range(number)]
        self.partners = [mandate.partner for mandate in self.people]
        self.opened = timezone.now()
        self.seat = CollectiveSeatFactory(partners=self.partners)
        self.designation = opened_round(self.seat, moment=self.opened, **fields)
        self.voting = self.opened + timedelta(days=3)
        self.over = self.opened + timedelta(days=5)

    def stand(self, number):
        mandate = self.people[number]
        return services.stand(
            designation=self.designation, partner=mandate.partner, by=mandate.user, presentation="Ci sono.",
            is_name_public=True, moment=self.opened,
        )  # fmt: skip

    def vote(self, number, candidate, moment=None):
        mandate = self.people[number]
        services.vote(
            designation=self.designation, partner=mandate.partner, by=mandate.user, candidate=candidate,
            moment=moment or self.voting,
        )  # fmt: skip

    def count(self):
        return services.count(designation=self.designation, by=None, moment=self.over)


def test_a_round_from_candidacies_to_minutes_and_mandates():
    officer, held = StaffFactory(), Round()
    first, second = held.stand(0), held.stand(1)
    held.vote(0, first)
    held.vote(1, first)
    held.vote(2, second)
    held.vote(3, None)

    counted = held.count()
    services.conclude(designation=counted, by=officer, moment=held.over)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.votes, first.elected, second.votes, second.elected) == (2, Elected.PRINCIPAL, 1, Elected.SUBSTITUTE)
    counted.refresh_from_db()
    assert (counted.state, counted.blank_votes) == (DesignationState.CLOSED, 1)
    assert counted.minutes.content_type == "application/pdf"
    mandates = Mandate.objects.filter(seat=held.seat).order_by("role")
    assert list(mandates.values_list("user_id", "role", "act_file_id")) == [
        (first.user_id, "DELEGATO", counted.minutes_id),
        (second.user_id, "SUPPLENTE", counted.minutes_id),
    ]


# THREATS: 56
def test_an_organisation_has_one_ballot_whoever_casts_it():
    held = Round()
    candidate = held.stand(0)
    colleague = MandateFactory(partner=held.partners[1], can_vote=True)
    held.vote(1, candidate)

    with pytest.raises(services.AlreadyVoted):
        services.vote(
            designation=held.designation, partner=held.partners[1], by=colleague.user, candidate=candidate,
            moment=held.voting,
        )  # fmt: skip

    assert Ballot.objects.filter(is_cast=True).count() == 1
    assert RollEntry.objects.filter(has_voted=True).count() == 1


def test_nothing_kept_ties_a_ballot_to_who_cast_it():
    held = Round(6)
    candidates = [held.stand(0), held.stand(1)]
    for number in range(6):
        held.vote(number, candidates[number % 2])
    before = set(Ballot.objects.values_list("pk", flat=True))

    held.count()

    columns = {field.name for model in (Ballot, RollEntry) for field in model._meta.get_fields()}
    assert columns == {"id", "designation", "is_cast", "candidate", "partner", "has_voted"}
    assert before.isdisjoint(Ballot.objects.values_list("pk", flat=True))
    told = AuditEvent.objects.filter(action="designation.voted")
    assert [(event.target_kind, event.text_hash) for event in told] == [("partners.designation", "")] * 6


def kept_order(designation):
    """Return the candidates of the ballots in the order in which the database keeps them."""
    place = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT candidate_id FROM partners_ballot WHERE designation_id = %s ORDER BY {place}",
            [designation.pk],
        )
        return [row[0] for row in cursor.fetchall()]


def test_blank_ballots_are_taken_by_chance_and_not_in_the_order_of_arrival():
    orders = set()
    for _again in range(6):
        held = Round(5)
        candidates = [held.stand(number) for number in range(5)]
        for number in range(5):
            held.vote(number, candidates[number])
        orders.add(tuple(candidates.index(Candidate.objects.get(pk=pk)) for pk in kept_order(held.designation)))

    assert orders != {(0, 1, 2, 3, 4)}


@pytest.mark.parametrize(("day", "refused"), [(0, True), (1, True), (3, False), (4, True), (9, True)])
def test_one_votes_after_the_candidacies_and_before_the_end(day, refused):
    held = Round()
    candidate = held.stand(0)
    moment = held.opened + timedelta(days=day)

    if refused:
        with pytest.raises(services.NotNow):
            held.vote(1, candidate, moment)
    else:
        held.vote(1, candidate, moment)

    assert Ballot.objects.filter(is_cast=True).count() == (0 if refused else 1)


# THREATS: 19
def test_who_lost_the_mandate_or_has_no_power_to_vote_does_not():
    held = Round()
    candidate = held.stand(0)
    services.revoke_mandate(mandate=held.people[1], by=StaffFactory(), moment=held.opened)
    Mandate.objects.filter(pk=held.people[2].pk).update(can_vote=False)

    for number in (1, 2):
        with pytest.raises(services.NotYours):
            held.vote(number, candidate)
    stranger = MandateFactory(can_vote=True)
    with pytest.raises(services.NotYours):
        services.vote(
            designation=held.designation, partner=stranger.partner, by=stranger.user, candidate=candidate,
            moment=held.voting,
        )  # fmt: skip


def test_a_tie_that_matters_waits_for_a_draw_and_one_that_does_not_is_let_be():
    held = Round(6, principals=1, substitutes=1)
    a, b, c = held.stand(0), held.stand(1), held.stand(2)
    for number, candidate in enumerate([a, a, b, b, c, None]):
        held.vote(number, candidate)

    tied = held.count()
    with pytest.raises(services.NotNow):
        services.conclude(designation=tied, by=StaffFactory(), moment=held.over)
    with pytest.raises(services.DesignationRefused):
        services.break_tie(designation=tied, lots={a.pk: 1, b.pk: 1}, reason="Sorteggio.", by=StaffFactory())
    state_before = Designation.objects.get(pk=tied.pk).state
    services.break_tie(designation=tied, lots={a.pk: 2, b.pk: 1}, reason="Sorteggio in seduta.", by=StaffFactory())

    results = {one.pk: one.elected for one in tied.candidates.all()}
    assert state_before == DesignationState.TIED
    assert results == {a.pk: Elected.SUBSTITUTE, b.pk: Elected.PRINCIPAL, c.pk: Elected.NO}


def test_nobody_is_elected_without_votes():
    held = Round()
    only = held.stand(0)
    held.vote(1, None)

    services.conclude(designation=held.count(), by=StaffFactory(), moment=held.over)

    only.refresh_from_db()
    assert (only.elected, Mandate.objects.filter(seat=held.seat).count()) == (Elected.NO, 0)


def test_a_seat_has_one_designation_at_a_time():
    held = Round()

    with pytest.raises(services.AlreadyRunning):
        opened_round(held.seat)
    services.cancel(designation=held.designation, reason="Errore nelle date.", by=StaffFactory())
    opened_round(held.seat)

    assert Designation.objects.count() == 2


def test_the_people_of_who_chooses_are_told_and_nobody_else_may_look(client):
    held = Round()
    stranger = MandateFactory()
    url = held.designation.url

    answers = {}
    for name, user in (("own", held.people[0].user), ("stranger", stranger.user), ("citizen", UserFactory())):
        client.force_login(user)
        answers[name] = client.get(url).status_code

    told = Notification.objects.filter(event="designation.opened").values_list("recipient_id", flat=True)
    assert answers == {"own": 200, "stranger": 404, "citizen": 404}
    assert set(told) == {mandate.user_id for mandate in held.people}


def test_a_person_stands_and_votes_through_the_pages(client, monkeypatch):
    held = Round()
    client.force_login(held.people[0].user)
    client.post(
        reverse("partners:stand", args=[held.designation.pk]),
        {"partner": held.partners[0].pk, "presentation": "Ci provo.", "is_name_public": "on"},
    )
    monkeypatch.setattr("partners.views.designations.timezone.now", lambda: held.voting)
    client.force_login(held.people[1].user)
    candidate = held.designation.candidates.get()
    empty = client.post(reverse("partners:vote", args=[held.designation.pk]), {"partner": held.partners[1].pk})
    ballot = {"partner": held.partners[1].pk, "candidate": candidate.pk}
    done = client.post(reverse("partners:vote", args=[held.designation.pk]), ballot)
    again = client.post(reverse("partners:vote", args=[held.designation.pk]), ballot)
    page = client.get(held.designation.url).text

    assert [response.status_code for response in (empty, done, again)] == [422, 302, 409]
    assert ("Ci provo." in page, "1 organizzazione" in page or "1 organizzazioni" in page) == (True, True)


def test_the_office_writes_a_designation_made_elsewhere_with_and_without_accounts(client, officer):
    partners = [PartnerFactory(), PartnerFactory()]
    seat = CollectiveSeatFactory(partners=partners)
    known = MandateFactory(partner=partners[0]).user
    fields = {
        "seat": seat.pk, "principal": known.email.upper(), "principal_partner": partners[0].pk,
        "substitute": "nuova@filo.example", "substitute_partner": partners[1].pk, "scope": "distretto",
        "mandate_starts_on": "2026-01-01", "mandate_ends_on": "2030-01-01", "act_date": "2025-12-20",
        "act_body": "Assemblea degli ETS",
    }  # fmt: skip
    url = reverse("designations_admin:record")

    without = client.post(url, fields)
    client.post(url, {**fields, "minutes": SimpleUploadedFile("verbale.pdf", PDF)})

    mandate = Mandate.objects.get(seat=seat)
    invitation = Invitation.objects.get()
    assert (without.status_code, list(without.context["form"].errors)) == (422, ["minutes"])
    assert (mandate.user, mandate.role, mandate.act_body, mandate.act_file.name) == (
        known, "DELEGATO", "Assemblea degli ETS", "verbale.pdf",
    )  # fmt: skip
    assert (invitation.email, invitation.seat, invitation.role) == ("nuova@filo.example", seat, "SUPPLENTE")


def test_who_holds_a_collective_seat_says_nothing_for_the_own_organisation():
    partner = PartnerFactory()
    seat, person, now = CollectiveSeatFactory(partners=[partner]), UserFactory(), timezone.now()
    services.give_seat(
        seat=seat, user=person, partner=partner, role="DELEGATO", starts_on=timezone.localdate(),
        ends_on=None, by=None,
    )  # fmt: skip

    assert queries.can_speak_for(person, partner, moment=now) is False
    assert queries.audience_tokens(person, moment=now) == set()
    assert [mandate.seat for mandate in queries.collective_mandates(person, moment=now)] == [seat]


def test_a_new_holder_takes_the_place_of_the_former_one():
    partner = PartnerFactory()
    seat, today = CollectiveSeatFactory(partners=[partner]), timezone.localdate()
    common = {"seat": seat, "partner": partner, "role": "DELEGATO", "ends_on": None, "by": None}
    former = services.give_seat(user=UserFactory(), starts_on=today - timedelta(days=9), **common)
    new = services.give_seat(user=UserFactory(), starts_on=today, **common)

    former.refresh_from_db()
    assert former.ends_on == today - timedelta(days=1)
    assert list(Mandate.objects.active_at(timezone.now()).filter(seat=seat)) == [new]


def test_the_public_page_names_only_who_said_so(client):
    partner = PartnerFactory(name="Filo")
    seat = CollectiveSeatFactory(partners=[partner], name="ETS fuori dal Forum")
    common = {"seat": seat, "partner": partner, "starts_on": timezone.localdate(), "ends_on": None, "by": None}
    shown, hidden = (UserFactory(first_name=name, last_name="Pace") for name in ("Rosa", "Nina"))
    services.give_seat(user=shown, role="DELEGATO", is_name_public=True, **common)
    services.give_seat(user=hidden, role="SUPPLENTE", **common)

    page = client.get(reverse("partners:distretto")).text

    assert ("ETS fuori dal Forum" in page, "Rosa Pace" in page, "Nina" in page) == (True, True, False)


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_of_the_distretto_costs_the_same_however_many_seats(client, count, django_assert_num_queries):
    for number in range(count):
        partner = PartnerFactory()
        seat = CollectiveSeatFactory(partners=[partner], name=f"Seggio {number}")
        services.give_seat(
            seat=seat, user=UserFactory(), partner=partner, role="DELEGATO", starts_on=timezone.localdate(),
            ends_on=None, by=None,
        )  # fmt: skip
    client.get(reverse("partners:distretto"))
    with django_assert_num_queries(10):
        client.get(reverse("partners:distretto"))


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        (datetime(2026, 12, 10, 23, 59, 59, tzinfo=ROME), True),
        (datetime(2026, 12, 20, 23, 59, 59, tzinfo=ROME), True),
        (datetime(2026, 12, 21, 0, 0, 0, tzinfo=ROME), False),
    ],
)
def test_a_prolonged_mandate_holds_to_its_new_midnight_and_says_that_it_is_prolonged(moment, holds):
    mandate = MandateFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 10))
    services.prolong(
        mandate=mandate, until=date(2026, 12, 20), reason="Assemblea il 18.", by=StaffFactory(),
        moment=datetime(2026, 12, 9, 12, 0, tzinfo=ROME),
    )  # fmt: skip

    assert queries.can_speak_for(mandate.user, mandate.partner, moment=moment) is holds
    assert mandate.is_prolonged_at(moment) == (holds and moment.day > 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        MandateProlongation.objects.update(reason="Altro")


def test_a_revoked_mandate_and_one_without_an_end_are_not_prolonged(client, officer):
    revoked = MandateFactory(ends_on=timezone.localdate() + timedelta(days=3))
    services.revoke_mandate(mandate=revoked, by=officer, moment=timezone.now())
    endless = MandateFactory(ends_on=None)
    later = timezone.localdate() + timedelta(days=30)

    for mandate in (revoked, endless):
        with pytest.raises(services.CannotProlong):
            services.prolong(mandate=mandate, until=later, reason="Perché.", by=officer, moment=timezone.now())
    good = MandateFactory(ends_on=timezone.localdate() + timedelta(days=3))
    url = reverse("designations_admin:prolong", args=[good.pk])
    without = client.post(url, {"until": later.isoformat()})
    client.post(url, {"until": later.isoformat(), "reason": "Il rinnovo è in corso."})

    good.refresh_from_db()
    assert (without.status_code, good.prolonged_until) == (422, later)


def test_a_seat_that_ends_takes_its_mandates_with_it():
    partner = PartnerFactory()
    mandate = MandateFactory(partner=partner)
    seat = services.seat_of(partner=partner, by=None, moment=timezone.now())
    services.sit(seat=seat, mandate=mandate, by=None)

    services.end_seat(seat=seat, on=timezone.localdate(), by=StaffFactory(), moment=timezone.now())

    mandate.refresh_from_db()
    assert mandate.revoked_at is not None
    assert queries.seats_shown(frozenset({"public"}), moment=timezone.now() + timedelta(days=2)) == []


def test_the_house_counts_a_round_that_is_over_once_and_tells_the_office():
    officer = StaffFactory(roles=[roles.COORDINATOR])
    running, over = Round(2), Round(2)
    over.stand(0)
    services.vote(
        designation=over.designation, partner=over.partners[0], by=over.people[0].user,
        candidate=over.designation.candidates.get(), moment=over.voting,
    )  # fmt: skip
    early = services.count_finished(over.voting)
    Designation.objects.filter(pk=running.designation.pk).update(voting_closes_at=over.over + timedelta(days=9))

    counted, again = services.count_finished(over.over), services.count_finished(over.over)

    over.designation.refresh_from_db()
    assert (early, counted, again, over.designation.state) == (0, 1, 0, DesignationState.COUNTED)
    assert over.designation.candidates.get().votes == 1
    assert list(Notification.objects.filter(event="designation.counted").values_list("recipient", flat=True)) == [
        officer.pk
    ]
    with pytest.raises(services.NotNow):
        services.count(designation=over.designation, by=officer, moment=over.over)


def test_the_worker_counts_rounds():
    names = {periodic.name: periodic.function for periodic in clock.periodics()}

    assert names["partners.count_designations"] is services.count_finished
