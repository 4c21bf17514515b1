# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office does with an application, and within which terms."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from partners import queries, services
from partners.enums import ApplicantRole, ApplicationState, CheckResult, PartnerState
from partners.models import ApplicationCheck, ApplicationStep, Call, CallExtension, Invitation, Mandate, Partner, Seat
from partners.queries.terms import Pause, decision_due, months_later, objection_due
from portal.core import roles, tasks_panel
from portal.core.models import AuditEvent
from portal.notifications.models import Notification
from tests.factories.adhesion import CODES, PDF, CallFactory, sent
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


@pytest.fixture(autouse=True)
def _files_aside(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


@pytest.fixture
def officer(client, settings):
    settings.IS_DEMO = True
    roles.install()
    person = StaffFactory(roles=[roles.OFFICE])
    client.force_login(person)
    return person


def act(client, application, action, **fields):
    return client.post(reverse("adhesion_admin:detail", args=[application.pk]), {"action": action, **fields})


def asked(application, officer, moment, **fields):
    return services.ask(application=application, text="Manca lo statuto.", days=15, by=officer, moment=moment)


MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("pauses", "today", "due"),
    [
        ([], MONDAY, date(2026, 4, 1)),
        # an integration answered after nine days: nine more
        ([Pause(began_on=date(2026, 3, 10), due_on=date(2026, 3, 25), ended_on=date(2026, 3, 19), is_objection=False)],
         date(2026, 3, 20), date(2026, 4, 10)),
        # the second one does not stop the clock
        ([Pause(began_on=date(2026, 3, 10), due_on=date(2026, 3, 25), ended_on=date(2026, 3, 19), is_objection=False),
          Pause(began_on=date(2026, 3, 20), due_on=date(2026, 3, 30), ended_on=date(2026, 3, 25), is_objection=False)],
         date(2026, 3, 26), date(2026, 4, 10)),
        # never answered: until its term, then the clock goes on
        ([Pause(began_on=date(2026, 3, 10), due_on=date(2026, 3, 25), ended_on=None, is_objection=False)],
         date(2026, 5, 1), date(2026, 4, 16)),
        # the notice: until ten days after the answer
        ([Pause(began_on=date(2026, 3, 10), due_on=date(2026, 3, 20), ended_on=date(2026, 3, 12), is_objection=True)],
         date(2026, 3, 13), date(2026, 4, 13)),
        # the notice without an answer: until its term
        ([Pause(began_on=date(2026, 3, 10), due_on=date(2026, 3, 20), ended_on=None, is_objection=True)],
         date(2026, 3, 30), date(2026, 4, 13)),
    ],
)  # fmt: skip
def test_the_term_counts_days_pauses_and_days_off(pauses, today, due):
    assert decision_due(received_on=MONDAY, days=30, pauses=pauses, today=today) == due


def test_a_term_never_ends_on_a_day_off():
    assert objection_due(date(2026, 12, 15)) == date(2026, 12, 28)  # Christmas, Santo Stefano, a Sunday
    assert decision_due(received_on=date(2026, 4, 1), days=30, pauses=[], today=date(2026, 4, 1)) == date(2026, 5, 4)


def test_months_are_counted_on_the_calendar():
    assert (months_later(date(2026, 1, 31), 1), months_later(date(2026, 11, 5), 36)) == (
        date(2026, 2, 28), date(2029, 11, 5),
    )  # fmt: skip


