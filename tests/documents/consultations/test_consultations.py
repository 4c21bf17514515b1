# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations: prepared, opened by the coordinator alone, read by everybody, moved for a public reason."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring

from documents.consultations import calendar
from documents.consultations.models import Consultation, Window
from documents.consultations.queries import front
from documents.consultations.services import consultations as services
from portal.comments.enums import State
from portal.core import roles
from portal.core.models import AuditEvent, OfficeSettings
from portal.notifications.models import Notification
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory, WindowFactory
from tests.factories.consultations_texts import VersionFactory
from tests.factories.core import PrivacyNoticeFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
REASON = "Tre associazioni hanno chiesto una settimana in più."


def said(consultation, **fields):
    return ObservationFactory(scope=consultation.scope, **fields)


def page(client, consultation, name="consultation"):
    return client.get(reverse(f"consultations:{name}", args=[consultation.slug]))


@pytest.fixture
def office(client, settings):
    """Sign a person in with a role; the second factor has tests of its own."""
    settings.IS_DEMO = True

    def sign_in(*names):
        person = StaffFactory(roles=names)
        client.force_login(person)
        return person

    return sign_in


# Who may read


# THREATS: 1, 14
def test_a_consultation_in_preparation_is_nowhere_in_public(client):
    hidden = ConsultationFactory(is_preparing=True, title="Ancora segreta")

    listed = client.get(reverse("consultations:list"))

    assert "Ancora segreta" not in listed.content.decode()
    for name in ("consultation", "observations", "outcomes", "report"):
        assert page(client, hidden, name).status_code == 404
    assert front.listed(moment=timezone.now()).total == 0


def test_the_office_reads_a_consultation_in_preparation(client, office):
    office(roles.OFFICE)

    response = page(client, ConsultationFactory(is_preparing=True))

    assert response.status_code == 200
    assert "È in preparazione" in response.content.decode()


def test_the_list_tells_open_coming_and_closed_ones_apart(client):
    opened, coming, closed = (
        ConsultationFactory(title="Aperta ora"),
        ConsultationFactory(title="Tra due settimane", is_coming=True),
        ConsultationFactory(title="Finita", is_closed=True),
    )

    found = client.get(reverse("consultations:list")).context["listed"]

    assert [told.consultation for told in found.opened] == [opened]
    assert [told.consultation for told in found.coming] == [coming]
    assert [told.consultation for told in found.over] == [closed]


@pytest.mark.parametrize("size", [1, 4])
def test_the_list_costs_the_same_however_long(client, size, django_assert_num_queries):
    for _ in range(size):
        said(ConsultationFactory())
    client.get(reverse("consultations:list"))  # content types and the site are remembered

    with django_assert_num_queries(3):
        front.listed(moment=timezone.now())


@pytest.mark.parametrize("size", [1, 15])
def test_the_observations_of_a_consultation_cost_the_same_however_many(client, size, django_assert_max_num_queries):
    consultation = ConsultationFactory()
    for _ in range(size):
        OutcomeFactory(observation=said(consultation), is_published=True)
    page(client, consultation, "observations")

    with django_assert_max_num_queries(11) as asked:
        response = page(client, consultation, "observations")

    assert len(response.context["lines"]) == size
    assert len(asked) == 11


def test_an_open_consultation_says_until_when_why_and_who_answers(client):
    text = page(client, ConsultationFactory()).content.decode()

    assert "mancano 20 giorni" in text
    for words in ("Vogliamo sapere che cosa manca.", "Le somme che arrivano dalla Regione.", "Marta Serra"):
        assert words in text
    assert "Leggi e di' la tua" in text
    assert 'method="post"' not in text


# THREATS: 4, 14
def test_only_published_observations_are_listed_and_counted(client):
    consultation = ConsultationFactory()
    shown = said(consultation, comment="Serve il sabato.")
    for state in (State.PENDING, State.HIDDEN, State.WITHDRAWN):
        said(consultation, state=state, comment="Parole nascoste")

    response = page(client, consultation, "observations")

    assert [line.observation for line in response.context["lines"]] == [shown]
    assert "Parole nascoste" not in response.content.decode()
    assert page(client, consultation).context["told"].observations == 1