def test_from_the_queue_to_the_admission_with_checklist_and_integration(client, officer):
    application = sent()
    row = queries.checklist(application)[0]
    prefix, pk = "controllo", row.criterion.pk

    queue = client.get(reverse("adhesion_admin:queue"))
    act(client, application, "carico")
    act(client, application, "controlla", **{f"{prefix}-esito_{pk}": "SI", f"{prefix}-nota_{pk}": "visto"})
    act(client, application, "integrazione", **{"integrazione-request": "Manca lo statuto.", "integrazione-days": "10"})
    step = ApplicationStep.objects.get()
    client.force_login(application.applicant)
    page = client.get(application.receipt_url).text
    client.post(reverse("partners:answer_step", args=[application.receipt_code, step.pk]), {"text": "Eccolo."})
    client.force_login(officer)
    act(client, application, "ammetti", **{"ammissione-motivation": "Ha tutti i requisiti."})

    application.refresh_from_db()
    partner = Partner.objects.get()
    mandate = Mandate.objects.get()
    assert (application.number in queue.text, "Manca lo statuto." in page) == (True, True)
    assert ApplicationCheck.objects.get().result == CheckResult.YES
    assert (application.state, application.partner) == (ApplicationState.ADMITTED, partner)
    assert (partner.name, partner.fiscal_code, partner.state) == ("Il Filo di Lana", CODES[0], PartnerState.ADMITTED)
    assert (mandate.user, mandate.role, mandate.can_sign) == (application.applicant, "RAPPRESENTANTE", True)
    assert queries.can_speak_for(application.applicant, partner, moment=timezone.now()) is True
    assert list(application.events.values_list("what", flat=True)) == [
        "sent", "taken_up", "integration_asked", "integrated", "admitted",
    ]  # fmt: skip
    told = Notification.objects.filter(recipient=application.applicant).order_by("pk").values_list("event", flat=True)
    assert list(told) == [
        "application.taken_up", "application.integration_asked", "mandate.given", "application.admitted",
    ]  # fmt: skip
    deeds = AuditEvent.objects.filter(action="application.admitted").values_list("actor_id", "partner_id")
    assert list(deeds) == [(officer.pk, partner.pk)]


def test_a_refusal_needs_the_notice_and_its_ten_days_or_an_answer(officer):
    application = sent()
    now = timezone.now()

    with pytest.raises(services.NoticeOwed):
        services.refuse(application=application, motivation="No.", by=officer, moment=now)
    step = services.give_notice(application=application, reasons="Non ha sede qui.", by=officer, moment=now)
    with pytest.raises(services.NoticeOwed):
        services.refuse(application=application, motivation="No.", by=officer, moment=now)
    with pytest.raises(services.AlreadyAsked):
        services.give_notice(application=application, reasons="Ancora.", by=officer, moment=now)
    services.answer(step=step, text="L'abbiamo aperta ieri.", files=[], by=application.applicant, moment=now)
    services.refuse(application=application, motivation="Non basta.", by=officer, moment=now)

    application.refresh_from_db()
    assert (application.state, application.motivation) == (ApplicationState.REFUSED, "Non basta.")


def test_after_ten_days_without_an_answer_it_can_be_refused_and_asked_again(officer):
    now = timezone.now()
    application = sent(moment=now)
    step = services.give_notice(application=application, reasons="Non ha sede qui.", by=officer, moment=now)
    midnight = datetime.combine(step.due_on + timedelta(days=1), datetime.min.time(), tzinfo=ROME)

    with pytest.raises(services.NoticeOwed):
        services.refuse(
            application=application, motivation="No.", by=officer, moment=midnight - timedelta(microseconds=1)
        )
    services.refuse(application=application, motivation="No.", by=officer, moment=midnight)
    again = sent(call=application.call, user=application.applicant)

    assert again.number != application.number
    assert Mandate.objects.count() == 0


def test_the_notice_stops_the_clock(officer):
    now = timezone.now()
    application = sent(moment=now)
    before = queries.standing_of(application, moment=now)

    services.give_notice(application=application, reasons="Perché.", by=officer, moment=now)

    after = queries.standing_of(application, moment=now)
    assert (before.is_stopped, after.is_stopped, after.due_on > before.due_on) == (False, True, True)


def test_an_answer_is_taken_once(officer):
    application = sent()
    step = asked(application, officer, timezone.now())
    services.answer(step=step, text="Eccolo.", files=[], by=application.applicant, moment=timezone.now())

    with pytest.raises(services.NothingAsked):
        services.answer(step=step, text="Di nuovo.", files=[], by=application.applicant, moment=timezone.now())

    step.refresh_from_db()
    assert step.answer == "Eccolo."


# THREATS: 54
def test_the_second_officer_is_told_and_changes_nothing(client, officer):
    application = sent()
    other = StaffFactory(roles=[roles.OFFICE])
    services.admit(application=application, motivation="Sì.", by=other, moment=timezone.now())

    response = act(client, application, "ammetti", **{"ammissione-motivation": "Anche per me."})

    application.refresh_from_db()
    assert (response.status_code, "già stata decisa" in response.text) == (409, True)
    assert (application.motivation, Partner.objects.count(), Mandate.objects.count()) == ("Sì.", 1, 1)


def test_the_same_code_as_a_partner_proposes_a_merge_and_never_a_second_card(client, officer):
    kept = PartnerFactory(name="Filo vecchio", fiscal_code=CODES[0], email="", state=PartnerState.CEASED)
    application = sent()

    page = client.get(reverse("adhesion_admin:detail", args=[application.pk])).text
    act(client, application, "ammetti", **{"ammissione-motivation": "Bentornati."})

    kept.refresh_from_db()
    assert ("Filo vecchio" in page, "non ne nasce una seconda" in page) == (True, True)
    assert Partner.objects.count() == 1
    assert (kept.name, kept.email, kept.state) == ("Filo vecchio", "filo@filo.example", PartnerState.ADMITTED)


def test_what_the_officer_ticks_is_taken_from_the_application(client, officer):
    kept = PartnerFactory(name="Filo vecchio", fiscal_code=CODES[0])
    application = sent()

    act(client, application, "ammetti", **{"ammissione-motivation": "Sì.", "ammissione-taken": ["name"]})

    kept.refresh_from_db()
    assert (kept.name, kept.what_it_does) == (
        "Il Filo di Lana",
        "Tiene aperto uno sportello due mattine alla settimana.",
    )


# THREATS: 26
def test_a_suspended_member_speaks_no_more_and_comes_back_with_nothing_lost(officer):
    application = sent()
    partner = services.admit(application=application, motivation="Sì.", by=officer, moment=timezone.now())
    person, now = application.applicant, timezone.now()

    services.suspend(application=application, reason="Verifica.", by=officer, moment=now)
    while_suspended = queries.can_speak_for(person, partner, moment=now)
    services.resume(application=application, reason="Fatto.", by=officer, moment=now)
    after = queries.can_speak_for(person, partner, moment=now)
    services.end(application=application, reason="Ha chiuso.", by=officer, moment=now)

    application.refresh_from_db()
    assert (while_suspended, after, queries.can_speak_for(person, partner, moment=now)) == (False, True, False)
    assert application.state == ApplicationState.CEASED
    with pytest.raises(services.ApplicationDecided):
        services.resume(application=application, reason="No.", by=officer, moment=now)


def test_a_delegated_applicant_gets_no_power_to_sign(officer):
    application = sent(applicant_role=ApplicantRole.DELEGATED)

    services.admit(application=application, motivation="Sì.", by=officer, moment=timezone.now())

    mandate = Mandate.objects.get()
    assert (mandate.role, mandate.can_speak, mandate.can_sign) == ("DELEGATO", True, False)


# THREATS: 16
@pytest.mark.parametrize(
    ("role", "status"),
    [(roles.OFFICE, 200), (roles.COORDINATOR, 200), (roles.MODERATOR, 403), (roles.DRAFTER, 403), (roles.DPO, 403),
     (roles.HEALTH_REFERENT, 403)],
)  # fmt: skip
def test_only_the_office_and_its_coordinator_decide(client, settings, role, status):
    settings.IS_DEMO = True
    roles.install()
    application = sent()
    client.force_login(StaffFactory(roles=[role]))

    seen = client.get(reverse("adhesion_admin:detail", args=[application.pk])).status_code
    act(client, application, "carico")

    application.refresh_from_db()
    assert (seen, application.state == ApplicationState.IN_CHECK) == (status, status == 200)


def test_a_draft_is_not_there_for_the_office(client, officer):
    draft = services.save_draft(call=CallFactory(), by=UserFactory(), values={}, moment=timezone.now())

    assert client.get(reverse("adhesion_admin:detail", args=[draft.pk])).status_code == 404


def test_the_home_of_the_admin_counts_what_waits(officer):
    late = sent(moment=timezone.now() - timedelta(days=60))
    answered = sent(code=CODES[1])
    step = asked(answered, officer, timezone.now())
    services.answer(step=step, text="Ecco.", files=[], by=answered.applicant, moment=timezone.now())

    numbers = {str(task.label): task.number for task in tasks_panel.tasks_for(officer)}

    assert late.is_waiting is True
    assert numbers["Domande di adesione da decidere"] == 2
    assert numbers["Domande di adesione con una risposta da leggere"] == 1
    assert numbers["Domande di adesione oltre il termine"] == 1