def test_observations_are_filtered_by_part_kind_and_answer(client):
    consultation = ConsultationFactory()
    section = consultation.version.sections.first()
    first = said(consultation, section_id=str(section.section_id), kind="QUESTION")
    second = said(consultation)
    OutcomeFactory(observation=second, is_published=True)

    def found(**wanted):
        response = client.get(reverse("consultations:observations", args=[consultation.slug]), wanted)
        return [line.observation for line in response.context["lines"]]

    assert found(sezione=str(section.section_id)) == [first]
    assert found(tipo="QUESTION") == [first]
    assert found(esito="REJECTED") == [second]
    assert found(esito="senza") == [first]
    assert found(sezione="x' OR 1=1", tipo="?", page="9999999999") == [first, second]


# Preparing


def typed(version, **changes):
    fields = {
        "title": "Il Piano 2027",
        "version": version.pk,
        "purpose": "Che cosa manca nel Piano?",
        "negotiable": "Gli orari.",
        "not_negotiable": "Le somme.",
        "responsible_officer": "Marta Serra",
        "responsible_contact": "piano@ambito.example",
        "office": "Ufficio di Piano",
        "notice": PrivacyNoticeFactory().pk,
        "is_premoderated": "on",
        "general_question": "Che cosa manca?",
    }
    return {**fields, **changes}


def test_the_office_prepares_a_consultation(client, office):
    person = office(roles.OFFICE)
    version = VersionFactory()

    response = client.post(reverse("consultations_admin:add"), typed(version))

    made = Consultation.objects.get()
    assert response.headers["Location"] == reverse("consultations_admin:detail", args=[made.pk])
    assert (made.slug, made.text, made.version) == ("il-piano-2027", version.text, version)
    assert [(asked.section, asked.question) for asked in made.questions.all()] == [(None, "Che cosa manca?")]
    assert AuditEvent.objects.filter(action="consultation.created", actor_id=person.pk).count() == 1


# DOMAIN: 4.6
def test_no_procedure_without_a_responsible_officer(client, office):
    office(roles.OFFICE)

    response = client.post(reverse("consultations_admin:add"), typed(VersionFactory(), responsible_officer=""))

    assert list(response.context["form"].errors) == ["responsible_officer"]
    assert Consultation.objects.count() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsultationFactory(responsible_officer="")


@pytest.mark.parametrize("notices", [1, 2])
def test_a_new_consultation_starts_from_what_the_office_has(client, office, notices):
    office(roles.OFFICE)
    one, *_others = PrivacyNoticeFactory.create_batch(notices)
    settings = OfficeSettings.load()
    settings.office_name, settings.email = "Ufficio di Val Sarva", "ufficio@valsarva.example"
    settings.save()

    start = client.get(reverse("consultations_admin:add")).context["form"].initial

    assert (start["office"], start["responsible_contact"]) == ("Ufficio di Val Sarva", "ufficio@valsarva.example")
    assert start.get("notice") == (one if notices == 1 else None)


def test_the_last_consultation_can_be_copied_as_a_start(client, office):
    office(roles.OFFICE)
    old = ConsultationFactory(purpose="Come l'altra volta.")

    response = client.get(reverse("consultations_admin:add"), {"copia": old.pk})

    start = response.context["form"].initial
    assert (start["purpose"], start["responsible_officer"], start["notice"]) == (
        "Come l'altra volta.",
        "Marta Serra",
        old.notice,
    )
    assert start["version"] is None


def test_after_the_opening_the_version_stays_as_it_is(client, office):
    office(roles.OFFICE)
    consultation = ConsultationFactory()
    other = VersionFactory()

    client.post(reverse("consultations_admin:edit", args=[consultation.pk]), typed(other, title="Cambiata"))

    consultation.refresh_from_db()
    assert (consultation.title, consultation.version.text) == ("Cambiata", consultation.text)
    consultation.version = other
    with pytest.raises(services.AlreadyAnnounced):
        services.save(consultation=consultation, questions=[], materials=[], by=StaffFactory())


# THREATS: 16, 18
@pytest.mark.parametrize("role", [roles.DRAFTER, roles.MODERATOR, roles.OFFICE])
def test_only_the_coordinator_opens_a_window(client, office, role):
    office(role)
    consultation = ConsultationFactory(is_preparing=True)

    response = client.post(
        reverse("consultations_admin:open", args=[consultation.pk]), dates("2027-03-01", "2027-04-09")
    )

    assert response.status_code == 403
    assert Window.objects.count() == 0


def dates(first, last, **changes):
    return {
        "opens_at_0": first,
        "opens_at_1": "09:00",
        "closes_at_0": last,
        "closes_at_1": "23:59",
        **changes,
    }


def test_the_coordinator_opens_a_window_at_hours_of_rome(client, office):
    office(roles.COORDINATOR)
    consultation = ConsultationFactory(is_preparing=True)

    client.post(reverse("consultations_admin:open", args=[consultation.pk]), dates("2027-03-01", "2027-04-09"))

    window = Window.objects.get()
    assert window.opens_at == datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
    assert window.closes_at == datetime(2027, 4, 9, 21, 59, tzinfo=UTC)  # summer time has begun


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [("2027-03-28", "02:30", "quest'ora non esiste"), ("2027-10-31", "02:30", "quest'ora c'è due volte")],
)
def test_hours_that_summer_time_skips_or_repeats_are_refused_in_words(client, office, day, hour, told):
    office(roles.COORDINATOR)
    consultation = ConsultationFactory(is_preparing=True)

    response = client.post(
        reverse("consultations_admin:open", args=[consultation.pk]),
        dates("2027-01-11", day, closes_at_1=hour, is_confirmed="on"),
    )

    assert told in response.context["form"].errors["closes_at"][0]
    assert Window.objects.count() == 0


def test_a_short_time_or_a_closing_on_a_holiday_must_be_confirmed(client, office):
    office(roles.COORDINATOR)
    consultation = ConsultationFactory(is_preparing=True)
    url = reverse("consultations_admin:open", args=[consultation.pk])

    warned = client.post(url, dates("2027-12-10", "2027-12-25"))

    assert len(warned.context["form"].warnings) == 2
    assert Window.objects.count() == 0
    client.post(url, dates("2027-12-10", "2027-12-25", is_confirmed="on"))
    assert Window.objects.count() == 1


def test_what_is_wrong_with_the_dates_leads_to_the_boxes_that_say_whose_they_are(client, office):
    office(roles.COORDINATOR)
    page = client.post(reverse("consultations_admin:open", args=[ConsultationFactory(is_preparing=True).pk]), {})

    tree = fromstring(page.content)
    led = [link.get("href").removeprefix("#") for link in tree.cssselect(".help-critical a")]
    boxes = [tree.get_element_by_id(name).get("aria-label") for name in led]
    assert (led, boxes) == (["id_opens_at_0", "id_closes_at_0"], ["Si apre: giorno", "Si chiude: giorno"])


def test_less_than_a_day_is_said_so(client, office):
    office(roles.COORDINATOR)
    url = reverse("consultations_admin:open", args=[ConsultationFactory(is_preparing=True).pk])
    hours = dates("2027-12-10", "2027-12-10", opens_at_1="09:00", closes_at_1="18:00")

    assert client.post(url, hours).context["form"].warnings[0].startswith("Dura meno di un giorno:")