@pytest.mark.parametrize("count", [1, 5])
def test_the_queue_costs_the_same_however_long(client, officer, count, django_assert_num_queries):
    call = CallFactory()
    for code in CODES[:count]:
        sent(call=call, code=code)
    client.get(reverse("adhesion_admin:queue"))
    with django_assert_num_queries(17):
        client.get(reverse("adhesion_admin:queue"))


def test_more_time_is_given_with_a_reason_that_everybody_reads(client, officer):
    call = CallFactory(closes_at=timezone.now() + timedelta(days=2))
    url = reverse("adhesion_admin:move_call", args=[call.pk])

    refused = client.post(url, {"closes_at": "2031-01-01T12:00"})
    client.post(url, {"closes_at": "2031-01-01T12:00", "reason": "Molti chiedono più tempo."})

    call.refresh_from_db()
    assert refused.status_code == 422
    assert call.closes_at == datetime(2031, 1, 1, 12, 0, tzinfo=ROME)
    assert "Molti chiedono più tempo." in client.get(call.url).text
    with pytest.raises(IntegrityError), transaction.atomic():
        CallExtension.objects.update(reason="Altro")


def test_a_call_is_prepared_in_the_admin_and_its_dates_then_stay(client, officer):
    fields = {
        "title": "Avviso nuovo", "purpose": "Insieme.", "opens_at": "2026-01-01 09:00", "is_published": "on",
        "decision_days": 30, "integration_days": 15, "mandate_months": 36,
        "criteria-TOTAL_FORMS": 1, "criteria-INITIAL_FORMS": 0, "criteria-MIN_NUM_FORMS": 0,
        "criteria-MAX_NUM_FORMS": 1000, "criteria-0-label": "Ha sede qui", "criteria-0-position": 0,
        "attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0, "attachments-MIN_NUM_FORMS": 0,
        "attachments-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    response = client.post(reverse("calls_admin:add"), fields)
    call = Call.objects.get()
    opened = call.opens_at
    again = {**fields, "opens_at": "2027-01-01 09:00", "slug": call.slug, "criteria-INITIAL_FORMS": 1,
             "criteria-0-id": call.criteria.get().pk}  # fmt: skip
    client.post(reverse("calls_admin:edit", args=[call.pk]), again)

    call.refresh_from_db()
    assert response.status_code == 302
    assert (call.slug, call.opens_at, call.criteria.get().label) == ("avviso-nuovo", opened, "Ha sede qui")


def test_an_admission_gives_the_seat_and_invites_the_delegate_that_was_named(client, officer):
    application = sent(delegate_name="Nina Pace", delegate_email="nina@filo.example")

    act(client, application, "ammetti", **{"ammissione-motivation": "Sì.", "ammissione-has_seat": "on"})

    application.refresh_from_db()
    invitation = Invitation.objects.get()
    mandate = Mandate.objects.get()
    assert (invitation.email, invitation.partner, invitation.role) == (
        "nina@filo.example", application.partner, "DELEGATO",
    )  # fmt: skip
    assert mandate.seat == Seat.objects.get(partner=application.partner)


# THREATS: 44
def test_an_answer_brings_documents_and_a_false_one_is_refused_at_its_field(client, officer):
    application = sent()
    step = asked(application, officer, timezone.now())
    url = reverse("partners:answer_step", args=[application.receipt_code, step.pk])
    client.force_login(application.applicant)

    false = client.post(url, {"text": "Eccolo.", "documents": [SimpleUploadedFile("a.pdf", b"<svg onload=x>")]})
    two = [SimpleUploadedFile(name, PDF) for name in ("a.pdf", "b.pdf")]
    good = client.post(url, {"text": "Eccolo.", "documents": two})

    step.refresh_from_db()
    assert (false.status_code, list(false.context["form"].errors), "Eccolo." in false.text) == (
        422, ["documents"], True,
    )  # fmt: skip
    assert (good.status_code, step.answer, step.files.count()) == (302, "Eccolo.", 2)