def test_a_closing_that_is_moved_is_warned_about_as_at_the_opening(client, office):
    office(roles.COORDINATOR)
    consultation = ConsultationFactory()
    window = consultation.windows.get()
    url = reverse("consultations_admin:move", args=[consultation.pk, window.pk])
    said = {"closes_at_0": "2027-12-25", "closes_at_1": "12:00", "reason": REASON}
    soon = {**said, "closes_at_0": f"{timezone.localdate() + 2 * A_DAY:%Y-%m-%d}"}

    holiday, short = client.post(url, said), client.post(url, soon)

    window.refresh_from_db()
    told = holiday.content.decode()
    assert (holiday.status_code, list(holiday.context["form"].errors)) == (200, ["is_confirmed"])
    assert ("Natale" in told, REASON in told) == (True, True)
    assert any("chiedono almeno 28 giorni" in one for one in short.context["form"].warnings)
    assert window.changes.count() == 0
    assert client.post(url, {**said, "is_confirmed": "on"}).status_code == 302
    window.refresh_from_db()
    assert window.closes_at == datetime(2027, 12, 25, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 12, 25), "Natale"),
        (date(2027, 3, 29), "Lunedì dell'Angelo"),
        (date(2026, 11, 28), "sabato"),
        (date(2026, 12, 10), ""),
    ],
)
def test_days_off_are_those_of_italy(day, told):
    assert calendar.day_off(day) == told


def test_overlapping_windows_of_one_text_are_refused(client, office):
    office(roles.COORDINATOR)
    first = ConsultationFactory()
    second = ConsultationFactory(text=first.text, version=first.version, is_preparing=True)
    soon = (timezone.now() + 5 * A_DAY).date().isoformat()
    later = (timezone.now() + 60 * A_DAY).date().isoformat()

    response = client.post(reverse("consultations_admin:open", args=[second.pk]), dates(soon, later, is_confirmed="on"))

    assert response.status_code == 409
    assert second.windows.count() == 0


@pytest.mark.parametrize(
    ("opens", "closes", "refusal"),
    [
        (5, 2, services.ClosesBeforeOpening),
        (-9, -2, services.ClosesInThePast),
    ],
)
def test_impossible_dates_are_refused(opens, closes, refusal):
    now = timezone.now()

    with pytest.raises(refusal):
        services.open_window(
            consultation=ConsultationFactory(is_preparing=True),
            opens_at=now + opens * A_DAY,
            closes_at=now + closes * A_DAY,
            by=StaffFactory(),
            moment=now,
        )


# THREATS: 52
def test_more_time_is_given_for_a_public_reason_and_told_to_who_wrote(client):
    consultation = ConsultationFactory()
    window = consultation.windows.get()
    author = said(consultation).user
    said(ConsultationFactory(), user=UserFactory())

    services.move_closing(
        window=window, closes_at=window.closes_at + 7 * A_DAY, reason=REASON, by=StaffFactory(), moment=timezone.now()
    )

    assert REASON in page(client, consultation).content.decode()
    assert [notice.recipient for notice in Notification.objects.filter(event="consultation.extended")] == [author]


# THREATS: 52
def test_closing_early_refuses_who_comes_after_and_is_told():
    consultation = ConsultationFactory()
    window = consultation.windows.get()
    now = timezone.now()

    change = services.move_closing(window=window, closes_at=now, reason=REASON, by=StaffFactory(), moment=now)

    window.refresh_from_db()
    assert (change.is_extension, window.is_open_at(now), window.is_open_at(now - timedelta(seconds=1))) == (
        False,
        False,
        True,
    )


# THREATS: 54
def test_two_people_who_move_a_closing_at_once_do_not_overwrite_each_other():
    window = WindowFactory()
    stale = Window.objects.get(pk=window.pk)
    now = timezone.now()
    services.move_closing(window=window, closes_at=now + 40 * A_DAY, reason=REASON, by=StaffFactory(), moment=now)

    with pytest.raises(services.AlreadyOver):
        services.move_closing(window=stale, closes_at=now + 2 * A_DAY, reason=REASON, by=StaffFactory(), moment=now)


def test_a_closing_that_is_over_cannot_be_moved_nor_without_a_reason():
    window = ConsultationFactory(is_closed=True).windows.get()
    now = timezone.now()

    with pytest.raises(services.AlreadyOver):
        services.move_closing(window=window, closes_at=now + A_DAY, reason=REASON, by=StaffFactory(), moment=now)
    with pytest.raises(services.ReasonTooShort):
        services.move_closing(window=window, closes_at=now + A_DAY, reason="perché sì", by=StaffFactory(), moment=now)
